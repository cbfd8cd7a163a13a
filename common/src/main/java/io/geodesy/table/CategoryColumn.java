package io.geodesy.table;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A categorical column (label, group) of all rows as small integers.
 *
 * @param names the categories in ascending text order; code c means {@code names.get(c)}
 * @param codes one a row in the order of the row ids; -1 where the value is null or empty
 */
public record CategoryColumn(List<String> names, int[] codes) {
  /** The code of a missing value. */
  public static final int MISSING = -1;

  /** Copies the names. */
  public CategoryColumn {
    names = List.copyOf(names);
  }

  /**
   * Brings a column into the driver; {@code 4 n} bytes and the distinct names.
   *
   * @param table has {@code id} and the column
   * @param column of any type that casts to STRING
   * @param ids the rows, all of which the table must have
   */
  public static CategoryColumn collect(Dataset<Row> table, String column, RowIds ids) {
    List<Row> rows =
        table
            .select(functions.col("id"), functions.col("`" + column + "`").cast("string"))
            .collectAsList();
    TreeMap<String, Integer> codeOf = new TreeMap<>();
    rows.stream().filter(r -> !isMissing(r)).forEach(r -> codeOf.put(r.getString(1), 0));
    int next = 0;
    for (Map.Entry<String, Integer> entry : codeOf.entrySet()) {
      entry.setValue(next++);
    }
    int[] codes = new int[ids.size()];
    Arrays.fill(codes, MISSING);
    for (Row row : rows) {
      int at = ids.indexOf(row.get(0));
      if (at >= 0 && !isMissing(row)) {
        codes[at] = codeOf.get(row.getString(1));
      }
    }
    return new CategoryColumn(List.copyOf(codeOf.keySet()), codes);
  }

  private static boolean isMissing(Row row) {
    return row.isNullAt(1) || row.getString(1).isEmpty();
  }
}
