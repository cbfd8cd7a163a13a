package io.geodesy.jobs.statistics;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.INT;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables only {@code statistics} writes. */
final class StatisticsTables {
  static final TableContract HUBS =
      TableContract.of(
          "hubs",
          "How often every row is among the neighbours of others.",
          Column.of("id", ID, "row id"),
          Column.of("occurrences", BIGINT, "neighbour lists that hold the row"));

  static final TableContract SPECTRUM =
      TableContract.of(
          "covariance_spectrum",
          "The eigenvalues of the sample covariance.",
          Column.of("rank", INT, "0 is the largest"),
          Column.of(
              "eigenvalue", DOUBLE, "variance along the axis, in squared units of the vector"),
          Column.nullable("share", DOUBLE, "of the total variance; null if there is none at all"),
          Column.nullable(
              "cumulative_share", DOUBLE, "of this and all larger ones; null if there is none"));

  static final TableContract DUPLICATES =
      TableContract.of(
          "duplicates",
          "The rows whose vector appears more than once, bit for bit (zero equals minus zero); those that are not their own representative repeat an earlier row.",
          Column.of("id", ID, "row id"),
          Column.of("representative_id", ID, "the least id with the same vector"),
          Column.of("copies", BIGINT, "rows with this vector, this one included"));

  private StatisticsTables() {}
}
