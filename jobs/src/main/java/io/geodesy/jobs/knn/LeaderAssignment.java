package io.geodesy.jobs.knn;

import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The nearest leaders of rows, by (distance, leader).
 *
 * <p>Cost: {@code 2 s L d} operations for s rows and L leaders. Determinism class D0.
 */
final class LeaderAssignment {
  private static final int QUERIES = 128;
  private static final int LEADERS = 512;

  private final SearchRows search;
  private final Workers workers;

  LeaderAssignment(SearchRows search, Workers workers) {
    this.search = search;
    this.workers = workers;
  }

  /**
   * Returns {@code rows x fanout} positions in {@code leaders}, nearest first.
   *
   * @param rows to assign
   * @param leaders at least {@code fanout} of them
   * @param fanout leaders a row
   */
  int[] nearest(int[] rows, int[] leaders, int fanout) {
    PanelKernel kernel = search.kernel();
    PanelBlock[] corpus = pack(kernel, leaders);
    PanelBlock[] queries = new PanelBlock[workers.threads()];
    RunningLists[] lists = new RunningLists[workers.threads()];
    BlockJoin[] joins = new BlockJoin[workers.threads()];
    Arrays.setAll(queries, w -> new PanelBlock(kernel, QUERIES, search.dim()));
    Arrays.setAll(lists, w -> new RunningLists(kernel, QUERIES, fanout));
    Arrays.setAll(joins, w -> new BlockJoin(kernel, LEADERS));
    int[] assigned = new int[Math.multiplyExact(rows.length, fanout)];
    workers.forRanges(
        rows.length,
        QUERIES,
        (worker, from, to) -> {
          queries[worker].pack(search.values(), search.norms(), rows, from, to);
          lists[worker].begin(queries[worker]);
          for (PanelBlock part : corpus) {
            joins[worker].joinTo(queries[worker], lists[worker], part);
          }
          for (int i = from; i < to; i++) {
            lists[worker].sort(i - from);
            for (int f = 0; f < fanout; f++) {
              assigned[i * fanout + f] = NeighborKey.index(lists[worker].key(i - from, f));
            }
          }
        });
    return assigned;
  }

  private PanelBlock[] pack(PanelKernel kernel, int[] leaders) {
    int dim = search.dim();
    float[] values = new float[Math.multiplyExact(leaders.length, dim)];
    float[] norms = new float[leaders.length];
    for (int l = 0; l < leaders.length; l++) {
      System.arraycopy(search.values(), leaders[l] * dim, values, l * dim, dim);
      norms[l] = search.norms()[leaders[l]];
    }
    PanelBlock[] blocks = new PanelBlock[(leaders.length + LEADERS - 1) / LEADERS];
    for (int b = 0; b < blocks.length; b++) {
      int from = b * LEADERS;
      int to = Math.min(leaders.length, from + LEADERS);
      blocks[b] = new PanelBlock(kernel, to - from, dim);
      blocks[b].packRange(values, norms, from, to);
    }
    return blocks;
  }
}
