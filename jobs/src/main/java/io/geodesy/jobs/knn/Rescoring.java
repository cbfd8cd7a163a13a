package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * Turns candidates into neighbours: the k smallest by (exact distance, index) among each row's
 * candidates.
 *
 * <p>Cost: one exact distance a candidate. Determinism class D0.
 */
final class Rescoring {
  private static final int GRAIN = 128;

  private final MetricRows rows;
  private final int[] chosen;
  private final int[] order;
  private final Workers workers;

  /**
   * Prepares it.
   *
   * @param order in which rows are visited: near ones together share what they read
   */
  Rescoring(MetricRows rows, int[] chosen, int[] order, Workers workers) {
    this.rows = rows;
    this.chosen = chosen;
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
          long[] keys = new long[candidates.capacity()];
          long[] scratch = new long[k];
          for (int at = from; at < to; at++) {
            int i = order[at];
            int size = candidates.size(i);
            for (int c = 0; c < size; c++) {
              int other = NeighborKey.index(candidates.key(i, c));
              keys[c] = NeighborKey.of(rows.distance(chosen[i], chosen[other]), other);
            }
            Arrays.sort(keys, 0, size);
            exact.merge(i, keys, 0, Math.min(k, size), scratch);
          }
        });
    return exact;
  }
}
