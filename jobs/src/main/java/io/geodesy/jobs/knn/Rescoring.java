package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.PairKernel;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

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
          Scratch scratch = new Scratch(k);
          for (int at = from; at < to; at++) {
            int row = order[at];
            find(candidates, row, scratch);
            exact.merge(row, scratch.keys, 0, scratch.size, scratch.merged);
          }
        });
    return exact;
  }

  /** Scratch memory of a thread; {@code keys} are a row's neighbours, ascending. */
  private static final class Scratch {
    private final long[] keys;
    private final long[] merged;
    private final int[] found = new int[PairKernel.FOUR];
    private final int[] others = new int[PairKernel.FOUR];
    private final MetricRows.FourRows four = new MetricRows.FourRows();
    private int size;

    private Scratch(int k) {
      this.keys = new long[k];
      this.merged = new long[k];
    }

    private boolean isFull() {
      return size == keys.length;
    }

    private void offer(long key) {
      if (!isFull() || key < keys[size - 1]) {
        size = insert(keys, Math.min(size, keys.length - 1), key);
      }
    }
  }

  private void find(NearestLists candidates, int row, Scratch scratch) {
    scratch.size = 0;
    double stop = Double.POSITIVE_INFINITY;
    int rank = 0;
    int count;
    do {
      count = 0;
      while (count < PairKernel.FOUR && rank < candidates.capacity()) {
        long candidate = candidates.key(row, rank);
        int other = NeighborKey.index(candidate);
        if (candidate == NeighborKey.NONE
            || NeighborKey.distance(candidate) - searched.rounding(row, other) > stop) {
          break;
        }
        scratch.found[count] = other;
        scratch.others[count] = chosen[other];
        count++;
        rank++;
      }
      measure(row, count, scratch);
      if (scratch.isFull()) {
        float last = NeighborKey.distance(scratch.keys[scratch.size - 1]);
        stop = searched.bound(rows, chosen[row], last);
      }
    } while (count == PairKernel.FOUR);
  }

  private void measure(int row, int count, Scratch scratch) {
    if (count == 0) {
      return;
    }
    Arrays.fill(scratch.others, count, PairKernel.FOUR, chosen[row]);
    rows.distances(chosen[row], scratch.others, scratch.four);
    for (int r = 0; r < count; r++) {
      scratch.offer(NeighborKey.of(scratch.four.distance(r), scratch.found[r]));
    }
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
