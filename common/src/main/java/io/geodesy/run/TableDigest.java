package io.geodesy.run;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The number of rows of a table and a digest of them that does not depend on their order or
 * partitioning: the exclusive or of the rows' 64-bit hashes and the sums of their upper and lower
 * 31 bits, so that neither a row that appears twice nor two equal ones that vanish go unseen. The
 * sums cannot overflow below 2^32 rows. It detects accidents, not forgery.
 *
 * @param rows counted
 * @param digest hexadecimal
 */
record TableDigest(long rows, String digest) {
  /** Columns that {@link #aggregates} yields. */
  static final int AGGREGATES = 4;

  private static final String ROWS = "rows";
  private static final String EXCLUSIVE_OR = "exclusive_or";
  private static final String UPPER = "upper";
  private static final String LOWER = "lower";
  private static final long LOW_BITS = 0x7FFFFFFFL;

  /** Returns the aggregates of one pass over a table, none of them null. */
  static List<Column> aggregates(StructType schema) {
    Column hash =
        xxhash64(Arrays.stream(schema.fields()).map(TableDigest::column).toArray(Column[]::new));
    return List.of(
        count(lit(1)).as(ROWS),
        coalesce(bit_xor(hash), lit(0L)).as(EXCLUSIVE_OR),
        coalesce(sum(shiftrightunsigned(hash, 33)), lit(0L)).as(UPPER),
        coalesce(sum(hash.bitwiseAND(lit(LOW_BITS))), lit(0L)).as(LOWER));
  }

  /** Returns the digest from a row that begins with the values of {@link #aggregates}. */
  static TableDigest of(Row values) {
    return of(values.getLong(0), values.getLong(1), values.getLong(2), values.getLong(3));
  }

  /** Returns the digest from the values of {@link #aggregates} by name. */
  static TableDigest of(Map<String, Object> values) {
    return of(
        (long) values.get(ROWS),
        (long) values.get(EXCLUSIVE_OR),
        (long) values.get(UPPER),
        (long) values.get(LOWER));
  }

  private static TableDigest of(long rows, long exclusiveOr, long upper, long lower) {
    return new TableDigest(rows, "%016x-%x-%x".formatted(exclusiveOr, upper, lower));
  }

  /** Returns the digest of a table, in one pass. */
  static TableDigest measure(Dataset<Row> rows) {
    List<Column> columns = aggregates(rows.schema());
    return of(
        rows.agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new)).head());
  }

  /** Returns a column by its name, whatever characters it has. */
  static Column column(StructField field) {
    return col("`" + field.name().replace("`", "``") + "`");
  }
}
