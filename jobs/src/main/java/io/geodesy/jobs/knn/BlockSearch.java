package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * The search within one block: copies out, candidates among the distinct rows, exact distances, and
 * crowds of near-copies once more. It knows nothing of recall, so that a block may be the whole
 * table or a part of it.
 *
 * <p>Memory: the block, the search rows and their projection, the lists; {@link BlockMemory} states
 * it and {@link #memory} counts it. Determinism class D0: a function of vectors, ids, parameters
 * and seed, whatever the number of threads.
 */
final class BlockSearch {
  /** Up to this many distinct rows all pairs are compared: chosen by operation count. */
  static final int EXACT_ROWS = 8192;

  private final VectorBlock block;
  private final KnnGraphParameters parameters;
  private final int k;
  private final long seed;
  private final Workers workers;
  private final Progress progress;
  private final MetricRows rows;
  private final DuplicateGroups groups;
  private final CentredRows search;
  private final HeldMemory memory = new HeldMemory();
  private CandidateSearch approximate;
  private int axes;
  private int[] cells;
  private NearestLists nearest;

  /**
   * Finds the copies.
   *
   * @param block rows in the order of their ids
   * @param parameters resolved
   * @param k neighbours of a row, below the rows of the block
   * @param seed of this block
   */
  BlockSearch(
      VectorBlock block,
      KnnGraphParameters parameters,
      int k,
      long seed,
      Workers workers,
      Progress progress) {
    this.block = block;
    this.parameters = parameters;
    this.k = k;
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
    memory.hold(BlockMemory.rowBytes(block.dim()) * block.rows());
    progress.phase("duplicates");
    this.rows =
        MetricRows.of(block.values(), block.dim(), parameters.metric(), workers).withBytes(workers);
    memory.hold((long) Double.BYTES * (rows.inverseNorms().length + rows.squaredNorms().length));
    memory.hold(rows.bytes().length);
    this.groups = DuplicateGroups.find(rows, workers);
    memory.hold(BlockMemory.GROUP_BYTES * block.rows());
    progress.phase("project");
    this.search = CentredRows.of(rows, groups.representatives(), workers);
    memory.hold((long) Float.BYTES * search.rows());
  }

  /** Returns the rows of the block as given. */
  MetricRows rows() {
    return rows;
  }

  /** Returns which rows are copies of each other. */
  DuplicateGroups groups() {
    return groups;
  }

  /** Returns the distinct rows on all columns. */
  SearchRows columns() {
    if (!search.isCopied()) {
      memory.hold(copyBytes());
    }
    return search.all();
  }

  private long copyBytes() {
    return BlockMemory.copyBytes(search.rows(), search.dim());
  }

  /** Returns the memory that the search held. */
  HeldMemory memory() {
    return memory;
  }

  /** Returns whether all pairs are compared. */
  boolean isExact() {
    return parameters.mode() == SearchMode.EXACT
        || (parameters.mode() == SearchMode.AUTO && groups.groups() <= EXACT_ROWS);
  }

  /** Returns the proven lists of all groups. */
  NearestLists exact() {
    int length = length();
    int candidates = exactCandidates(length);
    SearchRows columns = columns();
    long packed = (long) Float.BYTES * columns.values().length;
    memory.pass(packed + listBytes(candidates) + listBytes(length));
    memory.hold(listBytes(length));
    return new ExactSearch(rows, groups.representatives(), columns, workers)
        .nearest(length, candidates, progress);
  }

  static int exactCandidates(int k) {
    return Math.max(16, k + k / 2);
  }

  /**
   * Returns the lists of all groups after another pass, by exact distance and full.
   *
   * <p>Leading axes that hold most of the spread of a table may hold little of that within its
   * clusters: then the neighbours are not among the candidates, however many leaves are searched.
   * Passes after the first search all columns.
   *
   * @param pass 0, then 1, ...: each draws other leaders and adds to the lists
   */
  NearestLists pass(int pass) {
    if (pass > 0 && axes > 0) {
      memory.release(BlockMemory.copyBytes(search.rows(), axes));
      memory.release(listBytes(approximate.found().capacity()));
      approximate = null;
      axes = 0;
      columns();
      begin(planner().onColumns(search, length()));
    } else if (approximate == null) {
      SearchPlanner.Decision decision = planner().decide(search, length());
      axes = decision.plan().axes();
      memory.hold(BlockMemory.copyBytes(search.rows(), decision.rows().dim()));
      begin(decision);
    }
    approximate.pass(pass);
    if (cells == null) {
      cells = approximate.cells();
    }
    int candidates = approximate.found().capacity();
    memory.pass(
        BlockMemory.passBytes(groups.groups(), candidates, leaves())
            + BlockMemory.pointBytes(parameters.metric(), groups.groups(), block.dim()));
    progress.phase("re-score");
    NearestLists lists =
        new Rescoring(
                rows,
                groups.representatives(),
                approximate.searched(),
                approximate.inCellOrder(),
                workers)
            .rescore(approximate.found(), length());
    if (pass == 0) {
      memory.hold(listBytes(length()));
    } else {
      memory.pass(listBytes(length()));
    }
    if (nearest != null) {
      lists.mergeAll(nearest, workers);
    }
    completeShortLists(lists);
    new CrowdSearch(rows, parameters, block.ids()::hash, seed, workers, progress, memory)
        .improve(groups.representatives(), search, lists);
    nearest = lists;
    return lists;
  }

  private SearchPlanner planner() {
    return new SearchPlanner(parameters, this::hash, seed, workers);
  }

  private long hash(long stage, int group) {
    return block.ids().hash(stage, groups.representatives()[group]);
  }

  private void begin(SearchPlanner.Decision decision) {
    SearchPlan plan = decision.plan();
    memory.hold(listBytes(plan.candidates()));
    approximate =
        rows.metric() == Metric.INNER_PRODUCT
            ? new ProductSearch(decision.rows(), this::hash, seed, plan, workers, progress)
            : new ApproximateSearch(decision.rows(), this::hash, seed, plan, workers, progress);
  }

  /** A list that met too few rows is made exact. */
  private void completeShortLists(NearestLists lists) {
    int length = length();
    int[] shortLists = new int[lists.rows()];
    int count = 0;
    for (int i = 0; i < lists.rows(); i++) {
      if (lists.size(i) < length) {
        shortLists[count++] = i;
      }
    }
    if (count > 0) {
      SearchRows columns = columns();
      memory.pass((long) Float.BYTES * columns.values().length);
      new ExactQueries(rows, groups.representatives(), columns, workers)
          .complete(Arrays.copyOf(shortLists, count), ExactSearch.packAll(columns, workers), lists);
    }
  }

  /**
   * Writes the lists of all rows, copies included.
   *
   * @param neighbors {@code n x k}, filled with row indices
   * @param distances {@code n x k}, filled
   */
  void expand(NearestLists lists, int[] neighbors, float[] distances) {
    memory.hold((long) Float.BYTES * (neighbors.length + distances.length));
    new NeighborExpansion(groups, k).expand(lists, neighbors, distances, workers);
  }

  /** Returns the nearest leader of every row in the first pass; zeros after exact search. */
  int[] cells() {
    int[] all = new int[block.rows()];
    if (cells != null) {
      Arrays.setAll(all, i -> cells[groups.groupOf()[i]]);
    }
    return all;
  }

  /** Returns the leading axes that the last pass searched, 0 for all columns. */
  int axes() {
    return axes;
  }

  private int leaves() {
    return parameters.balls(groups.groups());
  }

  private int length() {
    return Math.max(1, Math.min(k, groups.groups() - 1));
  }

  private long listBytes(int capacity) {
    return (long) Long.BYTES * capacity * groups.groups();
  }
}
