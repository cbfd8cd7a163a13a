package io.geodesy.graph;

import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The exact minimum spanning tree of all pairs of rows, by Prim's algorithm without a matrix.
 *
 * <p>Cost: {@code n^2 / 2} distances, {@code 20 n} bytes. Determinism class D0: ties by (weight,
 * lower row, higher row).
 *
 * <p>Paper: Prim, Shortest connection networks, Bell System Technical Journal 1957. Differs from
 * the paper: none.
 */
public final class CompleteTree {
  private static final int ROWS_PER_TASK = 4096;

  /** The weight of the edge between any two rows: symmetric, the same at every call, not NaN. */
  @FunctionalInterface
  public interface PairWeights {
    /** Returns it. */
    double between(int a, int b);
  }

  private final PairWeights pairs;
  private final int rows;
  private final int[] outside;
  private final double[] weights;
  private final int[] nearest;

  private CompleteTree(PairWeights pairs, int rows) {
    this.pairs = pairs;
    this.rows = rows;
    int n = rows;
    this.outside = new int[Math.max(0, n - 1)];
    this.weights = new double[n];
    this.nearest = new int[n];
  }

  /**
   * Finds the tree.
   *
   * @param pairs weights of all edges
   * @param rows n
   * @param workers share the rows
   */
  public static MinimumSpanningForest of(PairWeights pairs, int rows, Workers workers) {
    return new CompleteTree(pairs, rows).grow(workers);
  }

  private MinimumSpanningForest grow(Workers workers) {
    int n = rows;
    Arrays.setAll(outside, i -> i + 1);
    Arrays.fill(weights, Double.POSITIVE_INFINITY);
    MinimumSpanningForest.Collected found = new MinimumSpanningForest.Collected(n);
    int newest = 0;
    for (int left = outside.length; left > 0; left--) {
      int added = newest;
      workers.forRanges(left, ROWS_PER_TASK, (worker, from, to) -> approach(added, from, to));
      int best = 0;
      for (int i = 1; i < left; i++) {
        best = isBefore(outside[i], outside[best]) ? i : best;
      }
      newest = outside[best];
      found.add(newest, nearest[newest], weights[newest]);
      outside[best] = outside[left - 1];
    }
    return found.toForest();
  }

  private void approach(int added, int from, int to) {
    for (int i = from; i < to; i++) {
      int row = outside[i];
      double weight = pairs.between(row, added);
      if (weight < weights[row] || (weight == weights[row] && isLower(row, added))) {
        weights[row] = weight;
        nearest[row] = added;
      }
    }
  }

  private boolean isLower(int row, int added) {
    int low = Math.min(row, added);
    int oldLow = Math.min(row, nearest[row]);
    return low != oldLow ? low < oldLow : Math.max(row, added) < Math.max(row, nearest[row]);
  }

  private boolean isBefore(int a, int b) {
    if (weights[a] != weights[b]) {
      return weights[a] < weights[b];
    }
    int lowA = Math.min(a, nearest[a]);
    int lowB = Math.min(b, nearest[b]);
    return lowA != lowB ? lowA < lowB : Math.max(a, nearest[a]) < Math.max(b, nearest[b]);
  }
}
