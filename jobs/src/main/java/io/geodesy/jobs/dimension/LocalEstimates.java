package io.geodesy.jobs.dimension;

import java.util.Arrays;

/**
 * The family of {@link LocalEstimator} on the distances r_1 <= ... <= r_k of one row; w = r_k, n =
 * k - 1. Under even density {@code r_1 .. r_n} given w are the order statistics of n independent
 * values with distribution {@code (r/w)^d}, from which each is read in its own way:
 *
 * <ul>
 *   <li>MOM {@code m / (w - m)}, m the mean of r_1 .. r_n.
 *   <li>PWM {@code v / (1 - 2v)}, {@code v = sum j r_j / ((n+1) n w)}; PWM2 {@code v / (1 - 3v)},
 *       {@code v = sum j (j+1) r_j / ((n+2)(n+1) n w)}.
 *   <li>L-moments {@code (l1/l2 - 1) / 2} by the unbiased sample L-moments of r_1 .. r_n.
 *   <li>GED the median over i of the median over j > i of {@code ln(j/i) / ln(r_j/r_i)}; the median
 *       of an even number of values is the mean of the middle two.
 *   <li>RV with ranks a = floor(k/2), b = floor(3k/4), c = k and weights {@code u = r_c - r_b},
 *       {@code v = r_b - r_a}: {@code (u ln(c/b) + v ln(b/a)) / (u ln(r_c/r_b) + v ln(r_b/r_a))}.
 *   <li>Zipf one over the least-squares slope of ln r_j on ln(j - 0.4), j = 1 .. k.
 *   <li>Aggregated Hill {@code k / sum over i = 1 .. k-1 of [ln r_(i+1) - mean of ln r_1 .. ln
 *       r_i]}.
 *   <li>Ensemble the median of MOM, maximum likelihood and RV.
 *   <li>MADA {@code ln(k/h) / ln(r_k/r_h)}, h = floor(k/2): ln 2 where k is even.
 * </ul>
 *
 * <p>A value is NaN where it is undefined: fewer than 3 positive distances, or all equal where that
 * makes it infinite. Distances of zero are skipped. Cost: k logarithms, and for GED k^2 / 2
 * divisions with selections: about 1 microsecond a row at k = 15, 30 at k = 100. One instance
 * serves one thread.
 *
 * <p>Papers: L. Amsaleg, O. Chelly, T. Furon, S. Girard, M. Houle, K. Kawarabayashi, M. Nett,
 * Extreme-value-theoretic estimation of local intrinsic dimensionality, Data Mining and Knowledge
 * Discovery 32, 2018 (MOM, PWM, GED, RV); R. Huisman, K. Koedijk, C. Kool, F. Palm, Tail-index
 * estimates in small samples, JBES 19, 2001, for the aggregation of Hill's; A. Farahmand, C.
 * Szepesvari, J.-Y. Audibert, Manifold-adaptive dimension estimation, ICML 2007 (MADA). Differs
 * from the papers: RV is multiplied out, so that equal distances do not divide by zero; MADA at odd
 * k.
 */
final class LocalEstimates {
  private double[] logs = new double[0];
  private double[] ranks = new double[0];
  private double[] slopes = new double[0];
  private double[] medians = new double[0];
  private final double[] values = new double[LocalEstimator.values().length];

  /**
   * Computes those that need one list alone; the others stay NaN.
   *
   * @param distances ascending, in the metric's unit
   * @param k how many of them
   * @return one value an estimator, in their order; overwritten by the next call
   */
  double[] of(double[] distances, int k) {
    Arrays.fill(values, Double.NaN);
    int zeros = 0;
    while (zeros < k && distances[zeros] <= 0) {
      zeros++;
    }
    int positive = k - zeros;
    if (positive < 3) {
      return values;
    }
    double[] r = zeros == 0 ? distances : Arrays.copyOfRange(distances, zeros, k);
    prepare(r, positive);
    moments(r, positive);
    put(LocalEstimator.GED, expansion(positive));
    put(LocalEstimator.RV, regularVariation(r, positive));
    put(LocalEstimator.ZIPF, zipf(positive));
    put(LocalEstimator.AGGREGATED_HILL, aggregatedHill(positive));
    int half = positive / 2;
    put(LocalEstimator.MADA, (ranks[positive - 1] - ranks[half - 1]) / -logs[half - 1]);
    put(
        LocalEstimator.ENSEMBLE,
        middle(
            values[LocalEstimator.MOM.place()],
            LevinaBickel.estimate(positive - 1, LevinaBickel.sumOfLogs(r, positive)),
            values[LocalEstimator.RV.place()]));
    return values;
  }

