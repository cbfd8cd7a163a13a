package io.geodesy.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.geodesy.error.ConfigException;
import io.geodesy.error.ConflictException;
import io.geodesy.error.GeodesyException;
import io.geodesy.error.TransientException;
import io.geodesy.run.Manifest.PublishedTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Published runs in the table format of the caller's session: a table for each of ours, partitioned
 * by {@code run}, and {@code runs}, a row a run.
 *
 * <ol>
 *   <li>Parquet and manifest come first and stay the truth; a sink is written from them.
 *   <li>Each table has the rows of a run replaced in one commit, {@code overwrite(run = key)}: done
 *       twice it is done once. They are read back and their digest is compared.
 *   <li>The row in {@code runs} comes last. A run without one is not whole in the sink, whatever
 *       its tables hold, and the next call with the same run key writes it again.
 * </ol>
 *
 * Needs nothing but Spark: the format is found by name in the session. Cost: one pass over each
 * table to write it and one to read it back.
 */
final class TableSink {
  /** The table that says which runs are whole. */
  static final String RUNS = "runs";

  private static final String RUN = "run";
  private static final String FINGERPRINT = "fingerprint";
  private static final StructType RUNS_SCHEMA =
      new StructType()
          .add(FINGERPRINT, DataTypes.StringType)
          .add("command", DataTypes.StringType)
          .add("created", DataTypes.StringType)
          .add("manifest", DataTypes.StringType);

  private final SparkSession session;
  private final SinkTarget target;

  private TableSink(SparkSession session, SinkTarget target) {
    this.session = session;
    this.target = target;
  }

  /**
   * Opens a sink: makes sure that the session has the catalog and the format, and may make tables
   * there, by making {@code runs}. Runs no job.
   *
   * @throws ConfigException if it has not
   */
  static TableSink open(SparkSession session, SinkTarget target) {
    TableSink sink = new TableSink(session, target);
    sink.requireCatalog();
    try {
      if (!target.isPath()) {
        session.sql("create namespace if not exists " + target.quotedNamespace());
      }
      sink.create(RUNS, RUNS_SCHEMA);
      sink.requireFormat();
    } catch (GeodesyException e) {
      throw e;
    } catch (Exception | LinkageError e) {
      // What a catalog throws is its own; jars that do not fit the Spark are found out here.
      throw refused(target, e);
    }
    return sink;
  }

  private void requireCatalog() {
    String key = "spark.sql.catalog." + target.catalog();
    if (session.conf().get(key, "builtin").equals("builtin")) {
      throw new ConfigException(
          "Sink %s needs the catalog %s, which the Spark session does not have: set %s and add the jars of the format (spark-submit --conf, --packages), or leave --sink out."
              .formatted(target, target.catalog(), key));
    }
  }

  private static RuntimeException refused(SinkTarget target, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return new TransientException(
            "Sink %s cannot be reached: %s. A second attempt tries again."
                .formatted(target, firstLine(failure)),
            failure);
      }
    }
    return new ConfigException(
        "Sink %s cannot be used: %s. Check that the session has the jars and the catalog of the format and may make tables there, or leave --sink out."
            .formatted(target, firstLine(failure)),
        failure);
  }

  private void requireFormat() {
    String provider =
        session
            .sql("describe table extended " + target.identifier(RUNS))
            .where(col("col_name").equalTo("Provider"))
            .collectAsList()
            .stream()
            .map(row -> row.getString(1))
            .findFirst()
            .orElse("unknown");
    if (!provider.equalsIgnoreCase(target.format().key())) {
      throw new ConfigException(
          "Table %s is of format %s, not %s: choose another --sink-namespace."
              .formatted(target.identifier(RUNS), provider, target.format().key()));
    }
  }

  /**
   * Returns whether a run is whole here.
   *
   * @throws ConflictException if another run of this key is
   */
  boolean holds(String runKey, String fingerprint) {
    Optional<String> held =
        session
            .table(target.identifier(RUNS))
            .where(ofRun(runKey))
            .select(FINGERPRINT)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .findFirst();
    held.filter(other -> !other.equals(fingerprint))
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "Sink %s holds another run '%s', of another output (fingerprint %s, this one %s). Choose another run key or another --sink-namespace."
                      .formatted(target, runKey, other, fingerprint));
            });
    return held.isPresent();
  }

  /**
   * Writes a published run, whatever an earlier attempt left of it.
   *
   * @param checkLease called before every commit; throws if another driver has taken over
   */
  void write(Manifest manifest, Catalogue catalogue, Runnable checkLease) {
    try {
      for (PublishedTable table : manifest.tables()) {
        checkLease.run();
        Dataset<Row> rows = catalogue.table(session, table).dataset();
        replace(table.name(), rows, manifest.runKey());
        compare(table, manifest.runKey());
      }
      checkLease.run();
      replace(RUNS, row(manifest), manifest.runKey());
    } catch (GeodesyException e) {
      throw e;
    } catch (Exception e) {
      // What a catalog throws is its own.
      throw new TransientException(
          "Sink %s could not be written: %s. Run '%s' is published in Parquet all the same; the same call again writes the sink alone."
              .formatted(target, firstLine(e), manifest.runKey()),
          e);
    }
  }

  private Dataset<Row> row(Manifest manifest) {
    Row row =
        RowFactory.create(
            manifest.fingerprint(), manifest.command(), manifest.created(), Json.pretty(manifest));
    return session.createDataFrame(List.of(row), RUNS_SCHEMA);
  }

  private void replace(String table, Dataset<Row> rows, String runKey) throws NoSuchTableException {
    create(table, rows.schema());
    rows.withColumn(RUN, lit(runKey))
        .writeTo(target.identifier(table))
        .options(target.format().writeOptions())
        .overwrite(ofRun(runKey));
  }

  /** Makes a table unless it is there with these columns; runs no job. */
  private void create(String table, StructType schema) {
    StructType withRun = schema.add(RUN, DataTypes.StringType).asNullable();
    String identifier = target.identifier(table);
    session.sql(
        "create table if not exists %s (%s) using %s partitioned by (%s)"
            .formatted(identifier, withRun.toDDL(), target.format().key(), RUN));
    StructType found = session.table(identifier).schema().asNullable();
    if (!columns(found).equals(columns(withRun))) {
      throw new ConfigException(
          "Table %s has the columns %s but those of this run are %s: it is not ours, of another version, or of runs with ids of another type. Choose another --sink-namespace; tables in Parquet are not concerned."
              .formatted(identifier, columns(found), columns(withRun)));
    }
  }

  private static List<String> columns(StructType schema) {
    return Arrays.stream(schema.fields())
        .map(field -> field.name() + " " + field.dataType().sql())
        .toList();
  }

  private void compare(PublishedTable table, String runKey) {
    TableDigest published = new TableDigest(table.rows(), table.digest());
    TableDigest found =
        TableDigest.measure(
            session.table(target.identifier(table.name())).where(ofRun(runKey)).drop(RUN));
    if (!found.equals(published)) {
      throw new TransientException(
          "Sink %s gives back %d rows of table %s with digest %s for run '%s', which has %d with digest %s. The same call again writes the sink anew."
              .formatted(
                  target,
                  found.rows(),
                  table.name(),
                  found.digest(),
                  runKey,
                  published.rows(),
                  published.digest()));
    }
  }

  private static Column ofRun(String runKey) {
    return col(RUN).equalTo(runKey);
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElseThrow().replaceAll("\\.$", "");
  }
}
