package io.geodesy.run;

import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;

import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The promises of a table's contract that its schema cannot show: no null in a column that has
 * none, no NaN in any number column. Arrays are not looked into.
 */
final class ValueCheck {
  private final List<String> promises = new ArrayList<>();
  private final List<Column> breaches = new ArrayList<>();

  /** Checks nothing: for intermediate results. */
  ValueCheck() {}

  /** Checks a table of this contract and schema, which agree. */
  ValueCheck(TableContract contract, StructType schema) {
    IntStream.range(0, schema.length())
        .forEach(
            i -> {
              Column column = TableDigest.column(schema.fields()[i]);
              String name = contract.name() + "." + schema.fields()[i].name();
              if (!contract.columns().get(i).isNullable()) {
                add("null in " + name, column.isNull());
              }
              DataType type = schema.fields()[i].dataType();
              if (type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType)) {
                add("NaN in " + name, isnan(column));
              }
            });
  }

  private void add(String what, Column isBreach) {
    promises.add(what);
    breaches.add(isBreach);
  }

  /** Returns one count: of rows that break any promise. */
  Column aggregate() {
    return count_if(breaches.stream().reduce(lit(false), Column::or)).as("breaches");
  }

  /**
   * Fails if a promise was broken: a bug of the analysis, which nobody but us can mend.
   *
   * @param count from {@link #aggregate}
   * @param rows where to look again for what it was
   */
  void check(long count, Dataset<Row> rows) {
    for (int i = 0; count > 0 && i < promises.size(); i++) {
      long broken = rows.where(breaches.get(i)).count();
      if (broken > 0) {
        throw new IllegalStateException(
            "%d rows have %s, which its contract rules out".formatted(broken, promises.get(i)));
      }
    }
  }
}
