package io.geodesy.jobs.cli;

import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import io.geodesy.run.Catalogue;
import io.geodesy.run.Manifest;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.run.Manifest.ReusedAnalysis;
import io.geodesy.table.StandardTables;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables of one run as views: those it published and those it took from other runs; and {@code
 * edges}, neighbours in long form. Tables of different inputs are never mixed.
 */
final class PublishedViews {
  private static final String NO_SUCH_TABLE = "TABLE_OR_VIEW_NOT_FOUND";

  /** Lists in long form: a row a neighbour, rank 1 the nearest. */
  private static final String LONG_FORM =
      "select id, neighbor.neighbor_ids as neighbor_id, at + 1 as rank, neighbor.distances as distance"
          + " from `%s` lateral view posexplode(arrays_zip(neighbor_ids, distances)) as at, neighbor";

  /** The views in long form, and the tables of lists they are made of. */
  private static final SortedMap<String, String> EDGES =
      new TreeMap<>(
          Map.of(
              "edges", StandardTables.NEIGHBORS.name(),
              "joined_edges", StandardTables.JOINED_NEIGHBORS.name()));

  private final Catalogue catalogue;
  private final Manifest run;
  private final Map<String, PublishedTable> tables = new LinkedHashMap<>();

  private PublishedViews(Catalogue catalogue, Manifest run) {
    this.catalogue = catalogue;
    this.run = run;
    run.reused().forEach(this::addReused);
    run.tables().forEach(table -> tables.put(table.name(), table));
  }

  /**
   * The views of a run; needs no Spark.
   *
   * @param output as the user gave it
   * @param runKey of the run, the newest if empty
   * @param hadoop how file systems are reached
   * @throws ConfigException if there is no such run
   */
  static PublishedViews open(String output, Optional<String> runKey, Configuration hadoop) {
    Catalogue catalogue = Catalogue.open(output, hadoop);
    Manifest run =
        runKey
            .map(catalogue::run)
            .orElseGet(
                () ->
                    catalogue.runs().stream()
                        .findFirst()
                        .orElseThrow(
                            () ->
                                new ConfigException(
                                    "No run is published in %s: run an analysis with this output"
                                            .formatted(output)
                                        + " first, or name another output.")));
    return new PublishedViews(catalogue, run);
  }

  /**
   * Returns statements of Spark SQL that make the tables temporary views of whichever session runs
   * them; needs no Spark.
   */
  String statements() {
    StringBuilder script = new StringBuilder();
    script.append("-- The tables of run %s as views: spark-sql -i views.sql%n".formatted(runKey()));
    tables.forEach(
        (name, table) ->
            script.append(
                view(name, "select * from parquet.`%s`".formatted(quoted(catalogue.path(table))))));
    edges().forEach((view, query) -> script.append(view(view, query)));
    return script.toString();
  }

  private static String view(String name, String query) {
    return "create or replace temporary view `%s` as %s;%n".formatted(quoted(name), query);
  }

  private static String quoted(String name) {
    return name.replace("`", "``");
  }

  /**
   * Runs statements in order and prints the rows of each that has some.
   *
   * @throws ConfigException if Spark refuses it, naming the nearest table for an unknown one
   */
  void query(SparkSession session, List<String> statements, RowFormat format, PrintStream out) {
    tables.forEach((name, table) -> read(session, table).createOrReplaceTempView(name));
    edges().forEach((view, query) -> session.sql(query).createOrReplaceTempView(view));
    try {
      boolean isFirst = true;
      for (String statement : statements) {
        Dataset<Row> result = session.sql(statement);
        if (result.columns().length > 0) {
          if (!isFirst) {
            out.println();
          }
          format.print(result.schema(), result.toLocalIterator(), out);
          isFirst = false;
        }
      }
    } catch (Exception e) {
      // Scala throws AnalysisException, a checked one, without declaring it
      throw explained(e);
    }
  }

  /**
   * Returns the rows of a table.
   *
   * @throws ConfigException if the run has none of this name
   */
  Dataset<Row> dataset(SparkSession session, String table) {
    if (!tables.containsKey(table)) {
      throw missing(table, null);
    }
    return read(session, tables.get(table));
  }

  /** Returns the key of the run. */
  String runKey() {
    return run.runKey();
  }

  private Dataset<Row> read(SparkSession session, PublishedTable table) {
    return catalogue.table(session, table).dataset();
  }

  /** Returns the queries of the views in long form, by name. */
  private SortedMap<String, String> edges() {
    SortedMap<String, String> queries = new TreeMap<>();
    EDGES.forEach(
        (view, table) -> {
          if (tables.containsKey(table)) {
            queries.put(view, LONG_FORM.formatted(table));
          }
        });
    return queries;
  }

  private RuntimeException explained(Exception failure) {
    if (!(failure instanceof SparkThrowable refused) || refused.isInternalError()) {
      return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
    if (!NO_SUCH_TABLE.equals(refused.getCondition())) {
      String reason = failure.getMessage().lines().findFirst().orElse("Spark does not say why");
      return new ConfigException("The statement is refused: " + reason, failure);
    }
    String name = refused.getMessageParameters().getOrDefault("relationName", "").replace("`", "");
    return missing(EDGES.getOrDefault(name, name), failure);
  }

  private ConfigException missing(String name, Exception failure) {
    Optional<Manifest> other =
        catalogue.runs().stream().filter(r -> r.table(name).isPresent()).findFirst();
    String remedy =
        other
            .map(r -> "Run %s has it: add --run-key %s.".formatted(r.runKey(), r.runKey()))
            .orElseGet(() -> NearestKey.remedy(name, new TreeSet<>(tables.keySet())));
    return new ConfigException(
        "Run %s has no table %s. %s".formatted(run.runKey(), name, remedy), failure);
  }

  private void addReused(ReusedAnalysis reused) {
    Optional<Manifest> source = catalogue.find(reused.runKey());
    List<String> names = reused.tables();
    source.ifPresent(
        other ->
            names.forEach(name -> other.table(name).ifPresent(table -> tables.put(name, table))));
  }
}
