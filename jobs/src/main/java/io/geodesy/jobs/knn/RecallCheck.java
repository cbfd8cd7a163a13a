package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recall of a graph against exact lists of some rows, by {@link RecallMeasure}.
 *
 * <p>Cost: {@code 2 q m d} operations for q queries. Determinism class D0.
 */
final class RecallCheck {
  private final DuplicateGroups groups;
  private final int k;
  private final int[] queries;
  private final NearestLists truth;

  private RecallCheck(DuplicateGroups groups, int k, int[] queries, NearestLists truth) {
    this.groups = groups;
    this.k = k;
    this.queries = queries;
    this.truth = truth;
  }

  /**
   * Finds the true neighbours of queries.
   *
   * @param k neighbours of a row
   * @param queries row indices
   * @param lists exact distances of near rows, from which the search for nearer ones starts
   */
  static RecallCheck of(
      MetricRows rows,
      DuplicateGroups groups,
      SearchRows search,
      int k,
      int[] queries,
      NearestLists lists,
      Workers workers) {
    int[] asked = Arrays.stream(queries).map(row -> groups.groupOf()[row]).distinct().toArray();
    NearestLists truth = lists.snapshot();
    PanelBlock[] corpus = ExactSearch.packAll(search, workers);
    new ExactQueries(rows, groups.representatives(), search, workers)
        .complete(asked, corpus, truth);
    return new RecallCheck(groups, k, queries, truth);
  }

  /** Returns the recall of lists, one a group, with its standard error over queries. */
  NeighborGraph.Recall recall(NearestLists lists) {
    NeighborExpansion expansion = new NeighborExpansion(groups, k);
    List<NeighborGraph.Check> checks = new ArrayList<>();
    for (int query : queries) {
      RecallMeasure measure =
          RecallMeasure.of(distances(expansion, truth, query), distances(expansion, lists, query));
      checks.add(new NeighborGraph.Check(query, measure));
    }
    MeanRecall mean = MeanRecall.of(checks.stream().map(NeighborGraph.Check::measure).toList());
    return new NeighborGraph.Recall(mean.value(), mean.standardError(), mean.queries(), checks);
  }

  private float[] distances(NeighborExpansion expansion, NearestLists lists, int query) {
    long[] keys = new long[k];
    expansion.expand(lists, query, keys);
    float[] distances = new float[k];
    for (int rank = 0; rank < k; rank++) {
      distances[rank] = NeighborKey.distance(keys[rank]);
    }
    return distances;
  }
}
