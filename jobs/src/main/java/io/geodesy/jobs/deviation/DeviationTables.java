package io.geodesy.jobs.deviation;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.BOOLEAN;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables only {@code manifold-deviation} writes. */
final class DeviationTables {
  private static final String GROUP = "value of the group column; null without one";

  static final TableContract DEVIATIONS =
      TableContract.of(
          "deviations",
          "How far every row lies from the correct rows of its layer.",
          Column.of("sample", STRING, "value of the sample column"),
          Column.of("layer", STRING, "value of the layer column"),
          Column.nullable("group", STRING, GROUP),
          Column.of("correct", BOOLEAN, "whether the sample was answered right"),
          Column.of(
              "deviation", DOUBLE, "mean distance to its k nearest correct rows, itself left out"),
          Column.nullable("z", DOUBLE, "(deviation - m) / s of the layer; null where s is zero"),
          Column.of("flagged", BOOLEAN, "whether it is above m + alpha s"));

  static final TableContract DIVERGENCE =
      TableContract.of(
          "divergence",
          "Where every failing sample first leaves the correct rows.",
          Column.of("sample", STRING, "value of the sample column"),
          Column.nullable("group", STRING, GROUP),
          Column.nullable("divergence_layer", STRING, "the layer; null if it never does"),
          Column.nullable("layer_index", INT, "its place among the layers measured, from 0"),
          Column.of(
              "q_value",
              DOUBLE,
              "least false-discovery rate at which any of its layers is declared"
                  + " (Benjamini-Hochberg over its layers)"));

  static final TableContract LAYERS =
      TableContract.of(
          "deviation_layers",
          "Correct and failing rows of every layer.",
          Column.of("layer", STRING, "value of the layer column"),
          Column.nullable("group", STRING, GROUP),
          Column.of("layer_index", INT, "place among the layers of the group, from 0"),
          Column.of("n_correct", BIGINT, "correct rows"),
          Column.of("n_error", BIGINT, "failing rows"),
          Column.of("mean_internal", DOUBLE, "m: mean deviation of the correct rows"),
          Column.of("sd_internal", DOUBLE, "s: its standard deviation, as parameter sd says"),
          Column.nullable("mean_deviation", DOUBLE, "of the failing rows; null without any"),
          Column.nullable("relative", DOUBLE, "(mean_deviation - m) / m"),
          Column.nullable("t", DOUBLE, "Welch's t of failing against correct; null below 2 rows"),
          Column.nullable("df", DOUBLE, "its degrees of freedom"),
          Column.nullable("p", DOUBLE, "two-sided, of this layer alone"),
          Column.of(
              "false_positive_rate",
              DOUBLE,
              "share of correct rows (held-out ones if there are any) above the threshold"),
          Column.nullable("auc", DOUBLE, "of the deviation as a score of failure"),
          Column.nullable("dimension_correct", DOUBLE, "TwoNN of the correct rows"),
          Column.nullable("dimension_error", DOUBLE, "TwoNN of the failing rows"));

  static final TableContract SWEEP =
      TableContract.of(
          "alpha_sweep",
          "Where failing samples diverge under other thresholds.",
          Column.of("alpha", DOUBLE, "standard deviations above the mean"),
          Column.of("layer", STRING, "value of the layer column"),
          Column.nullable("group", STRING, GROUP),
          Column.nullable(
              "share_diverging",
              DOUBLE,
              "share of the failing samples that first diverge here; null without any"),
          Column.of("false_positive_rate", DOUBLE, "share of correct rows above the threshold"));

  private DeviationTables() {}
}
