package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;

/**
 * Candidates from overlapping leaves, improved by neighbour rounds. A second pass draws other
 * leaders and adds to the same lists.
 *
 * <p>Determinism class D0: the lists hold the k' least of all pairs compared, and the pairs follow
 * from data, ids and seed.
 */
final class ApproximateSearch implements CandidateSearch {
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

  /** Carves leaves, compares their rows and runs the rounds. */
  @Override
  public void pass(int pass) {
    progress.phase("carve");
    long stage = SeededStream.hash(seed, pass);
    SearchRows places = plan.leading() == 0 ? search : search.leading(plan.leading(), workers);
    Leaves leaves =
        new BallCarving(places, hash, stage, workers).carve(plan.fanout(), INNER_FANOUT);
    if (cells == null) {
      cells = leaves.cells();
    }
    progress.phase("leaves");
    new LeafJoin(search, workers).join(leaves, found, progress);
    progress.phase("neighbour rounds");
    new NeighborRounds(search, inCellOrder(), workers).improve(found, plan.rounds());
  }

  @Override
  public SearchRows searched() {
    return search;
  }

  @Override
  public NearestLists found() {
    return found;
  }

  @Override
  public int[] cells() {
    return cells;
  }
}