  private void put(LocalEstimator estimator, double value) {
    boolean isDimension = value > 0 && value < Double.POSITIVE_INFINITY;
    values[estimator.place()] = isDimension ? value : Double.NaN;
  }

  /** Takes ln(r_j / w), at most 0, and ln j. */
  private void prepare(double[] r, int k) {
    if (logs.length < k) {
      logs = new double[k];
      slopes = new double[k];
      medians = new double[k];
      ranks = new double[k];
      for (int j = 0; j < k; j++) {
        ranks[j] = Math.log(j + 1.0);
      }
    }
    double w = r[k - 1];
    for (int j = 0; j < k; j++) {
      logs[j] = r[j] > w / 2 ? Math.log1p((r[j] - w) / w) : Math.log(r[j] / w);
    }
  }

  private void moments(double[] r, int k) {
    int n = k - 1;
    double w = r[k - 1];
    double sum = 0;
    double first = 0;
    double second = 0;
    for (int j = 1; j <= n; j++) {
      double x = r[j - 1];
      sum += x;
      first += j * x;
      second += j * (j + 1.0) * x;
    }
    double mean = sum / n;
    put(LocalEstimator.MOM, mean / (w - mean));
    double v = first / ((n + 1.0) * n * w);
    put(LocalEstimator.PWM, v / (1 - 2 * v));
    double v2 = second / ((n + 2.0) * (n + 1.0) * n * w);
    put(LocalEstimator.PWM2, v2 / (1 - 3 * v2));
    double weighted = (first - sum) / (n - 1.0) / n;
    double scale = 2 * weighted - mean;
    put(LocalEstimator.L_MOMENTS, (mean / scale - 1) / 2);
  }

  private double expansion(int k) {
    int found = 0;
    for (int i = 0; i < k - 1; i++) {
      int count = 0;
      for (int j = i + 1; j < k; j++) {
        double growth = logs[j] - logs[i];
        if (growth > 0) {
          slopes[count++] = (ranks[j] - ranks[i]) / growth;
        }
      }
      if (count > 0) {
        medians[found++] = Medians.inPlace(slopes, count);
      }
    }
    return found == 0 ? Double.NaN : Medians.inPlace(medians, found);
  }

  private double regularVariation(double[] r, int k) {
    int a = k / 2 - 1;
    int b = 3 * k / 4 - 1;
    int c = k - 1;
    double outer = r[c] - r[b];
    double inner = r[b] - r[a];
    return (outer * (ranks[c] - ranks[b]) + inner * (ranks[b] - ranks[a]))
        / (outer * (logs[c] - logs[b]) + inner * (logs[b] - logs[a]));
  }

  private double zipf(int k) {
    double meanX = 0;
    double meanY = 0;
    for (int j = 1; j <= k; j++) {
      meanX += Math.log(j - 0.4);
      meanY += logs[j - 1];
    }
    meanX /= k;
    meanY /= k;
    double xx = 0;
    double xy = 0;
    for (int j = 1; j <= k; j++) {
      double x = Math.log(j - 0.4) - meanX;
      xx += x * x;
      xy += x * (logs[j - 1] - meanY);
    }
    return xx / xy;
  }

  private double aggregatedHill(int k) {
    double before = 0;
    double sum = 0;
    for (int i = 1; i < k; i++) {
      before += logs[i - 1];
      sum += logs[i] - before / i;
    }
    return k / sum;
  }

  private static double middle(double a, double b, double c) {
    return Double.isNaN(a + b + c)
        ? Double.NaN
        : Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
