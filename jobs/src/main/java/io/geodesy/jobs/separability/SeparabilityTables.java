package io.geodesy.jobs.separability;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.BOOLEAN;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables only {@code separability} writes. */
final class SeparabilityTables {
  private static final String GROUP = "value of the group column; null without one";

  static final TableContract DEATHS =
      TableContract.of(
          "deaths",
          "The death times of connected components: the edges of the minimum spanning tree.",
          Column.nullable("group", STRING, GROUP),
          Column.of("rank", INT, "from 1, the longest"),
          Column.of("value", DOUBLE, "length, or half of it, in the unit of the metric"),
          Column.nullable("normalised", DOUBLE, "over the largest; null where that is zero"),
          Column.of("id_a", ID, "one end of the edge"),
          Column.of("id_b", ID, "the other end"),
          Column.of("exact", BOOLEAN, "whether the edge is proven to be in the tree of all rows"));

  static final TableContract SEPARABILITY =
      TableContract.of(
          "separability",
          "How separable the rows of every group are, without labels and with them.",
          Column.nullable("group", STRING, GROUP),
          Column.of("n", BIGINT, "rows"),
          Column.nullable("total_length", DOUBLE, "sum of the death times; null for one row"),
          Column.nullable("max_death", DOUBLE, "the largest"),
          Column.nullable("als", DOUBLE, "average life span: their mean"),
          Column.nullable("median", DOUBLE, "of the death times"),
          Column.nullable(
              "mean_normalised", DOUBLE, "mean over the largest; null where that is zero"),
          Column.nullable("share_above_half", DOUBLE, "share of normalised times above 0.5"),
          Column.nullable("gap1", DOUBLE, "largest gap between normalised times in turn"),
          Column.nullable("score", DOUBLE, "the statistic that parameter score names"),
          Column.nullable("fdr", DOUBLE, "tr S_B / tr S_W of the labels; null without two"),
          Column.nullable(
              "thornton", DOUBLE, "share of rows whose nearest neighbour has their label"),
          Column.nullable("calinski_harabasz", DOUBLE, "of the labels"),
          Column.nullable(
              "auc", DOUBLE, "of logistic regression on held-out rows, mean over labels"),
          Column.of("uncertified_edges", BIGINT, "edges not proven"));

  static final TableContract LINKAGE =
      TableContract.of(
          "linkage",
          "The single-linkage tree: the merges in ascending order; no rows but in mode tree.",
          Column.nullable("group", STRING, GROUP),
          Column.of("rank", INT, "from 1, the first merge"),
          Column.of("id_a", ID, "a row of one part"),
          Column.of("id_b", ID, "a row of the other"),
          Column.of("distance", DOUBLE, "full length of the edge between them"),
          Column.of("size", BIGINT, "rows of the joined part"));

  static final TableContract MONITOR =
      TableContract.of(
          "monitor",
          "The score over groups in order; no rows but in mode monitor.",
          Column.of("group", STRING, "value of the group column"),
          Column.of("position", INT, "in the order of the groups, from 0"),
          Column.nullable("score", DOUBLE, "as in separability"),
          Column.nullable("smoothed", DOUBLE, "mean of this score and the two before it"),
          Column.of("stop", BOOLEAN, "the first group after which the smoothed score stays still"));

  private SeparabilityTables() {}
}
