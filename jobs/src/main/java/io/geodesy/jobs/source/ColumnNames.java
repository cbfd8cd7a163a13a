package io.geodesy.jobs.source;

import io.geodesy.config.NearestKey;
import io.geodesy.error.DataException;
import io.geodesy.table.VectorValidation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the user calls the columns that Geodesy calls {@code id}, {@code vector}, {@code label} and
 * {@code group}.
 *
 * @param id the user's name
 * @param vector the user's name
 * @param label the user's name; empty takes {@code label} if there is one
 * @param group the user's name; empty takes {@code group} if there is one
 */
record ColumnNames(String id, String vector, Optional<String> label, Optional<String> group) {

  /**
   * Gives the columns their names in Geodesy. Every other column is kept, unless it is called like
   * one of the four.
   *
   * @param raw as it stands in the files
   * @param location for messages
   * @throws DataException if a column is missing
   */
  Dataset<Row> rename(Dataset<Row> raw, String location) {
    List<String> present = List.of(raw.columns());
    Map<String, String> userNames = new LinkedHashMap<>();
    userNames.put("id", id);
    userNames.put("vector", vector);
    optional("label", label, present).ifPresent(name -> userNames.put("label", name));
    optional("group", group, present).ifPresent(name -> userNames.put("group", name));
    userNames.forEach((name, userName) -> require(name, userName, present, location));

    List<Column> columns = new ArrayList<>();
    userNames.forEach(
        (name, userName) ->
            columns.add(column(userName).as(name, VectorValidation.renamedFrom(userName))));
    present.stream()
        .filter(name -> !userNames.containsValue(name) && !userNames.containsKey(name))
        .forEach(name -> columns.add(column(name)));
    return raw.select(columns.toArray(Column[]::new));
  }

  /**
   * Fails if the user named a column of a format that has none.
   *
   * @param location for the message
   * @param format for the message
   */
  void requireUnnamed(String location, String format) {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("id-column", id.equals("id") ? null : id);
    named.put("vector-column", vector.equals("vector") ? null : vector);
    named.put("label-column", label.orElse(null));
    named.put("group-column", group.orElse(null));
    named.forEach(
        (option, name) -> {
          if (name != null) {
            throw new DataException(
                "%s has no column %s: an %s file holds vectors alone, and row numbers are the ids. Leave --%s out, or give a Parquet table."
                    .formatted(location, name, format, option));
          }
        });
  }

  private static Optional<String> optional(
      String name, Optional<String> userName, List<String> present) {
    return userName.isPresent() ? userName : Optional.of(name).filter(present::contains);
  }

  private static void require(String name, String userName, List<String> present, String location) {
    if (!present.contains(userName)) {
      String nearest =
          NearestKey.find(userName, present)
              .map(n -> " Did you mean --%s-column %s?".formatted(name, n))
              .orElse(" Name the right one with --%s-column.".formatted(name));
      throw new DataException(
          "%s has no column %s.%s It has %s."
              .formatted(
                  location,
                  userName,
                  nearest,
                  present.isEmpty() ? "no columns" : String.join(", ", present)));
    }
  }

  /** Returns a column by its exact name, dots and backticks included. */
  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Returns a dataset with one column computed anew, in place. */
  static Dataset<Row> replace(Dataset<Row> table, String name, Column value) {
    return table.select(
        Arrays.stream(table.columns())
            .map(c -> c.equals(name) ? value.as(name) : column(c))
            .toArray(Column[]::new));
  }
}
