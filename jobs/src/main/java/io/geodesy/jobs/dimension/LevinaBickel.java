package io.geodesy.jobs.dimension;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * The maximum-likelihood (Hill) estimate of local dimension from the distances r_1 <= ... <= r_k of
 * one row: {@code d = (k - 1) / sum over j < k of ln(r_k / r_j)}.
 *
 * <p>If rows fall evenly around the row, {@code 2 (k - 1) d / estimate} is chi-squared with {@code
 * 2 (k - 1)} degrees of freedom, which gives the row's interval. The value of a group is the
 * harmonic mean, {@code sum (k - 1) / sum of all logarithms}: the maximum-likelihood estimate of
 * one dimension common to all rows. Cost: one logarithm a neighbour.
 *
 * <p>Papers: E. Levina, P. Bickel, Maximum Likelihood Estimation of Intrinsic Dimension, NIPS 2004;
 * D. MacKay, Z. Ghahramani, Comments on the former, 2005. Differs from the paper: {@code k - 1}
 * rather than {@code k - 2} in the numerator, as in the group's estimate; the factor {@code (k -
 * 2)/(k - 1)} turns one into the other.
 */
final class LevinaBickel {
  private LevinaBickel() {}

  /**
   * Returns the sum over j < k of ln(r_k / r_j), infinite if a distance is zero and NaN if all are.
   *
   * @param distances ascending, in the metric's unit
   * @param k how many of them, at least 2
   */
  static double sumOfLogs(double[] distances, int k) {
    double largest = distances[k - 1];
    if (!(largest > 0)) {
      return Double.NaN;
    }
    double sum = 0;
    for (int j = 0; j < k - 1; j++) {
      double r = distances[j];
      sum -= r > largest / 2 ? Math.log1p((r - largest) / largest) : Math.log(r / largest);
    }
    return sum;
  }

  /** Returns the estimate, NaN where it is undefined: all distances equal, or one of them zero. */
  static double estimate(double terms, double sumOfLogs) {
    double estimate = terms / sumOfLogs;
    return estimate > 0 && estimate < Double.POSITIVE_INFINITY ? estimate : Double.NaN;
  }

  /**
   * Returns the ends of a row's interval as factors of its estimate.
   *
   * @param k distances of the row, at least 2
   * @param confidence of the interval
   */
  static double[] intervalFactors(int k, double confidence) {
    int degrees = 2 * (k - 1);
    ChiSquaredDistribution law = new ChiSquaredDistribution(null, degrees);
    return new double[] {
      law.inverseCumulativeProbability((1 - confidence) / 2) / degrees,
      law.inverseCumulativeProbability((1 + confidence) / 2) / degrees
    };
  }
}
