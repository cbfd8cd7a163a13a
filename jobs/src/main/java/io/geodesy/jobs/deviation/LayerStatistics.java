package io.geodesy.jobs.deviation;

import io.geodesy.jobs.deviation.LayerRows.Role;
import io.geodesy.kernel.RocCurve;
import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What is known of one layer: internal values of the correct rows, deviations of the failing ones,
 * and how the two differ.
 *
 * @param layer the deviations
 * @param mean of the internal values, m
 * @param spread their standard deviation, s
 * @param meanDeviation of the failing rows; NaN without any
 * @param t Welch's, of deviations against internal values; NaN where undefined
 * @param degrees of freedom by Welch and Satterthwaite
 * @param p two-sided
 * @param auc of the deviation as a score of failure
 */
record LayerStatistics(
    LayerDeviations layer,
    double mean,
    double spread,
    double meanDeviation,
    double t,
    double degrees,
    double p,
    double auc) {

  /** Describes a layer. */
  static LayerStatistics of(LayerDeviations layer, Spread spread) {
    double[] internal = layer.of(Role.REFERENCE);
    double[] errors = layer.of(Role.ERROR);
    double mean = mean(internal);
    double variance = variance(internal);
    int n = internal.length;
    double sd = Math.sqrt(spread == Spread.SAMPLE ? variance : variance * (n - 1) / n);
    double meanDeviation = mean(errors);
    double shareInternal = variance / n;
    double shareErrors = variance(errors) / errors.length;
    double error = shareInternal + shareErrors;
    boolean isTestable = errors.length > 1 && error > 0;
    double t = isTestable ? (meanDeviation - mean) / Math.sqrt(error) : Double.NaN;
    double degrees =
        isTestable
            ? error
                * error
                / (shareInternal * shareInternal / (n - 1)
                    + shareErrors * shareErrors / (errors.length - 1))
            : Double.NaN;
    double p =
        isTestable
            ? 2 * new TDistribution(null, degrees).cumulativeProbability(-Math.abs(t))
            : Double.NaN;
    return new LayerStatistics(
        layer, mean, sd, meanDeviation, t, degrees, p, auc(layer.control(), errors));
  }

  /** Returns whether a deviation is beyond the threshold; without a spread, beyond the mean. */
  boolean isBeyond(double deviation, double alpha) {
    return deviation > mean + alpha * spread;
  }

  /** Returns {@code (deviation - m) / s}; without a spread, infinite beyond the mean, else 0. */
  double score(double deviation) {
    if (spread > 0) {
      return (deviation - mean) / spread;
    }
    return deviation > mean ? Double.POSITIVE_INFINITY : 0;
  }

  /** Returns {@code (mean D - m) / m}. */
  double relative() {
    return (meanDeviation - mean) / mean;
  }

  /** Returns the share of correct rows beyond the threshold. */
  double falsePositiveRate(double alpha) {
    double[] control = layer.control();
    return (double) Arrays.stream(control).filter(d -> isBeyond(d, alpha)).count() / control.length;
  }

  private static double auc(double[] correct, double[] errors) {
    double[] scores = Arrays.copyOf(correct, correct.length + errors.length);
    System.arraycopy(errors, 0, scores, correct.length, errors.length);
    boolean[] isError = new boolean[scores.length];
    Arrays.fill(isError, correct.length, scores.length, true);
    return RocCurve.area(scores, isError);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }
}
