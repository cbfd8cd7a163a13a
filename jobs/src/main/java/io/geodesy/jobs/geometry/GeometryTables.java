package io.geodesy.jobs.geometry;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.FLOATS;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables only {@code spectral-geometry} writes. */
final class GeometryTables {
  private static final String GROUP = "the key: value of the group column; null without one";

  static final TableContract GEOMETRY =
      TableContract.of(
          "spectral_geometry",
          "How many directions the rows of every key use and how fast their spectrum decays.",
          Column.nullable("group", STRING, GROUP),
          Column.of("n", BIGINT, "rows of the key"),
          Column.of("d", INT, "columns of the vector"),
          Column.nullable(
              "rankme_cov",
              DOUBLE,
              "exp of the entropy of the shares of the centred covariance's eigenvalues; null"
                  + " without variance"),
          Column.nullable(
              "rankme_sv",
              DOUBLE,
              "exp of the entropy of the shares plus 1e-7 of the uncentred rows' singular values:"
                  + " the original RankMe; null if all rows are zero"),
          Column.nullable(
              "alpha",
              DOUBLE,
              "decay of the eigenvalues l_i ~ i^-alpha, ranks weighted by fit-weights; null where"
                  + " fewer than 5 ranks are usable"),
          Column.nullable("alpha_uniform", DOUBLE, "the same, all ranks weighing alike"),
          Column.nullable("r2", DOUBLE, "squared weighted correlation of the fit of alpha"),
          Column.of("fit_low", INT, "first rank of the fit, from 1"),
          Column.nullable("fit_high", INT, "last rank used; null where alpha is"),
          Column.nullable("participation_ratio", DOUBLE, "(sum l)^2 / sum l^2"),
          Column.nullable("stable_rank", DOUBLE, "sum l / l_1"),
          Column.nullable("condition", DOUBLE, "l_1 / l_d; null where l_d <= 1e-12 l_1"),
          Column.nullable("dims_80", INT, "fewest directions with 80 % of the variance"),
          Column.nullable("dims_90", INT, "with 90 %"),
          Column.nullable("dims_95", INT, "with 95 %"),
          Column.nullable("dims_99", INT, "with 99 %"),
          Column.nullable("note", STRING, "guards"));

  static final TableContract SPECTRA =
      TableContract.of(
          "spectra",
          "The leading eigenvalues and singular values of every key.",
          Column.nullable("group", STRING, GROUP),
          Column.of("rank", INT, "from 1, the largest"),
          Column.of("eigenvalue", DOUBLE, "of the centred covariance over n"),
          Column.nullable(
              "singular_value", DOUBLE, "of the uncentred rows; null beyond their number"));

  static final TableContract PHASES =
      TableContract.of(
          "phases",
          "What happens between every key and the one before; no rows but in mode phase.",
          Column.of("group", STRING, "the key"),
          Column.of("position", INT, "of the key in its order, from 0"),
          Column.nullable("d_rankme", DOUBLE, "change of rankme_cov; null for the first key"),
          Column.nullable("d_alpha", DOUBLE, "change of alpha; null for the first key"),
          Column.nullable(
              "phase",
              STRING,
              "warmup, entropy-seeking, compression-seeking or mixed; null for the first key"));

  static final TableContract PROJECTED =
      TableContract.of(
          "projected",
          "The rows with leading directions kept or removed; no rows but in mode project.",
          Column.of("id", ID, "row id"),
          Column.nullable("group", STRING, GROUP),
          Column.of("k", INT, "leading directions of the key"),
          Column.of("keep", STRING, "keep or remove"),
          Column.of("vector", FLOATS, "the row after it"));

  private GeometryTables() {}
}
