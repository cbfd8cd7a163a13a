package io.geodesy.jobs.entropy;

import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * Links of weight 1 between rows of which one is among the k nearest of the other, ties by row.
 *
 * <p>All pairs are compared in double: {@code n^2} distances. Determinism class D0. Differs from
 * the reference code: a link counts for both sides, since the spectrum must be that of a symmetric
 * matrix.
 */
final class NearestLinks {
  private NearestLinks() {}

  /**
   * Finds the links.
   *
   * @param distances of any two rows
   * @param rows the rows among which to look
   * @param k at most; fewer where there are fewer rows
   * @param workers share the rows
   */
  static SparseRows of(PairDistances distances, int[] rows, int k, Workers workers) {
    int n = rows.length;
    int length = Math.min(k, n - 1);
    int[] neighbors = new int[n * length];
    workers.forRanges(
        n,
        16,
        (worker, from, to) -> {
          double[] best = new double[length];
          for (int i = from; i < to; i++) {
            Arrays.fill(best, Double.POSITIVE_INFINITY);
            for (int j = 0; j < n && length > 0; j++) {
              if (j != i) {
                insert(distances.squared(rows[i], rows[j]), j, best, neighbors, i * length);
              }
            }
          }
        });
    int[] offsets = new int[n + 1];
    Arrays.setAll(offsets, i -> i * length);
    double[] ones = new double[neighbors.length];
    Arrays.fill(ones, 1);
    return SparseRows.symmetrize(offsets, neighbors, ones, Symmetrization.MAX, 0, 0);
  }

  private static void insert(double squared, int row, double[] best, int[] list, int at) {
    int place = best.length;
    while (place > 0 && squared < best[place - 1]) {
      place--;
    }
    if (place < best.length) {
      System.arraycopy(best, place, best, place + 1, best.length - place - 1);
      System.arraycopy(list, at + place, list, at + place + 1, best.length - place - 1);
      best[place] = squared;
      list[at + place] = row;
    }
  }
}
