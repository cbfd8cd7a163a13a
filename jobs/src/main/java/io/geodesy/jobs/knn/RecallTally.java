package io.geodesy.jobs.knn;

/** Mean share of neighbours found over queries, with its standard error. */
final class RecallTally {
  private double sum;
  private double squares;
  private int queries;

  /** Adds the share of a query. */
  void add(double share) {
    sum += share;
    squares += share * share;
    queries++;
  }

  NeighborGraph.Recall recall() {
    double mean = sum / queries;
    double variance =
        Math.max(0, squares / queries - mean * mean) * queries / Math.max(1, queries - 1);
    return new NeighborGraph.Recall(mean, Math.sqrt(variance / queries), queries);
  }
}
