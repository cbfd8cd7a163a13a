package io.geodesy.jobs.probe;

import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.FLOATS;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.INT;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables only {@code probe-eigenmaps} writes. */
final class ProbeTables {
  static final TableContract COORDINATES =
      TableContract.of(
          "probe_coordinates",
          "The basis of smooth functions and the sampling density, a row each.",
          Column.of("id", ID, "row id"),
          Column.of("coordinates", FLOATS, "q: the row's entries of the orthonormal basis"),
          Column.of("density", DOUBLE, "M: share of the sampling density, sums to 1"),
          Column.nullable(
              "functions",
              FLOATS,
              "v = q / sqrt(M): values of the functions at the row; null where the density is zero"));

  static final TableContract SPECTRUM =
      TableContract.of(
          "probe_spectrum",
          "What every function of the basis holds of the smoothed probes.",
          Column.of("rank", INT, "0 is the smoothest"),
          Column.of("singular_value", DOUBLE, "of the smoothed probes"),
          Column.of("energy", DOUBLE, "its square over that of rank 0"),
          Column.of("captured", DOUBLE, "share of all energy up to this rank"),
          Column.nullable(
              "lambda_max_error",
              DOUBLE,
              "eigenvalue as the paper estimates it: 1 over the greatest relative squared error of a probe up to this rank; null where that is rounding"),
          Column.nullable(
              "lambda_mean_error",
              DOUBLE,
              "eigenvalue as the reference code estimates it: 1 over the mean error; null where that is rounding"));

  static final TableContract CLUSTERS =
      TableContract.of(
          "probe_clusters",
          "Clusters of the rows of the basis, empty unless asked for.",
          Column.of("id", ID, "row id"),
          Column.of("cluster", INT, "0 is the largest"));

  private ProbeTables() {}
}
