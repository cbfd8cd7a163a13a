package io.geodesy.jobs.knn;

/**
 * What comparing queries with a corpus takes, and hence how it is done.
 *
 * @param parameters of the join
 * @param queries rows
 * @param corpus rows
 */
record JoinCost(KnnJoinParameters parameters, long queries, long corpus) {
  /** Up to this many pairs are all compared: less than a second for a hundred columns. */
  static final long EXACT_PAIRS = (long) BlockSearch.EXACT_ROWS * BlockSearch.EXACT_ROWS;

  boolean isExact() {
    return switch (parameters.mode()) {
      case EXACT -> true;
      case APPROXIMATE -> false;
      case AUTO ->
          parameters.metric() == Metric.INNER_PRODUCT
              || queries * corpus <= EXACT_PAIRS
              || pairs() <= cellPairs();
    };
  }

  int fanout() {
    return parameters.cells();
  }

  /** Returns the pairs of rows that one way or the other compares. */
  double compared() {
    return isExact() ? pairs() : cellPairs();
  }

  private double pairs() {
    return (double) queries * corpus;
  }

  /** Rows with leaders, queries with the corpus' rows of their cells, recall queries with all. */
  private double cellPairs() {
    double leaders = LeaderAssignment.compared((double) corpus * fanout() / BallCarving.TARGET);
    return (queries + corpus) * leaders
        + (double) queries * fanout() * BallCarving.TARGET
        + (double) Math.min(queries, parameters.recallQueries()) * corpus;
  }
}
