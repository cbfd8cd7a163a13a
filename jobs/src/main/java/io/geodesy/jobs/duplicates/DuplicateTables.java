package io.geodesy.jobs.duplicates;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.BOOLEAN;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables of {@code duplicates}. */
final class DuplicateTables {
  static final TableContract ROWS =
      TableContract.of(
          "near_duplicates",
          "The rows that have a near-duplicate: their component, and whether they are kept.",
          Column.of("id", ID, "row id"),
          Column.of("component", INT, "rows connected by near-duplicates; 0 is the largest"),
          Column.of("size", BIGINT, "rows of the component"),
          Column.of("keep", BOOLEAN, "whether this is the row of its component that is kept"),
          Column.of("kept_id", ID, "the row that is kept of the component"),
          Column.of("copies", BIGINT, "rows with this very vector, this one included"),
          Column.of("nearest_distance", DOUBLE, "to the nearest other row; 0 for copies"),
          Column.of(
              "kept_distance",
              DOUBLE,
              "to the row that is kept; above the threshold where a chain of rows links them"),
          Column.nullable(
              "nearest_similarity", DOUBLE, "cosine of nearest_distance; null without a cosine"),
          Column.nullable(
              "kept_similarity", DOUBLE, "cosine of kept_distance; null without a cosine"),
          Column.nullable("split", STRING, "part of the split; null without one"),
          Column.nullable(
              "leaks_to",
              STRING,
              "other parts that hold a row within the threshold of this one; null if none does"));

  static final TableContract KEEP_LIST =
      TableContract.of(
          "keep_list",
          "The rows that stay: those without near-duplicates, and one of every component.",
          Column.of("id", ID, "row id"));

  static final TableContract COMPONENTS =
      TableContract.of(
          "duplicate_components",
          "One row a component of near-duplicates.",
          Column.of("component", INT, "as in near_duplicates"),
          Column.of("size", BIGINT, "rows"),
          Column.of("vectors", BIGINT, "different vectors among them"),
          Column.of("kept_id", ID, "the row that is kept"),
          Column.of("farthest_from_kept", DOUBLE, "greatest distance of a member to that row"),
          Column.of("chained", BIGINT, "members farther from that row than the threshold says"));

  static final TableContract THRESHOLDS =
      TableContract.of(
          "duplicate_thresholds",
          "How many rows have near-duplicates at other thresholds.",
          Column.of("threshold", DOUBLE, "in the unit of the threshold that is used"),
          Column.of("distance", DOUBLE, "the same as a distance of the graph's metric"),
          Column.of("rows", BIGINT, "rows that have a near-duplicate"),
          Column.of("removable", BIGINT, "rows that go when one of each component stays"),
          Column.of("rate", DOUBLE, "removable over all rows"),
          Column.of("components", BIGINT, "of two rows or more"),
          Column.of("largest", BIGINT, "rows of the largest component; 0 if there is none"));

  static final TableContract GROUPS =
      TableContract.of(
          "duplicate_groups",
          "How often near-duplicates occur in every label, group, part of the split and cluster.",
          Column.of("grouping", STRING, "label, group, split or cluster"),
          Column.of("value", STRING, "which one"),
          Column.of("rows", BIGINT, "rows it has"),
          Column.of("duplicates", BIGINT, "of them with a near-duplicate anywhere"),
          Column.of("removed", BIGINT, "of them not kept"),
          Column.of("rate", DOUBLE, "removed over rows"));

  static final TableContract LEAKS =
      TableContract.of(
          "duplicate_leaks",
          "Near-duplicates across the parts of a split, a row an ordered pair of parts; no rows"
              + " without a split.",
          Column.of("split", STRING, "a part"),
          Column.of("other", STRING, "another part"),
          Column.of("rows", BIGINT, "rows of the part"),
          Column.of("near", BIGINT, "of them with a row of the other part within the threshold"),
          Column.of("rate", DOUBLE, "near over rows"),
          Column.of("copies", BIGINT, "of them with the very vector in the other part"),
          Column.of("linked", BIGINT, "of them whose component holds a row of the other part"));

  private DuplicateTables() {}
}
