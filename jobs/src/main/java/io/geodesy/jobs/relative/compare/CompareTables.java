package io.geodesy.jobs.relative.compare;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.BOOLEAN;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The tables only {@code relative-compare} writes. */
final class CompareTables {
  static final String RELATIVE = "relative";
  static final String ABSOLUTE = "absolute";

  static final TableContract COMPARISON =
      TableContract.of(
          "relative_comparison",
          "How well items seen from one space find themselves and their neighbours in another.",
          Column.of("space_from", STRING, "the table of the queries"),
          Column.of("space_to", STRING, "the table that is ranked"),
          Column.of(
              "representation",
              STRING,
              "relative: similarities to anchors; absolute: the vectors themselves"),
          Column.nullable("anchors", INT, "anchors used; null for absolute"),
          Column.nullable("quantize", DOUBLE, "rounding step, 0 for none; null for absolute"),
          Column.of("k", INT, "nearest items compared"),
          Column.of("self_ranked", BOOLEAN, "whether an item is ranked for its own query"),
          Column.of("rank_cutoff", INT, "ranks beyond count as 0 in mrr; 0 for no end"),
          Column.nullable("jaccard", DOUBLE, "mean |A and B| / |A or B|; null without a ranking"),
          Column.nullable(
              "mrr", DOUBLE, "mean 1 / rank of the item for its own query; null if left out"),
          Column.nullable("cosine", DOUBLE, "mean cosine of the two vectors of an item"),
          Column.nullable("recall", DOUBLE, "mean |A and B| / k"),
          Column.of("items", BIGINT, "common items compared"));

  static final TableContract STITCHING =
      TableContract.of(
          "stitching",
          "Whether a classifier of one space works on the other; no rows without labels.",
          Column.of("model", STRING, "logistic-regression"),
          Column.of("trained_on", STRING, "the table of the similarities it was trained on"),
          Column.of("applied_to", STRING, "the table of those it was tested on"),
          Column.of("accuracy", DOUBLE, "share of held-out items with the right answer"),
          Column.of("n", BIGINT, "held-out items"));

  private CompareTables() {}

  static Row comparison(
      String from,
      String to,
      String representation,
      Integer anchors,
      Double quantize,
      SpaceComparison.Convention convention,
      SpaceComparison found,
      long items) {
    return RowFactory.create(
        from,
        to,
        representation,
        anchors,
        quantize,
        convention.k(),
        convention.isSelfRanked(),
        convention.rankCutoff(),
        finite(found.jaccard()),
        finite(found.reciprocalRank()),
        finite(found.cosine()),
        finite(found.recall()),
        items);
  }

  static Row stitch(String trained, String applied, double accuracy, long n) {
    return RowFactory.create("logistic-regression", trained, applied, accuracy, n);
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
