package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * All pairs: candidates by a blocked self-join, exact distances for them, and a proof for every row
 * that no other row can be nearer; rows without the proof are searched once more.
 *
 * <p>The float32 kernel works with lowered norms, so that its values never exceed the truth ({@link
 * SearchRows#lowerNorms}). The k' smallest of them are re-scored in double; if the k-th exact
 * distance is below the k'-th lower bound, no row outside the candidates can be among the k
 * nearest. Else {@link ExactQueries} re-scores every row whose lower bound does not exceed that
 * exact distance.
 *
 * <p>Cost: {@code m^2 d} operations, packed rows {@code 4 m d} bytes. Determinism class D0.
 */
final class ExactSearch {
  /** A block of this many rows and its partner stay in the second-level cache between tiles. */
  private static final int BLOCK_ROWS = 512;

  private final MetricRows rows;
  private final int[] chosen;
  private final SearchRows search;
  private final Workers workers;

  ExactSearch(MetricRows rows, int[] chosen, SearchRows search, Workers workers) {
    this.rows = rows;
    this.chosen = chosen;
    this.search = search;
    this.workers = workers;
  }

  /**
   * Returns the k nearest of every chosen row among the chosen rows, by exact distance.
   *
   * @param k length of the lists, shorter only where there are not as many other rows
   * @param candidates k', at least k
   */
  NearestLists nearest(int k, int candidates, Progress progress) {
    PanelBlock[] blocks = packAll(search, workers);
    progress.phase("leaves");
    NearestLists found = new NearestLists(chosen.length, Math.min(candidates, chosen.length));
    joinAll(blocks, found, progress);
    progress.phase("re-score");
    int[] order = new int[chosen.length];
    Arrays.setAll(order, i -> i);
    NearestLists exact = new Rescoring(rows, chosen, search, order, workers).rescore(found, k);
    int[] unproven = unproven(found, exact);
    new ExactQueries(rows, chosen, search, workers).complete(unproven, blocks, exact);
    return exact;
  }

  /** Packs all rows, with lowered norms, in blocks. */
  static PanelBlock[] packAll(SearchRows search, Workers workers) {
    PanelKernel kernel = search.kernel();
    float[] norms = search.lowerNorms();
    int m = search.rows();
    PanelBlock[] blocks = new PanelBlock[(m + BLOCK_ROWS - 1) / BLOCK_ROWS];
    workers.forRanges(
        blocks.length,
        1,
        (worker, b, end) -> {
          int from = b * BLOCK_ROWS;
          int to = Math.min(m, from + BLOCK_ROWS);
          blocks[b] = new PanelBlock(kernel, to - from, search.dim());
          blocks[b].packRange(search.values(), norms, from, to);
        });
    return blocks;
  }

  private void joinAll(PanelBlock[] blocks, NearestLists found, Progress progress) {
    PanelKernel kernel = search.kernel();
    int capacity = found.capacity();
    int largest = Math.min(BLOCK_ROWS, chosen.length);
    BlockJoin[] joins = new BlockJoin[workers.threads()];
    RunningLists[] first = new RunningLists[workers.threads()];
    RunningLists[] second = new RunningLists[workers.threads()];
    Arrays.setAll(joins, w -> new BlockJoin(kernel, largest));
    Arrays.setAll(first, w -> new RunningLists(kernel, largest, capacity));
    Arrays.setAll(second, w -> new RunningLists(kernel, largest, capacity));
    workers.forRanges(
        blocks.length,
        1,
        (worker, b, end) -> {
          first[worker].begin(blocks[b], found);
          joins[worker].joinSelf(blocks[b], first[worker]);
          first[worker].mergeInto(found, blocks[b]);
        });
    for (int distance = 1; distance < blocks.length; distance++) {
      int apart = distance;
      progress.advance(distance, blocks.length);
      workers.forRanges(
          blocks.length - apart,
          1,
          (worker, b, end) -> {
            PanelBlock one = blocks[b];
            PanelBlock other = blocks[b + apart];
            first[worker].begin(one, found);
            second[worker].begin(other, found);
            joins[worker].joinBoth(one, first[worker], other, second[worker]);
            first[worker].mergeInto(found, one);
            second[worker].mergeInto(found, other);
          });
    }
  }

  private int[] unproven(NearestLists found, NearestLists exact) {
    if (search.metric() == Metric.HAMMING) {
      // Counts are exact and equal ones are listed by index: nothing is left to prove.
      return new int[0];
    }
    int[] unproven = new int[chosen.length];
    int count = 0;
    for (int i = 0; i < chosen.length; i++) {
      boolean isComplete = found.size(i) >= chosen.length - 1;
      if (!isComplete && !(search.bound(rows, chosen[i], exact.limit(i)) < found.limit(i))) {
        unproven[count++] = i;
      }
    }
    return Arrays.copyOf(unproven, count);
  }
}
