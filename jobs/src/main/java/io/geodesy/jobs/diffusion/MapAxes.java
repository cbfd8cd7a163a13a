package io.geodesy.jobs.diffusion;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Axes for the map. Diffusion coordinates of clustered rows pile up in a few spikes, so the map
 * shows ranks; and on long shapes a coordinate may be a mere function of the first (its overtone),
 * so the second axis is the first coordinate that is not.
 *
 * <p>The test for overtones is that of the share of a coordinate's rank variance which bins of the
 * first coordinate leave unexplained, after Dsilva, Talmon, Coifman, Kevrekidis, Parsimonious
 * representation of nonlinear dynamical systems through manifold learning, ACHA 44 (2018). Differs
 * from the paper: bins instead of local linear regression.
 */
final class MapAxes {
  private static final int BINS = 30;
  private static final double LEAST_UNEXPLAINED = 0.3;
  private static final double BEYOND = 0.005;

  private MapAxes() {}

  /** Returns the ranks as numbers in [0, 1]; equal values share the mean of their ranks. */
  static double[] ranks(double[] values) {
    int n = values.length;
    Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double[] ranks = new double[n];
    int from = 0;
    while (from < n) {
      int to = from + 1;
      while (to < n && values[order[to]] == values[order[from]]) {
        to++;
      }
      double rank = n == 1 ? 0.5 : (from + to - 1) / 2.0 / (n - 1);
      for (int i = from; i < to; i++) {
        ranks[order[i]] = rank;
      }
      from = to;
    }
    return ranks;
  }

  /**
   * Returns the values with those beyond the outermost half per cent of either end moved to its
   * edge: a handful of rows in a far spike would otherwise squeeze all others into a point.
   */
  static double[] central(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int beyond = (int) (values.length * BEYOND);
    double low = sorted[beyond];
    double high = sorted[values.length - 1 - beyond];
    return Arrays.stream(values).map(v -> Math.min(high, Math.max(low, v))).toArray();
  }

  /**
   * Returns the coordinate for the second axis: the first one after {@code x} that is no function
   * of it, else the next one.
   *
   * @param coordinates ranks, one array an axis, at least 2
   */
  static int partner(double[][] coordinates) {
    for (int j = 1; j < coordinates.length; j++) {
      if (unexplained(coordinates[0], coordinates[j]) >= LEAST_UNEXPLAINED) {
        return j;
      }
    }
    return 1;
  }

  /** Returns the share of y's variance within bins of x. */
  static double unexplained(double[] x, double[] y) {
    int bins = Math.min(BINS, Math.max(1, x.length / 5));
    double[] sum = new double[bins];
    double[] squares = new double[bins];
    int[] count = new int[bins];
    for (int i = 0; i < x.length; i++) {
      int bin = (int) Math.min(bins - 1, x[i] * bins);
      sum[bin] += y[i];
      squares[bin] += y[i] * y[i];
      count[bin]++;
    }
    double within = 0;
    for (int b = 0; b < bins; b++) {
      within += count[b] == 0 ? 0 : squares[b] - sum[b] * sum[b] / count[b];
    }
    double mean = Arrays.stream(sum).sum() / x.length;
    double total = Arrays.stream(squares).sum() - x.length * mean * mean;
    return total > 0 ? within / total : 0;
  }
}
