package io.geodesy.jobs.geometry;

import io.geodesy.error.DataException;
import io.geodesy.table.InputColumns;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The place of every key in the order that a column of the input gives. */
final class OrderedKeys {
  private OrderedKeys() {}

  /**
   * Reads it: one pass over two columns, one row a key on the driver.
   *
   * @param vectors with the column {@code group}
   * @param orderColumn as the user calls it
   * @return keys in ascending order, with what orders them
   * @throws DataException if a column is missing, a key has no number or several, or two keys share
   *     one
   */
  static Map<String, Double> of(Dataset<Row> vectors, String orderColumn) {
    if (!Arrays.asList(vectors.columns()).contains("group")) {
      throw new DataException(
          "Mode phase compares keys, but table vectors has no group column. Name the column of checkpoints or layers with --group-column.");
    }
    String column = InputColumns.require(vectors.schema(), orderColumn, "order-column");
    List<Row> rows = keys(vectors, column);
    Map<String, Double> found = new LinkedHashMap<>();
    Map<Double, String> keyOf = new LinkedHashMap<>();
    for (Row row : rows) {
      String key = row.getString(0);
      if (row.isNullAt(1) || row.getDouble(1) != row.getDouble(2) || row.getLong(3) > 0) {
        throw new DataException(
            "Key %s of table vectors has %s in column %s: all rows of a key need the same number. Mend the column, or name another with --order-column."
                .formatted(key, described(row), orderColumn));
      }
      String other = keyOf.put(row.getDouble(1), key);
      if (other != null) {
        throw new DataException(
            "Keys %s and %s of table vectors both have %s in column %s: an order needs different numbers. Mend the column, or name another with --order-column."
                .formatted(other, key, row.getDouble(1), orderColumn));
      }
      found.put(key, row.getDouble(1));
    }
    return found;
  }

  private static List<Row> keys(Dataset<Row> vectors, String column) {
    Column order = functions.expr("try_cast(`" + column.replace("`", "``") + "` as double)");
    return SpectralGeometryAnalysis.withKey(vectors)
        .where("_key is not null")
        .select(functions.col("_key"), order.as("order"))
        .groupBy("_key")
        .agg(
            functions.min("order").as("least"),
            functions.max("order").as("greatest"),
            functions.sum(
                functions.when(functions.expr("order is null or isnan(order)"), 1L).otherwise(0L)))
        .orderBy("least", "_key")
        .collectAsList();
  }

  private static String described(Row row) {
    if (row.isNullAt(1)) {
      return "no number";
    }
    return row.getDouble(1) != row.getDouble(2)
        ? "numbers from %s to %s".formatted(row.getDouble(1), row.getDouble(2))
        : "%d rows without a number".formatted(row.getLong(3));
  }
}
