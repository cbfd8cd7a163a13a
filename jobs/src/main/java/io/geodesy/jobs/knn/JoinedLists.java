package io.geodesy.jobs.knn;

/**
 * The finished join, by row of the queries.
 *
 * @param k neighbours of a query
 * @param neighbors {@code queries x k} rows of the corpus, nearest first, ties by row
 * @param distances {@code queries x k}, ascending within a row
 * @param isExact whether every list is proven
 * @param recall of the lists
 * @param copiedQueries queries with an exact copy in the corpus
 */
@SuppressWarnings("ArrayRecordComponent")
record JoinedLists(
    int k,
    int[] neighbors,
    float[] distances,
    boolean isExact,
    NeighborGraph.Recall recall,
    int copiedQueries) {

  int queries() {
    return neighbors.length / k;
  }
}
