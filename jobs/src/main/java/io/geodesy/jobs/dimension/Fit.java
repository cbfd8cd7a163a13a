package io.geodesy.jobs.dimension;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * An estimate with its errors.
 *
 * @param d dimension, NaN where it is undefined
 * @param analyticError standard error if rows were independent, NaN if unknown
 * @param jackknifeError standard error by leaving out buckets of rows, NaN if unknown
 * @param degrees buckets that hold rows, less one
 */
record Fit(double d, double analyticError, double jackknifeError, int degrees) {
  /** No estimate. */
  static final Fit UNDEFINED = new Fit(Double.NaN, Double.NaN, Double.NaN, 0);

  /**
   * An estimate with the estimates that leave one bucket out (block jackknife: neighbours share
   * points, so rows are not independent and the analytic error is too small).
   *
   * @param d of all rows
   * @param analyticError or NaN
   * @param leaveOneOut one a bucket; NaN for empty buckets
   */
  static Fit jackknife(double d, double analyticError, double[] leaveOneOut) {
    if (!Double.isFinite(d)) {
      return UNDEFINED;
    }
    int count = 0;
    double sum = 0;
    for (double value : leaveOneOut) {
      if (Double.isFinite(value)) {
        sum += value;
        count++;
      }
    }
    if (count < 2) {
      return new Fit(d, analyticError, Double.NaN, 0);
    }
    double mean = sum / count;
    double squares = 0;
    for (double value : leaveOneOut) {
      squares += Double.isFinite(value) ? (value - mean) * (value - mean) : 0;
    }
    return new Fit(d, analyticError, Math.sqrt(squares * (count - 1) / count), count - 1);
  }

  /** Returns half the width of the jackknife interval, by Student's t; NaN if unknown. */
  double halfWidth(double confidence) {
    return degrees == 0
        ? Double.NaN
        : jackknifeError
            * new TDistribution(null, degrees).inverseCumulativeProbability((1 + confidence) / 2);
  }
}
