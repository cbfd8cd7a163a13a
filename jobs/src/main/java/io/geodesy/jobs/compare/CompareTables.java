package io.geodesy.jobs.compare;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.FLOATS;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables only {@code compare} writes. */
final class CompareTables {
  static final TableContract COMPARISON =
      TableContract.of(
          "model_comparison",
          "How far two models agree on the same items, one row a measure; none under sketch-only.",
          Column.of("measure", STRING, "its name"),
          Column.nullable("value", DOUBLE, "of the measure; null where undefined"),
          Column.nullable("low", DOUBLE, "lower end of the 95 % interval"),
          Column.nullable("high", DOUBLE, "upper end"),
          Column.nullable(
              "by_chance",
              DOUBLE,
              "what spaces without anything in common would give; null where it depends on them"),
          Column.of("n", BIGINT, "items compared"),
          Column.of("note", STRING, "variant, and when to distrust it"));

  static final TableContract DISAGREEMENT =
      TableContract.of(
          "disagreement",
          "Every item compared, and how far the models agree on its neighbours.",
          Column.of("id", ID, "row id"),
          Column.of("overlap", DOUBLE, "share of its k nearest items that are the same"),
          Column.of("rank_biased_overlap", DOUBLE, "the same, the nearest weighing most"),
          Column.of(
              "rank_in_other", BIGINT, "rank in other of its nearest item in vectors, from 1"),
          Column.of(
              "rank_in_vectors", BIGINT, "rank in vectors of its nearest item in other, from 1"));

  static final TableContract ITEM_SKETCH =
      TableContract.of(
          "item_sketch",
          "Under sketch-only, the items of least hash, by id: a table of vectors that stands for the whole one in comparisons.",
          Column.of("id", ID, "row id"),
          Column.of("vector", FLOATS, "the row"));

  private CompareTables() {}
}
