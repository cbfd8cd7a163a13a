package io.geodesy.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Named tables, immutable, in the order in which they were added. */
public final class Tables {
  private static final Tables NONE = new Tables(Map.of());

  private final Map<String, Table> tables;

  private Tables(Map<String, Table> tables) {
    this.tables = Collections.unmodifiableMap(tables);
  }

  /** No tables. */
  public static Tables none() {
    return NONE;
  }

  /** One table without attributes. */
  public static Tables of(String name, Dataset<Row> dataset) {
    return NONE.with(name, dataset);
  }

  /** Returns these and one more, without attributes. */
  public Tables with(String name, Dataset<Row> dataset) {
    return with(name, new Table(dataset, Attributes.none()));
  }

  /** Returns these and one more. */
  public Tables with(String name, Table table) {
    Map<String, Table> more = new LinkedHashMap<>(tables);
    more.put(name, table);
    return new Tables(more);
  }

  /** Returns a table's rows; the caller declared it as an input, so that it is there. */
  public Dataset<Row> dataset(String name) {
    return table(name).dataset();
  }

  /** Returns a table's attributes. */
  public Attributes attributes(String name) {
    return table(name).attributes();
  }

  /** Returns a table, if it is at hand. */
  public Optional<Table> find(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** Returns a table that was declared as an input. */
  public Table table(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalStateException("Table " + name + " is not among " + tables.keySet()));
  }

  /** Returns the names. */
  public Set<String> names() {
    return tables.keySet();
  }
}
