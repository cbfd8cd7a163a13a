package io.geodesy.run;

import io.geodesy.analysis.Table;
import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.table.CheckedParquet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The published runs of an output. Reads manifests, one small file a run, at every call; starts no
 * Spark, writes nothing.
 */
public final class Catalogue {
  private static final Comparator<Manifest> NEWEST_FIRST =
      Comparator.comparing(Manifest::created).thenComparing(Manifest::runKey).reversed();

  private final RunFiles files;

  Catalogue(RunFiles files) {
    this.files = files;
  }

  /**
   * The catalogue of an output, which need not exist.
   *
   * @param output path as the user gave it
   * @param hadoop how its file system is reached
   */
  public static Catalogue open(String output, Configuration hadoop) {
    return new Catalogue(RunFiles.open(output, hadoop));
  }

  /** Returns the published runs, newest first. */
  public List<Manifest> runs() {
    return files.names(files.runs()).stream()
        .flatMap(key -> find(key).stream())
        .sorted(NEWEST_FIRST)
        .toList();
  }

  /** Returns the run of this key, if it is published. */
  public Optional<Manifest> find(String runKey) {
    return files
        .read(files.manifest(runKey))
        .map(text -> Json.read(text, Manifest.class, files.manifest(runKey)));
  }

  /** Returns how the last attempt of a run failed, if it did and none has begun since. */
  public Optional<FailureRecord> failure(String runKey) {
    Preflight.checkKey(runKey);
    return files
        .read(files.failure(runKey))
        .map(text -> Json.read(text, FailureRecord.class, files.failure(runKey)));
  }

  /** Returns how far a run is by its driver's last word, if one is at work on it or was killed. */
  public Optional<ProgressRecord> progress(String runKey) {
    Preflight.checkKey(runKey);
    return files
        .read(files.progress(runKey))
        .flatMap(text -> Json.readIfWhole(text, ProgressRecord.class));
  }

  /** Returns the keys of runs that have begun and are not published, ascending. */
  public List<String> unpublished() {
    return files.names(files.runs()).stream()
        .filter(key -> !key.startsWith("_"))
        .filter(key -> !files.exists(files.manifest(key)))
        .toList();
  }

  /** Returns whether an attempt of a run has left anything. */
  public boolean isBegun(String runKey) {
    return files.exists(files.run(runKey));
  }

  /**
   * Returns the run of this key.
   *
   * @throws ConfigException naming the nearest known key
   */
  public Manifest run(String runKey) {
    Preflight.checkKey(runKey);
    return find(runKey).orElseThrow(() -> unknown(runKey));
  }

  /**
   * Returns the newest run that published a table.
   *
   * @throws ConfigException naming the tables there are
   */
  public Manifest latestWith(String table) {
    List<Manifest> runs = runs();
    return runs.stream()
        .filter(run -> run.table(table).isPresent())
        .findFirst()
        .orElseThrow(() -> unpublished(table, runs));
  }

  /**
   * Returns a table of a run: one that it published, or took from another run.
   *
   * @throws ConfigException if there is no such run, or it has no such table
   */
  public PublishedTable tableOf(String runKey, String table) {
    Manifest run = run(runKey);
    Optional<PublishedTable> own = run.table(table);
    if (own.isPresent()) {
      return own.get();
    }
    return run.reused().stream()
        .filter(reused -> reused.tables().contains(table))
        .findFirst()
        .map(reused -> tableOf(reused.runKey(), table))
        .orElseThrow(
            () ->
                new ConfigException(
                    "Run '%s' in %s has no table %s. It has: %s."
                        .formatted(
                            runKey,
                            files.root(),
                            table,
                            run.tables().stream()
                                .map(PublishedTable::name)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Returns the rows and attributes of a table of a run.
   *
   * @throws ConfigException if there is no such run, or it has no such table
   */
  Table table(SparkSession session, String runKey, String table) {
    return table(session, tableOf(runKey, table));
  }

  /** Returns the rows and attributes of a published table. */
  public Table table(SparkSession session, PublishedTable table) {
    return new Table(
        CheckedParquet.reader(session).schema(table.structType()).parquet(path(table)),
        table.attributeValues());
  }

  /** Returns the path of a published table, with its scheme. */
  public String path(PublishedTable table) {
    return files.resolve(table.path()).toString();
  }

  /** Returns the path of a run's manifest, with its scheme. */
  public String manifestPath(String runKey) {
    return files.manifest(runKey).toString();
  }

  /** Returns the path of a run's report, with its scheme. */
  public String reportPath(Manifest run) {
    return files.resolve(run.report()).toString();
  }

  /** Returns the newest run that holds all these tables of an analysis with this lineage. */
  Optional<Manifest> runWith(String analysis, String lineage, List<String> tables) {
    return runs().stream()
        .filter(
            run ->
                tables.stream()
                    .allMatch(
                        table ->
                            run.table(table).filter(t -> isFrom(t, analysis, lineage)).isPresent()))
        .findFirst();
  }

  private boolean isFrom(PublishedTable table, String analysis, String lineage) {
    return table.producer().equals(analysis)
        && table.lineage().equals(lineage)
        && files.exists(files.resolve(table.path()));
  }

  private ConfigException unknown(String runKey) {
    List<String> keys = runs().stream().map(Manifest::runKey).toList();
    if (keys.isEmpty()) {
      return nothing();
    }
    return new ConfigException(
        "There is no run '%s' in %s. %s"
            .formatted(runKey, files.root(), NearestKey.remedy(runKey, keys)));
  }

  private ConfigException unpublished(String table, List<Manifest> runs) {
    if (runs.isEmpty()) {
      return nothing();
    }
    TreeSet<String> names =
        runs.stream()
            .flatMap(run -> run.tables().stream())
            .map(PublishedTable::name)
            .collect(Collectors.toCollection(TreeSet::new));
    return new ConfigException(
        "No run in %s published table '%s'. There are: %s."
            .formatted(files.root(), table, String.join(", ", names)));
  }

  private ConfigException nothing() {
    return new ConfigException(
        "No run is published in %s: run an analysis with this output first, or name another output."
            .formatted(files.root()));
  }
}
