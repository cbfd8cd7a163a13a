package io.geodesy.table;

import io.geodesy.error.DataException;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a published table promises: its name, its columns in order, and what it is for.
 *
 * @param name the folder below the output and the name in SQL: lower case, words joined by
 *     underscores
 * @param doc one sentence for the reference
 * @param columns in the order in which they are written
 */
public record TableContract(String name, String doc, List<Column> columns) {
  /** Copies the columns. */
  public TableContract {
    columns = List.copyOf(columns);
  }

  /** A contract from its columns. */
  public static TableContract of(String name, String doc, Column... columns) {
    return new TableContract(name, doc, List.of(columns));
  }

  /**
   * Returns the Spark schema.
   *
   * @param idType the run's id type, BIGINT or STRING
   */
  public StructType schema(DataType idType) {
    return new StructType(
        columns.stream()
            .map(
                c ->
                    DataTypes.createStructField(
                        c.name(), c.type().sparkType(idType), c.isNullable()))
            .toArray(StructField[]::new));
  }

  /**
   * Fails unless a schema has exactly the columns of this contract, in order; nullability of
   * Spark's plan is not compared, since it widens it at will.
   *
   * @param actual the schema of a dataset that wants to be this table
   */
  public void check(StructType actual) {
    StructField[] fields = actual.fields();
    for (int i = 0; i < Math.max(fields.length, columns.size()); i++) {
      if (i >= columns.size()) {
        throw mismatch(actual, "column " + fields[i].name() + " is not in the contract");
      }
      Column column = columns.get(i);
      if (i >= fields.length || !fields[i].name().equals(column.name())) {
        throw mismatch(actual, "column " + column.name() + " was expected at position " + i);
      }
      if (!accepts(column.type(), fields[i].dataType())) {
        throw mismatch(
            actual,
            "column "
                + column.name()
                + " is "
                + fields[i].dataType().sql()
                + ", not "
                + column.type());
      }
    }
  }

  private DataException mismatch(StructType actual, String difference) {
    return new DataException(
        "Table %s breaks its contract: %s. It has %s."
            .formatted(name, difference, actual.simpleString()));
  }

  private static boolean accepts(ColumnType type, DataType actual) {
    return DataType.equalsIgnoreNullability(type.sparkType(DataTypes.LongType), actual)
        || DataType.equalsIgnoreNullability(type.sparkType(DataTypes.StringType), actual);
  }
}
