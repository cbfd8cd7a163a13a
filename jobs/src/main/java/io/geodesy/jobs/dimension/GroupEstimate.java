package io.geodesy.jobs.dimension;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One row of {@link DimensionTables#GROUPS}.
 *
 * @param group null for the whole table
 * @param estimator mle, twonn-linear, twonn-ml, twonn-censored or gride
 * @param rank1 smallest neighbour rank it uses
 * @param rank2 largest neighbour rank it uses
 * @param meanRadius mean distance of rank 2
 * @param fit the estimate and its errors
 * @param interval half width, NaN if unknown
 * @param n rows it stands on
 * @param guards what must be known to judge it
 * @param note guard or reason, or null
 */
record GroupEstimate(
    String group,
    String estimator,
    int rank1,
    int rank2,
    double meanRadius,
    Fit fit,
    double interval,
    long n,
    Guards guards,
    String note) {
  /** Above this the estimate is known to be too small at any usable number of rows. */
  static final double LOWER_BOUND_ABOVE = 15;

  /** Below this recall of the graph the estimate deserves a caution. */
  static final double ENOUGH_RECALL = 0.95;

  /**
   * What must be known to judge a dimension.
   *
   * @param duplicateRate share of the group's rows that repeat one of smaller id, exactly or almost
   * @param graphRecall of the neighbour table, NaN if unknown
   */
  record Guards(double duplicateRate, double graphRecall) {}

  /** Whether the truth is likely above the estimate. */
  boolean isLowerBound() {
    return fit.d() > LOWER_BOUND_ABOVE;
  }

  Row toRow() {
    return RowFactory.create(
        group,
        estimator,
        rank1,
        rank2,
        finite(meanRadius),
        finite(fit.d()),
        finite(Math.max(0, fit.d() - interval)),
        finite(fit.d() + interval),
        finite(fit.analyticError()),
        finite(fit.jackknifeError()),
        n,
        guards.duplicateRate(),
        finite(guards.graphRecall()),
        isLowerBound(),
        note);
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
