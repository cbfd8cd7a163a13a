package io.geodesy.jobs.statistics;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * Outlier scores of any unit and scale brought into [0, 1], high for outliers, so that they can be
 * compared, averaged and cut at one threshold: of a positive score S the logarithm is set against
 * its median and its spread above the median, {@code max(0, erf(z / sqrt 2))} with {@code z = (ln S
 * - median) / (1.4826 u)}, u the median of what the rows above the median exceed it by. Where ln S
 * is normal above its median, a share {@code (1 - s) / 2} of the rows is above s: 0.5 % above 0.99.
 *
 * <p>Cost: two sorts. Determinism class D0.
 *
 * <p>Paper: H.-P. Kriegel, P. Kröger, E. Schubert, A. Zimek, Interpreting and Unifying Outlier
 * Scores, SDM 2011: logarithmic regularisation and Gaussian scaling. Differs from the paper:
 * medians in the place of mean and standard deviation, so that gross outliers do not hide others,
 * and of the upper side alone, so that a few dense rows do not make all others outliers.
 */
final class UnifiedScores {
  /** Makes the median deviation of a normal variable its standard deviation. */
  private static final double NORMAL = 1.482602218505602;

  private UnifiedScores() {}

  /**
   * Returns a score in [0, 1] a row.
   *
   * @param scores at least 0, or NaN, which stays NaN
   */
  static double[] of(double[] scores) {
    double[] logarithms =
        Arrays.stream(scores)
            .filter(s -> s > 0 && s < Double.POSITIVE_INFINITY)
            .map(Math::log)
            .toArray();
    double center = median(logarithms);
    double spread =
        NORMAL
            * median(Arrays.stream(logarithms).map(v -> v - center).filter(v -> v >= 0).toArray());
    // Most rows are alike: those that are not are all the spread there is.
    double scale = spread > 0 ? spread : deviation(logarithms, center);
    return Arrays.stream(scores)
        .map(s -> Double.isNaN(s) ? Double.NaN : unified(Math.log(s) - center, scale))
        .toArray();
  }

  private static double unified(double excess, double scale) {
    return excess > 0 && scale > 0 ? Erf.erf(excess / (scale * Math.sqrt(2))) : 0;
  }

  private static double deviation(double[] values, double center) {
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - center) * (v - center)).average().orElse(0));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length == 0
        ? 0
        : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * Returns for every row the share of rows whose score is at most its own: the empirical
   * distribution function, in (0, 1]. It orders rows but says nothing of how far apart they are:
   * there is always a highest one.
   *
   * @param scores NaN stays NaN, and does not count
   */
  static double[] percentiles(double[] scores) {
    double[] sorted = Arrays.stream(scores).filter(s -> !Double.isNaN(s)).toArray();
    Arrays.sort(sorted);
    return Arrays.stream(scores)
        .map(s -> Double.isNaN(s) ? Double.NaN : (double) upTo(sorted, s) / sorted.length)
        .toArray();
  }

  private static int upTo(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
