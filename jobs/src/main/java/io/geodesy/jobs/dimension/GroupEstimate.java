package io.geodesy.jobs.dimension;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One row of {@link DimensionTables#GROUPS}.
 *
 * @param group null for the whole table
 * @param estimator its name in the table
 * @param rank1 smallest neighbour rank it uses
 * @param rank2 largest neighbour rank it uses
 * @param meanRadius mean distance of rank 2
 * @param fit the estimate and its errors
 * @param interval half width, NaN if unknown
 * @param calibrated dimension of the sphere that gives the same, NaN if unknown
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
    double calibrated,
    long n,
    Guards guards,
    String note) {
  /** Above this the estimate is known to be too small at any usable number of rows. */
  static final double LOWER_BOUND_ABOVE = 15;

  /** Below this recall of the graph the estimate deserves a caution. */
  static final double ENOUGH_RECALL = 0.95;

  /** From this share of entries on that the graph should list and does not it is remarked on. */
  static final double MANY_UNANSWERED = 0.02;

  /** From this multiple of what chance gives on misses count as structured. */
  static final double CROWDED = 3;

  /** From this share of all rows in one list on a value is of the table's extent. */
  static final double LONG_LIST = 0.05;

  /** From this share of neighbours of other groups on it is remarked on. */
  static final double MANY_LEAVING = 0.2;

  /**
   * What must be known to judge a dimension.
   *
   * @param duplicateRate share of the group's rows that repeat one of smaller id, exactly or almost
   * @param graphRecall of the neighbour table, NaN if unknown
   * @param audit what the lists give away about themselves
   * @param covered largest list over the number of different rows
   * @param leaving share of the group's listed neighbours that are of another group, NaN if unknown
   */
  record Guards(
      double duplicateRate, double graphRecall, GraphAudit audit, double covered, double leaving) {}

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
        finite(calibrated),
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
