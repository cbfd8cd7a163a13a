package io.geodesy.jobs.dimension;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.BOOLEAN;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables only {@code intrinsic-dimension} writes. */
final class DimensionTables {
  static final TableContract ROWS =
      TableContract.of(
          "dimension_rows",
          "The local dimension of every row.",
          Column.of("id", ID, "row id"),
          Column.nullable("group", STRING, "value of the group (else label) column; null without"),
          Column.of("k", INT, "distances used, after copies are collapsed"),
          Column.nullable(
              "mle",
              DOUBLE,
              "maximum-likelihood dimension (k-1) / sum ln(r_k/r_j); null where fewer than 3"
                  + " distances are left, one is zero or all are equal"),
          Column.nullable("mle_low", DOUBLE, "lower end of its chi-squared interval"),
          Column.nullable("mle_high", DOUBLE, "upper end of its chi-squared interval"),
          Column.nullable("mom", DOUBLE, "dimension by the method of moments"),
          Column.nullable("pwm", DOUBLE, "by probability-weighted moments"),
          Column.nullable("pwm2", DOUBLE, "by probability-weighted moments of the second kind"),
          Column.nullable("l_moments", DOUBLE, "by L-moments"),
          Column.nullable("ged", DOUBLE, "generalized expansion dimension"),
          Column.nullable("rv", DOUBLE, "by regularly varying functions"),
          Column.nullable("zipf", DOUBLE, "by the slope of ln r_j on ln(j - 0.4)"),
          Column.nullable("aggregated_hill", DOUBLE, "aggregated Hill estimate"),
          Column.nullable("ensemble", DOUBLE, "median of mom, mle and rv"),
          Column.nullable("mada", DOUBLE, "by how far the number of neighbours doubles"),
          Column.nullable(
              "alid",
              DOUBLE,
              "augmented by the neighbours' own lists; null in a table of more than max-rows"),
          Column.nullable(
              "smoothed",
              DOUBLE,
              "harmonic mean of mle over the row and its neighbours; null in a table of more than"
                  + " max-rows"),
          Column.nullable(
              "ratio", DOUBLE, "r_2/r_1, what TwoNN sees; null where r_1 is zero or missing"),
          Column.nullable("radius", DOUBLE, "r_k, in the unit of the metric; null if k is 0"),
          Column.of("copies", INT, "neighbours that are copies of the row"));

  static final TableContract GROUPS =
      TableContract.of(
          "dimension_groups",
          "The dimension of every group of rows over scale.",
          Column.nullable("group", STRING, "null for the whole table"),
          Column.of(
              "estimator",
              STRING,
              "mle, twonn-linear, twonn-ml, twonn-censored, gride, binomial, correlation,"
                  + " bandwidth; or one of rows (mom, pwm, ..., alid; on vectors local-pca, ess,"
                  + " tle, abid): the harmonic mean over them"),
          Column.of("rank1", INT, "smallest neighbour rank it uses"),
          Column.of("rank2", INT, "largest neighbour rank it uses"),
          Column.nullable(
              "mean_radius", DOUBLE, "mean distance of rank2: the scale; null without rows"),
          Column.nullable("d", DOUBLE, "dimension; null where undefined, the note says why"),
          Column.nullable("low", DOUBLE, "lower end of the jackknife interval"),
          Column.nullable("high", DOUBLE, "upper end of the jackknife interval"),
          Column.nullable(
              "se_analytic", DOUBLE, "standard error if rows were independent: too small"),
          Column.nullable("se_jackknife", DOUBLE, "standard error by leaving out buckets of rows"),
          Column.nullable(
              "calibrated_d",
              DOUBLE,
              "dimension of the round sphere on which as many rows give this mle; null for other"
                  + " estimators"),
          Column.of("n", BIGINT, "rows it stands on"),
          Column.of(
              "duplicate_rate",
              DOUBLE,
              "share of the group's rows that repeat one of smaller id, exactly or almost"),
          Column.nullable(
              "graph_recall", DOUBLE, "of the neighbour table; null where it is unknown"),
          Column.of("lower_bound", BOOLEAN, "whether the truth is likely higher: d is above 15"),
          Column.nullable("note", STRING, "guard or reason"));

  private DimensionTables() {}
}
