package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.error.DataException;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;

/**
 * The k-nearest-neighbour graph of one block: copies out, search among the distinct rows, copies
 * back in.
 *
 * <p>Memory: the block, {@code 8 n d} bytes for the search rows and their packed form, {@code 8 n
 * (k + k')} for the lists. Determinism class D0: a function of vectors, ids, parameters and seed,
 * whatever the number of threads.
 */
final class NeighborGraphBuilder {
  private final VectorBlock block;
  private final KnnGraphParameters parameters;
  private final Workers workers;
  private final Progress progress;

  NeighborGraphBuilder(
      VectorBlock block, KnnGraphParameters parameters, Workers workers, Progress progress) {
    this.block = block;
    this.parameters = parameters;
    this.workers = workers;
    this.progress = progress;
  }

  NeighborGraph build() {
    int n = block.rows();
    int k = parameters.k();
    progress.phase("duplicates");
    MetricRows rows = MetricRows.of(block.values(), block.dim(), parameters.metric(), workers);
    DuplicateGroups groups = DuplicateGroups.find(rows, workers);
    int[] chosen = groups.representatives();
    progress.phase("project");
    SearchRows search = SearchRows.of(rows, chosen, workers);
    int length = Math.max(1, Math.min(k, chosen.length - 1));
    NearestLists lists =
        new ExactSearch(rows, chosen, search, workers)
            .nearest(length, Math.max(16, length + length / 2), progress);
    int[] neighbors = new int[Math.multiplyExact(n, k)];
    float[] distances = new float[neighbors.length];
    new NeighborExpansion(groups, k).expand(lists, neighbors, distances, workers);
    requireFinite(neighbors, distances);
    return new NeighborGraph(
        k,
        neighbors,
        distances,
        new int[n],
        true,
        new NeighborGraph.Recall(1, 0, n),
        groups.duplicateRows(),
        groups.groups());
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
