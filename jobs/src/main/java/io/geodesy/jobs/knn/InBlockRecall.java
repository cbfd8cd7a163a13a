package io.geodesy.jobs.knn;

import io.geodesy.table.Statistic;

/**
 * The recall that one pass over one block is expected to have, before anything is searched: with
 * every ball that a row joins more, and with every neighbour round, a measured part of what was
 * missed is missed still.
 *
 * <p>Measured at k = 15 with the candidates the planner takes, means of three seeds: with 7 balls
 * and two rounds 0.9931 on 60 000 texts of 384 columns, 0.9943 on 70 000 images of 784 (on axes
 * that hold 0.94 of the spread; 0.001 less on those of 0.92), 0.9916 on 51 793 tokens of 100; with
 * 6 and two 0.9900, 0.9922 and 0.9884; with 8 and one 0.9932, 0.9950 and 0.9924. The error, as much
 * as is missed, has room for tables of other sizes and kinds; at another k it was not measured.
 *
 * @param value in [0, 1]
 * @param error half width of what is allowed for; 0 where every list is proven
 */
record InBlockRecall(double value, double error) {

  /** Missed at {@link SearchPlanner#FANOUT} and {@link SearchPlanner#ROUNDS}. */
  private static final double MISSED = 0.007;

  /** What is missed still with another ball a row. */
  private static final double A_BALL = 0.75;

  /** What is missed still after another round. */
  private static final double A_ROUND = 0.7;

  /** Rows of the largest of those tables, about; what is missed grows by this power beyond. */
  private static final double MEASURED_ROWS = 100_000;

  private static final double GROWTH = 0.9;

  /** However little is searched, no less is found. */
  private static final double MOST_MISSED = 0.5;

  /** Variance of the share that one query misses over the mean share: misses come together. */
  private static final double SPREAD = 0.13;

  /**
   * Predicts.
   *
   * @param resolved parameters with the preset's values
   * @param distinct rows of the block
   */
  static InBlockRecall of(KnnGraphParameters resolved, double distinct) {
    boolean isExact =
        resolved.isExact()
            || (resolved.mode() == SearchMode.AUTO && distinct <= BlockSearch.EXACT_ROWS);
    if (isExact) {
      return new InBlockRecall(1, 0);
    }
    int balls = resolved.balls(distinct) - SearchPlanner.FANOUT;
    int rounds = resolved.rounds().orElse(SearchPlanner.ROUNDS) - SearchPlanner.ROUNDS;
    double growth = Math.pow(Math.max(1, distinct / MEASURED_ROWS), GROWTH);
    double missed =
        Math.min(
            MOST_MISSED, MISSED * growth * Math.pow(A_BALL, balls) * Math.pow(A_ROUND, rounds));
    return new InBlockRecall(1 - missed, missed);
  }

  boolean isExact() {
    return error == 0;
  }

  /** Returns by how much a recall that is checked on some rows may be off, at 95 %. */
  double checkError(int queries) {
    return Statistic.NORMAL_95 * Math.sqrt(SPREAD * (1 - value) / queries);
  }
}
