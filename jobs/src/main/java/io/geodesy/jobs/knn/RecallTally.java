package io.geodesy.jobs.knn;

/**
 * Mean share of neighbours found over queries, with its standard error. A listed neighbour counts
 * as in {@link RecallCheck}: when it is no further than the true k-th, up to a relative {@code
 * 1e-6}.
 */
final class RecallTally {
  private static final double TIE = 1 + 1e-6;

  private double sum;
  private double squares;
  private int queries;

  /**
   * Adds a query.
   *
   * @param listed distances of the listed neighbours
   * @param last distance of the true k-th
   * @param k neighbours that could be found
   */
  void add(float[] listed, float last, int k) {
    int hits = 0;
    for (float distance : listed) {
      hits += distance <= last * TIE ? 1 : 0;
    }
    add((double) Math.min(hits, k) / k);
  }

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
