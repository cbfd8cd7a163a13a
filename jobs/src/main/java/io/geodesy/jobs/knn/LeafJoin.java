package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compares all pairs within every leaf; each row carries the distance of its current k'-th
 * candidate from leaf to leaf.
 *
 * <p>Cost: {@code sum of |leaf|^2 d} operations. Determinism class D0: the lists hold the k' least
 * of all pairs compared, in whatever order.
 */
final class LeafJoin {
  /**
   * Runs of consecutive leaves that a thread takes: these are near each other and share rows, which
   * two threads had better not work on at once.
   */
  private static final int RUNS = 32;

  private final SearchRows search;
  private final Workers workers;

  LeafJoin(SearchRows search, Workers workers) {
    this.search = search;
    this.workers = workers;
  }

  void join(Leaves leaves, NearestLists found, Progress progress) {
    PanelKernel kernel = search.kernel();
    int largest = leaves.largest();
    PanelBlock[] blocks = new PanelBlock[workers.threads()];
    RunningLists[] lists = new RunningLists[workers.threads()];
    BlockJoin[] joins = new BlockJoin[workers.threads()];
    Arrays.setAll(blocks, w -> new PanelBlock(kernel, largest, search.dim()));
    Arrays.setAll(lists, w -> new RunningLists(kernel, largest, found.capacity()));
    Arrays.setAll(joins, w -> new BlockJoin(kernel, largest));
    KnownPairs[] known = new KnownPairs[workers.threads()];
    Arrays.setAll(known, w -> new KnownPairs(found, largest));
    AtomicInteger done = new AtomicInteger();
    workers.forRanges(
        leaves.count(),
        Math.max(1, leaves.count() / (RUNS * workers.threads())),
        (worker, first, end) -> {
          PanelBlock block = blocks[worker];
          for (int leaf = first; leaf < end; leaf++) {
            int from = leaves.offsets()[leaf];
            int to = leaves.offsets()[leaf + 1];
            block.pack(search.values(), search.norms(), leaves.rows(), from, to);
            lists[worker].begin(block, found);
            joins[worker].joinSelf(
                block, lists[worker], known[worker].among(leaves.rows(), from, to));
            lists[worker].mergeInto(found, block);
            int joined = done.incrementAndGet();
            if (worker == 0) {
              progress.advance(joined, leaves.count());
            }
          }
        });
  }
}
