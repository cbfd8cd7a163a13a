package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.Workers;

/**
 * Turns candidates into neighbours: the k smallest by (exact distance, index) among each row's
 * candidates. Candidates come nearest first by their distance on the searched axes, which never
 * exceeds the exact one by more than rounding: the first that lies beyond the k-th exact distance
 * ends the row.
 *
 * <p>Cost: at most one exact distance a candidate. Determinism class D0.
 */
final class Rescoring {
  private static final int GRAIN = 128;

  private final MetricRows rows;
  private final int[] chosen;
  private final SearchRows searched;
  private final int[] order;
  private final Workers workers;

  /**
   * Prepares it.
   *
   * @param searched the rows among which the candidates were found
   * @param order in which rows are visited: near ones together share what they read
   */
  Rescoring(MetricRows rows, int[] chosen, SearchRows searched, int[] order, Workers workers) {
    this.rows = rows;
    this.chosen = chosen;
    this.searched = searched;
    this.order = order;
    this.workers = workers;
  }

  /**
   * Returns lists of exact distances.
   *
   * @param candidates keys whose indices are positions among the chosen rows
   * @param k length of the lists
   */
  NearestLists rescore(NearestLists candidates, int k) {
    NearestLists exact = new NearestLists(candidates.rows(), k);
    workers.forRanges(
        candidates.rows(),
        GRAIN,
        (worker, from, to) -> {
          long[] keys = new long[k];
          long[] scratch = new long[k];
          for (int at = from; at < to; at++) {
            int row = order[at];
            exact.merge(row, keys, 0, nearest(candidates, row, keys), scratch);
          }
        });
    return exact;
  }

  /** Fills {@code keys} with a row's neighbours, ascending, and returns how many there are. */
  private int nearest(NearestLists candidates, int row, long[] keys) {
    int size = 0;
    double stop = Double.POSITIVE_INFINITY;
    for (int rank = 0; rank < candidates.capacity(); rank++) {
      long candidate = candidates.key(row, rank);
      int other = NeighborKey.index(candidate);
      if (candidate == NeighborKey.NONE
          || NeighborKey.distance(candidate) - searched.rounding(row, other) > stop) {
        break;
      }
      long key = NeighborKey.of(rows.distance(chosen[row], chosen[other]), other);
      if (size == keys.length && key > keys[size - 1]) {
        continue;
      }
      size = insert(keys, Math.min(size, keys.length - 1), key);
      if (size == keys.length) {
        stop = searched.bound(rows, chosen[row], NeighborKey.distance(keys[size - 1]));
      }
    }
    return size;
  }

  private static int insert(long[] keys, int size, long key) {
    int at = size;
    while (at > 0 && keys[at - 1] > key) {
      keys[at] = keys[at - 1];
      at--;
    }
    keys[at] = key;
    return size + 1;
  }
}
