package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.error.DataException;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * The k-nearest-neighbour graph of one block: copies out, search among the distinct rows, exact
 * distances, recall, copies back in.
 *
 * <p>Memory: the block, {@code 8 n d} bytes for the search rows and their packed form, {@code 8 n
 * (k + k')} for the lists. Determinism class D0: a function of vectors, ids, parameters and seed,
 * whatever the number of threads.
 */
final class NeighborGraphBuilder {
  /** Up to this many distinct rows all pairs are compared: chosen by operation count. */
  static final int EXACT_ROWS = 8192;

  /** Passes at most: a graph that is short of its target after these says so. */
  private static final int PASSES = 3;

  private final VectorBlock block;
  private final KnnGraphParameters parameters;
  private final long seed;
  private final Workers workers;
  private final Progress progress;
  private final MetricRows rows;

  NeighborGraphBuilder(
      VectorBlock block,
      KnnGraphParameters parameters,
      long seed,
      Workers workers,
      Progress progress) {
    this.block = block;
    this.parameters = parameters;
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
    if (parameters.metric() == Metric.HAMMING) {
      ByteValues.require(block);
    }
    this.rows = MetricRows.of(block.values(), block.dim(), parameters.metric(), workers);
  }

  NeighborGraph build() {
    progress.phase("duplicates");
    DuplicateGroups groups = DuplicateGroups.find(rows, workers);
    progress.phase("project");
    SearchRows search = SearchRows.of(rows, groups.representatives(), workers);
    boolean isExact =
        parameters.mode() == SearchMode.EXACT
            || (parameters.mode() == SearchMode.AUTO && groups.groups() <= EXACT_ROWS);
    return isExact ? exact(groups, search) : approximate(groups, search);
  }

  private NeighborGraph exact(DuplicateGroups groups, SearchRows search) {
    int length = length(groups);
    NearestLists lists =
        new ExactSearch(rows, groups.representatives(), search, workers)
            .nearest(length, Math.max(16, length + length / 2), progress);
    NeighborGraph.Recall recall = new NeighborGraph.Recall(1, 0, block.rows());
    return expand(groups, lists, new int[block.rows()], true, recall);
  }

  private NeighborGraph approximate(DuplicateGroups groups, SearchRows search) {
    int length = length(groups);
    int[] chosen = groups.representatives();
    RowHash hash = (stage, row) -> block.ids().hash(stage, chosen[row]);
    SearchPlanner.Decision decision =
        new SearchPlanner(parameters, hash, seed, workers).decide(search, length);
    CandidateSearch approximate =
        parameters.metric() == Metric.INNER_PRODUCT
            ? new ProductSearch(search, hash, seed, decision.plan(), workers, progress)
            : new ApproximateSearch(
                decision.rows(), hash, seed, decision.plan(), workers, progress);
    NearestLists lists = pass(0, approximate, groups, search);
    progress.phase("recall");
    RecallCheck check =
        RecallCheck.of(rows, groups, search, parameters.k(), queries(), lists, workers);
    NeighborGraph.Recall recall = check.recall(lists);
    for (int pass = 1; pass < PASSES && recall.value() < parameters.recallTarget(); pass++) {
      lists = pass(pass, approximate, groups, search);
      recall = check.recall(lists);
    }
    int[] cells = new int[block.rows()];
    Arrays.setAll(cells, i -> approximate.cells()[groups.groupOf()[i]]);
    return expand(groups, lists, cells, false, recall);
  }

  private NearestLists pass(
      int pass, CandidateSearch approximate, DuplicateGroups groups, SearchRows search) {
    approximate.pass(pass);
    progress.phase("re-score");
    NearestLists lists =
        new Rescoring(rows, groups.representatives(), approximate.inCellOrder(), workers)
            .rescore(approximate.found(), length(groups));
    completeShortLists(groups, search, lists);
    return lists;
  }

  /** A list that met too few rows is made exact. */
  private void completeShortLists(DuplicateGroups groups, SearchRows search, NearestLists lists) {
    int length = length(groups);
    int[] shortLists = new int[lists.rows()];
    int count = 0;
    for (int i = 0; i < lists.rows(); i++) {
      if (lists.size(i) < length) {
        shortLists[count++] = i;
      }
    }
    if (count > 0) {
      new ExactQueries(rows, groups.representatives(), search, workers)
          .complete(Arrays.copyOf(shortLists, count), ExactSearch.packAll(search, workers), lists);
    }
  }

  private int[] queries() {
    int[] all = new int[block.rows()];
    Arrays.setAll(all, i -> i);
    return ((RowHash) block.ids()::hash)
        .least(SeededStream.derive(seed, "recall"), all, parameters.recallQueries());
  }

  private int length(DuplicateGroups groups) {
    return Math.max(1, Math.min(parameters.k(), groups.groups() - 1));
  }

  private NeighborGraph expand(
      DuplicateGroups groups,
      NearestLists lists,
      int[] cells,
      boolean isExact,
      NeighborGraph.Recall recall) {
    int k = parameters.k();
    int[] neighbors = new int[Math.multiplyExact(block.rows(), k)];
    float[] distances = new float[neighbors.length];
    new NeighborExpansion(groups, k).expand(lists, neighbors, distances, workers);
    requireFinite(neighbors, distances);
    return new NeighborGraph(
        k, neighbors, distances, cells, isExact, recall, groups.duplicateRows(), groups.groups());
  }

  private void requireFinite(int[] neighbors, float[] distances) {
    int k = parameters.k();
    for (int i = 0; i < distances.length; i++) {
      if (distances[i] == Float.POSITIVE_INFINITY) {
        throw new DataException(
            "The distance between rows %s and %s of table vectors is beyond %s, the largest float: divide all vectors by a constant."
                .formatted(block.ids().get(i / k), block.ids().get(neighbors[i]), Float.MAX_VALUE));
      }
    }
  }
}
