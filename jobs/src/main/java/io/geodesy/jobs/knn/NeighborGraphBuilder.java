package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.error.DataException;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * The k-nearest-neighbour graph of a table that is one block: the search within it, and recall
 * measured against exact lists, with another pass while it is short.
 *
 * <p>Determinism class D0: a function of vectors, ids, parameters and seed, whatever the number of
 * threads.
 */
final class NeighborGraphBuilder {
  /** Passes at most: a graph that is short of its target after these says so. */
  static final int PASSES = 3;

  private final VectorBlock block;
  private final KnnGraphParameters parameters;
  private final long seed;
  private final Workers workers;
  private final Progress progress;

  NeighborGraphBuilder(
      VectorBlock block,
      KnnGraphParameters parameters,
      long seed,
      Workers workers,
      Progress progress) {
    this.block = block;
    this.parameters = parameters.resolved();
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
  }

  NeighborGraph build() {
    BlockSearch search =
        new BlockSearch(block, parameters, parameters.k(), seed, workers, progress);
    return search.isExact() ? exact(search) : approximate(search);
  }

  private NeighborGraph exact(BlockSearch search) {
    return expand(search, search.exact(), new NeighborGraph.Recall(1, 0, block.rows()), 0);
  }

  private NeighborGraph approximate(BlockSearch search) {
    NearestLists lists = search.pass(0);
    progress.phase("recall");
    SearchRows columns = search.columns();
    search.memory().pass(BlockMemory.recallBytes(columns.rows(), columns.dim(), lists.capacity()));
    RecallCheck check =
        RecallCheck.of(
            search.rows(), search.groups(), columns, parameters.k(), queries(), lists, workers);
    NeighborGraph.Recall recall = check.recall(lists);
    int passes = 1;
    for (; passes < PASSES && recall.value() < parameters.leastRecall(); passes++) {
      lists = search.pass(passes);
      recall = check.recall(lists);
    }
    return expand(search, lists, recall, passes);
  }

  private int[] queries() {
    int[] all = new int[block.rows()];
    Arrays.setAll(all, i -> i);
    return ((RowHash) block.ids()::hash)
        .least(SeededStream.derive(seed, "recall"), all, parameters.recallQueries());
  }

  private NeighborGraph expand(
      BlockSearch search, NearestLists lists, NeighborGraph.Recall recall, int passes) {
    int k = parameters.k();
    int[] neighbors = new int[Math.multiplyExact(block.rows(), k)];
    float[] distances = new float[neighbors.length];
    search.expand(lists, neighbors, distances);
    requireFinite(block.ids(), k, neighbors, distances);
    DuplicateGroups groups = search.groups();
    return new NeighborGraph(
        k,
        neighbors,
        distances,
        search.cells(),
        search.isExact(),
        recall,
        groups.duplicateRows(),
        groups.groups(),
        search.memory().peak(),
        search.axes(),
        passes);
  }

  /** Fails if a float cannot hold a distance, naming the two rows. */
  static void requireFinite(RowIds ids, int k, int[] neighbors, float[] distances) {
    for (int i = 0; i < distances.length; i++) {
      if (distances[i] == Float.POSITIVE_INFINITY) {
        throw infinite(ids.get(i / k), ids.get(neighbors[i]));
      }
    }
  }

  /** Returns what to say of two rows whose distance no float holds. */
  static DataException infinite(Object id, Object other) {
    return new DataException(
        "The distance between rows %s and %s of table vectors is beyond %s, the largest float: divide all vectors by a constant."
            .formatted(id, other, Float.MAX_VALUE));
  }
}
