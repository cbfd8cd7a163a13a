package io.geodesy.jobs.dimension;

import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;

/**
 * TwoNN: dimension from the ratio mu = r2/r1 alone, whose distribution is {@code F(mu) = 1 - mu^-d}
 * wherever density is even over two neighbours.
 *
 * <p>With {@link Ratios} of ranks 2 over 1, {@link #linear} is the slope through the origin of
 * {@code -ln(1 - F)} on {@code ln mu} without the largest ratios; {@link #likelihood} is {@code (N
 * - 1) / sum ln mu}, unbiased for independent rows; {@link #censored} is the same without the
 * largest ratios. Cost: one sort of n doubles and, for the jackknife of the line, n logarithms a
 * bucket.
 *
 * <p>Paper: E. Facco, M. d'Errico, A. Rodriguez, A. Laio, Estimating the intrinsic dimension of
 * datasets by a minimal neighborhood information, Scientific Reports 7, 2017. Differs from the
 * paper: where the fraction is 1 the largest ratio is left out, since {@code 1 - F} is zero there.
 */
final class TwoNearestNeighbors {
  private TwoNearestNeighbors() {}

  /** Returns the maximum-likelihood estimate with jackknife; its analytic error is d / sqrt(N). */
  static Fit likelihood(Ratios ratios) {
    int n = ratios.size();
    double[] sums = ratios.bucketSums();
    int[] sizes = ratios.bucketSizes();
    double total = Arrays.stream(sums).sum();
    double d = LevinaBickel.estimate(n - 1, total);
    double[] without = new double[sums.length];
    for (int b = 0; b < sums.length; b++) {
      without[b] =
          sizes[b] == 0 ? Double.NaN : LevinaBickel.estimate(n - sizes[b] - 1, total - sums[b]);
    }
    return Fit.jackknife(d, d / Math.sqrt(n), without);
  }

  /**
   * Returns the maximum-likelihood estimate that knows of the largest ratios only that they are
   * large, with jackknife: {@code (m - 1) / (sum of the m smallest + (N - m) times the m-th)}.
   *
   * @param ratios rank 2 over rank 1
   * @param fraction of the smallest ratios that are known, in (0, 1]
   */
  static Fit censored(Ratios ratios, double fraction) {
    return leavingOut(
        ratios,
        (sorted, without) -> {
          Kept kept = Kept.of(sorted, without, fraction);
          return LevinaBickel.estimate(kept.count - 1.0, kept.censoredSum);
        });
  }

  /**
   * Returns the slope with jackknife.
   *
   * @param ratios rank 2 over rank 1
   * @param fraction of the smallest ratios that the line is fitted to, in (0, 1]
   */
  static Fit linear(Ratios ratios, double fraction) {
    return leavingOut(
        ratios,
        (sorted, without) -> {
          Kept kept = Kept.of(sorted, without, fraction);
          return LevinaBickel.estimate(kept.xy, kept.xx);
        });
  }

  private static Fit leavingOut(Ratios ratios, ToDoubleBiFunction<double[], double[]> estimator) {
    double[] sorted = ratios.logs().clone();
    Arrays.sort(sorted);
    double d = estimator.applyAsDouble(sorted, new double[0]);
    double[][] ofBucket = sortedBuckets(ratios);
    double[] without = new double[ofBucket.length];
    for (int b = 0; b < without.length; b++) {
      without[b] =
          ofBucket[b].length == 0 ? Double.NaN : estimator.applyAsDouble(sorted, ofBucket[b]);
    }
    return Fit.jackknife(d, Double.NaN, without);
  }

  /** Sums over the smallest of the sorted values without some of them, which are sorted too. */
  private record Kept(int count, double censoredSum, double xy, double xx) {
    static Kept of(double[] sorted, double[] without, double fraction) {
      int n = sorted.length - without.length;
      int count = (int) (n * fraction);
      double sum = 0;
      double xy = 0;
      double xx = 0;
      double largest = 0;
      int skipped = 0;
      int rank = 0;
      for (int i = 0; rank < count; i++) {
        double x = sorted[i];
        if (skipped < without.length && without[skipped] == x) {
          skipped++;
          continue;
        }
        rank++;
        sum += x;
        largest = x;
        if (rank < n) {
          xy -= x * Math.log1p(-(double) rank / n);
          xx += x * x;
        }
      }
      return new Kept(count, sum + (n - count) * largest, xy, xx);
    }
  }

  private static double[][] sortedBuckets(Ratios ratios) {
    int[] sizes = ratios.bucketSizes();
    double[][] values = new double[sizes.length][];
    for (int b = 0; b < sizes.length; b++) {
      values[b] = new double[sizes[b]];
    }
    int[] filled = new int[sizes.length];
    for (int i = 0; i < ratios.size(); i++) {
      int b = ratios.buckets()[i];
      values[b][filled[b]++] = ratios.logs()[i];
    }
    for (double[] bucket : values) {
      Arrays.sort(bucket);
    }
    return values;
  }
}
