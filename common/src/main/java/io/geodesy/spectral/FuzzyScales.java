package io.geodesy.spectral;

import io.geodesy.graph.RowLists;
import io.geodesy.kernel.Workers;
import java.io.Serializable;

/**
 * The widths of the fuzzy kernel: sigma_i such that {@code sum_j exp(-max(0, d_ij - r_i) /
 * sigma_i)} over the k listed neighbours is log2 k, where r_i is the nearest positive distance.
 *
 * <p>Bisection of 60 steps, {@code O(60 n k)} exponentials, class D0. Where k or more neighbours
 * are at or below r_i the sum cannot fall to log2 k, and sigma_i is a thousandth of the row's
 * bandwidth. McInnes, Healy, Melville, UMAP, arXiv 1802.03426. Differs from the paper: none.
 *
 * @param nearest r, one a row
 * @param widths sigma, one a row
 */
@SuppressWarnings("ArrayRecordComponent")
record FuzzyScales(double[] nearest, double[] widths) implements Serializable {
  private static final int STEPS = 60;
  private static final double LEAST = 1e-3;

  static FuzzyScales of(RowLists lists, double[] bandwidths, Workers workers) {
    int n = lists.rows();
    FuzzyScales scales = new FuzzyScales(new double[n], new double[n]);
    workers.forRanges(
        n,
        1024,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            scales.nearest[i] = nearestPositive(lists, i);
            scales.widths[i] = width(lists, i, scales.nearest[i], LEAST * bandwidths[i]);
          }
        });
    return scales;
  }

  private static double nearestPositive(RowLists lists, int row) {
    for (int e = lists.offsets()[row]; e < lists.offsets()[row + 1]; e++) {
      if (lists.distances()[e] > 0) {
        return lists.distances()[e];
      }
    }
    return 0;
  }

  private static double width(RowLists lists, int row, double nearest, double least) {
    double target = Math.log(lists.degree(row)) / Math.log(2);
    double low = least;
    double high = least;
    while (sum(lists, row, nearest, high) < target && high < 1e300) {
      low = high;
      high *= 2;
    }
    if (high == least) {
      return least;
    }
    for (int step = 0; step < STEPS; step++) {
      double middle = 0.5 * (low + high);
      if (sum(lists, row, nearest, middle) < target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double sum(RowLists lists, int row, double nearest, double width) {
    double sum = 0;
    for (int e = lists.offsets()[row]; e < lists.offsets()[row + 1]; e++) {
      sum += Math.exp(-Math.max(0, lists.distances()[e] - nearest) / width);
    }
    return sum;
  }
}
