package io.geodesy.table;

import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;

/**
 * Numeric columns of all rows in the memory of one process.
 *
 * @param names of the columns
 * @param values {@code rows x names.size()} row-major, in the order of the row ids
 */
public record NumericColumns(List<String> names, double[] values) {
  /** Copies the names. */
  public NumericColumns {
    names = List.copyOf(names);
  }

  /**
   * Brings columns into the driver; {@code 8 n} bytes a column, and the rows while they travel.
   *
   * @param table has {@code id} and the columns
   * @param names of numeric columns
   * @param ids the rows, all of which the table must have
   * @throws ConfigException if a column is missing or not numeric
   * @throws DataException if a row lacks a finite value
   */
  public static NumericColumns collect(Dataset<Row> table, List<String> names, RowIds ids) {
    requireNumeric(table, names);
    Column[] selected =
        Stream.concat(
                Stream.of(functions.col("id")),
                names.stream().map(name -> functions.col("`" + name + "`").cast("double")))
            .toArray(Column[]::new);
    int width = names.size();
    double[] values = new double[Math.multiplyExact(ids.size(), width)];
    Arrays.fill(values, Double.NaN);
    for (Row row : table.select(selected).collectAsList()) {
      int at = ids.indexOf(row.get(0));
      for (int c = 0; at >= 0 && c < width; c++) {
        values[at * width + c] = row.isNullAt(c + 1) ? Double.NaN : row.getDouble(c + 1);
      }
    }
    for (int at = 0; at < values.length; at++) {
      if (!Double.isFinite(values[at])) {
        throw lacking(ids.get(at / width), names.get(at % width));
      }
    }
    return new NumericColumns(names, values);
  }

  /** Returns the error of a row that has no finite value in a column. */
  public static DataException lacking(Object id, String name) {
    return new DataException(
        "Row %s of table vectors has no finite value in column %s: every row needs one. Fill the column, or leave it out."
            .formatted(id, name));
  }

  /**
   * Requires that columns are there and numeric.
   *
   * @throws ConfigException if one is not
   */
  public static void requireNumeric(Dataset<Row> table, List<String> names) {
    names.forEach(name -> requireNumeric(table, name));
  }

  private static void requireNumeric(Dataset<Row> table, String name) {
    boolean isThere = List.of(table.columns()).contains(name);
    if (!isThere || !(table.schema().apply(name).dataType() instanceof NumericType)) {
      throw new ConfigException(
          "Column %s of table vectors is %s, but a numeric column is needed. Numeric columns are: %s."
              .formatted(
                  name,
                  isThere ? table.schema().apply(name).dataType().sql() : "not there",
                  String.join(", ", numeric(table))));
    }
  }

  /** Returns the numeric columns of a table, {@code id} left out. */
  public static List<String> numeric(Dataset<Row> table) {
    return Arrays.stream(table.schema().fields())
        .filter(f -> f.dataType() instanceof NumericType && !f.name().equals("id"))
        .map(f -> f.name())
        .toList();
  }
}
