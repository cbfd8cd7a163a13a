package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * Candidates from overlapping leaves, improved by neighbour rounds. A second pass draws other
 * leaders and adds to the same lists.
 *
 * <p>Determinism class D0: the lists hold the k' least of all pairs compared, and the pairs follow
 * from data, ids and seed.
 */
final class ApproximateSearch {
  /** Balls of a ball that is divided again: the first division already overlaps. */
  private static final int INNER_FANOUT = 2;

  private final SearchRows search;
  private final RowHash hash;
  private final long seed;
  private final SearchPlan plan;
  private final Workers workers;
  private final Progress progress;
  private final NearestLists found;
  private int[] cells;

  ApproximateSearch(
      SearchRows search,
      RowHash hash,
      long seed,
      SearchPlan plan,
      Workers workers,
      Progress progress) {
    this.search = search;
    this.hash = hash;
    this.seed = seed;
    this.plan = plan;
    this.workers = workers;
    this.progress = progress;
    this.found = new NearestLists(search.rows(), plan.candidates());
  }

  /** Carves leaves, compares their rows and runs the rounds; pass 0 first, then 1, ... */
  void pass(int pass) {
    progress.phase("carve");
    long stage = SeededStream.hash(seed, pass);
    Leaves leaves =
        new BallCarving(search, hash, stage, workers).carve(plan.fanout(), INNER_FANOUT);
    if (cells == null) {
      cells = leaves.cells();
    }
    progress.phase("leaves");
    new LeafJoin(search, workers).join(leaves, found, progress);
    progress.phase("neighbour rounds");
    new NeighborRounds(search, inCellOrder(), workers).improve(found, plan.rounds());
  }

  /** Returns the rows among which candidates are found. */
  SearchRows searched() {
    return search;
  }

  /** Returns the lists of candidates, which a later pass changes. */
  NearestLists found() {
    return found;
  }

  /** Returns the nearest leader of every row in the first pass. */
  int[] cells() {
    return cells;
  }

  /** Returns all rows, those of one cell together. */
  int[] inCellOrder() {
    long[] keys = new long[cells.length];
    Arrays.setAll(keys, i -> (long) cells[i] << 32 | i);
    Arrays.sort(keys);
    int[] order = new int[cells.length];
    Arrays.setAll(order, i -> (int) keys[i]);
    return order;
  }
}
