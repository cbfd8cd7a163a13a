package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import java.util.Arrays;

/**
 * Recall of joined lists against exact lists of some queries: a listed neighbour counts when it is
 * no further than the true k-th, up to a relative {@code 1e-6}, so that ties are not misses.
 *
 * <p>Cost: {@code 2 q c d} operations for q queries. Determinism class D0.
 */
final class JoinRecall {
  private static final double TIE = 1 + 1e-6;

  private final JoinExpansion expansion;
  private final int k;
  private final int[] queries;
  private final NearestLists truth;

  /**
   * Finds the true neighbours of queries.
   *
   * @param join both tables
   * @param expansion of the lists
   * @param k neighbours of a query
   * @param queries rows
   * @param search of all pairs
   * @param lists exact distances of near rows, from which the search for nearer ones starts
   */
  JoinRecall(
      JoinRows join,
      JoinExpansion expansion,
      int k,
      int[] queries,
      ExactJoin search,
      NearestLists lists) {
    this.expansion = expansion;
    this.k = k;
    this.queries = queries;
    this.truth = lists.snapshot();
    int[] asked =
        Arrays.stream(queries).map(query -> join.positionOf()[query]).distinct().toArray();
    search.complete(asked, truth);
  }

  /** Returns the recall of lists, one a query position, with its standard error over queries. */
  NeighborGraph.Recall recall(NearestLists lists) {
    long[] exact = new long[k];
    long[] listed = new long[k];
    double sum = 0;
    double squares = 0;
    for (int query : queries) {
      expansion.expand(truth, query, exact);
      expansion.expand(lists, query, listed);
      double limit = NeighborKey.distance(exact[k - 1]) * TIE;
      double share =
          (double) Arrays.stream(listed).filter(key -> NeighborKey.distance(key) <= limit).count()
              / k;
      sum += share;
      squares += share * share;
    }
    int q = queries.length;
    double mean = sum / q;
    double variance = Math.max(0, squares / q - mean * mean) * q / Math.max(1, q - 1);
    return new NeighborGraph.Recall(mean, Math.sqrt(variance / q), q);
  }
}
