package io.geodesy.jobs.dimension;

/**
 * Gride: dimension from mu = r_n2 / r_n1 by maximum likelihood, which sees the scale of rank n2
 * rather than the finest one.
 *
 * <p>With x = ln mu the estimate is the root of {@code N/d + sum x [(n2-n1-1)/(1 - e^{-dx}) -
 * (n2-1)]}, which falls strictly in d: Newton's steps inside a shrinking bracket of [0.001, 1000],
 * to a relative 1e-10. Where x = 0 the limit {@code x/(1 - e^{-dx}) = 1/d} is taken. The analytic
 * error is one over the root of the information; the jackknife takes one Newton step per bucket
 * left out from the common root, exact to second order in the step. Cost: about 8 n exponentials.
 *
 * <p>Paper: F. Denti, D. Doimo, A. Laio, A. Mira, The generalized ratios intrinsic dimension
 * estimator, Scientific Reports 12, 2022. Differs from the paper: none.
 */
final class Gride {
  private static final double LEAST = 1e-3;
  private static final double GREATEST = 1000;
  private static final int MOST_STEPS = 200;

  private Gride() {}

  /**
   * Returns the estimate.
   *
   * @param ratios rank n2 over rank n1
   * @param n1 at least 1
   * @param n2 above n1
   */
  static Fit fit(Ratios ratios, int n1, int n2) {
    int between = n2 - n1 - 1;
    double d = root(ratios, between, n2 - 1);
    if (Double.isNaN(d)) {
      return Fit.UNDEFINED;
    }
    double[][] parts = scoreByBucket(ratios, between, n2 - 1, d);
    int[] sizes = ratios.bucketSizes();
    double score = 0;
    double information = 0;
    for (int b = 0; b < sizes.length; b++) {
      score += parts[0][b];
      information += parts[1][b];
    }
    double[] without = new double[sizes.length];
    for (int b = 0; b < sizes.length; b++) {
      without[b] =
          sizes[b] == 0 || sizes[b] == ratios.size()
              ? Double.NaN
              : d + (score - parts[0][b]) / (information - parts[1][b]);
    }
    return Fit.jackknife(d, 1 / Math.sqrt(information), without);
  }

  private static double root(Ratios ratios, int between, int power) {
    double sum = 0;
    for (double x : ratios.logs()) {
      sum += x;
    }
    if (!(sum > 0)) {
      return Double.NaN;
    }
    double low = LEAST;
    double high = GREATEST;
    double d = Math.min(high, Math.max(low, ratios.size() / sum / Math.max(1, power - between)));
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] at = score(ratios, between, power, d);
      if (at[0] > 0) {
        low = d;
      } else {
        high = d;
      }
      double next = d + at[0] / at[1];
      if (!(next > low && next < high)) {
        next = (low + high) / 2;
      }
      double change = Math.abs(next - d);
      d = next;
      if (change <= 1e-10 * d) {
        break;
      }
    }
    boolean isAtEdge = d <= LEAST * (1 + 1e-6) || d >= GREATEST * (1 - 1e-6);
    return isAtEdge ? Double.NaN : d;
  }

  /** The score and the information at d. */
  private static double[] score(Ratios ratios, int between, int power, double d) {
    double score = 0;
    double information = 0;
    for (double x : ratios.logs()) {
      double weight = weight(x, d);
      score += between * weight - power * x;
      information += weight * weight * Math.exp(-d * x);
    }
    int n = ratios.size();
    return new double[] {score + n / d, between * information + n / (d * d)};
  }

  private static double[][] scoreByBucket(Ratios ratios, int between, int power, double d) {
    double[][] parts = new double[2][ratios.bucketCount()];
    for (int i = 0; i < ratios.size(); i++) {
      double x = ratios.logs()[i];
      int b = ratios.buckets()[i];
      double weight = weight(x, d);
      parts[0][b] += 1 / d + between * weight - power * x;
      parts[1][b] += 1 / (d * d) + between * weight * weight * Math.exp(-d * x);
    }
    return parts;
  }

  private static double weight(double x, double d) {
    double t = d * x;
    return t < 1e-12 ? 1 / d : x / -Math.expm1(-t);
  }
}
