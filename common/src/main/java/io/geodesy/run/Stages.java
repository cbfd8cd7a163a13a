package io.geodesy.run;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.error.DataException;
import io.geodesy.error.TransientException;
import io.geodesy.table.CheckedParquet;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * The committed stages of one run.
 *
 * <ol>
 *   <li>A stage is written to {@code stage=<name>/attempt=<i>/}, a folder nobody wrote before.
 *   <li>It is read back; rows and digest are counted from what was read, and compared with what the
 *       writers saw pass.
 *   <li>{@code stage=<name>/stage.json} commits it. Without that file a stage does not exist.
 *   <li>Publishing moves the attempt's folder; the commit stays until the run's manifest is
 *       written, so that a run that breaks off in between resumes.
 * </ol>
 *
 * <p>Cost of a commit: the dataset is evaluated once, what it gave is read once.
 */
final class Stages {
  private static final String STAGE = "stage=";
  private static final String COMMIT = "stage.json";

  /** What a table may be called; a record that was tampered with must not lead elsewhere. */
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_]+");

  private static final long SMALL_BYTES = 16L << 20;
  private static final long OBSERVED_WITHIN_SECONDS = 10;

  private final RunFiles files;
  private final String runKey;
  private final String fingerprint;
  private final Stopwatch watch;
  private final Runnable leaseCheck;
  private final Map<String, StageRecord> used = new LinkedHashMap<>();

  /** The stages of a run, as long as nothing is committed. */
  Stages(RunFiles files, String runKey, String fingerprint, Stopwatch watch) {
    this(files, runKey, fingerprint, watch, () -> {});
  }

  private Stages(
      RunFiles files, String runKey, String fingerprint, Stopwatch watch, Runnable leaseCheck) {
    this.files = files;
    this.runKey = runKey;
    this.fingerprint = fingerprint;
    this.watch = watch;
    this.leaseCheck = leaseCheck;
  }

  /** Returns the stages of the same run, for the driver that holds its lease. */
  Stages under(Lease lease) {
    return new Stages(files, runKey, fingerprint, watch, lease::check);
  }

  /** Fails if this driver has lost the lease of the run; before every step that others can see. */
  void checkLease() {
    leaseCheck.run();
  }

  /** Returns the name of the stage that becomes an analysis' table. */
  static String outputOf(String analysis, String table) {
    return analysis + ".output-" + table;
  }

  /** Returns a stage that an attempt of this run committed. */
  Optional<StageRecord> find(String stage) {
    Path commit = new Path(folder(stage), COMMIT);
    return files
        .read(commit)
        .map(text -> Json.read(text, StageRecord.class, commit))
        .filter(record -> record.fingerprint().equals(fingerprint))
        .filter(record -> files.exists(location(record)));
  }

  /** Returns whether all tables of an analysis are committed. */
  boolean hasOutputs(Descriptor<?> analysis) {
    return analysis.outputs().stream()
        .allMatch(table -> find(outputOf(analysis.name(), table.name())).isPresent());
  }

  /** Returns the stages that were committed or found committed, in that order. */
  List<StageRecord> used() {
    return List.copyOf(used.values());
  }

  /**
   * Removes what a run of this key and another fingerprint left unfinished, its half-published
   * tables too.
   */
  void discardOthers() {
    List<StageRecord> records = records(files, runKey);
    boolean isOthers = records.stream().anyMatch(r -> !r.fingerprint().equals(fingerprint));
    if (isOthers) {
      checkLease();
      tablesOnRecord(files, runKey).forEach(table -> files.delete(files.table(table, runKey)));
      files.delete(files.report(runKey));
      clear();
    }
  }

  /** Returns the tables that a run's committed stages become, published already or not. */
  static List<String> tablesOnRecord(RunFiles files, String runKey) {
    return records(files, runKey).stream()
        .map(StageRecord::table)
        .filter(table -> TABLE.matcher(table).matches())
        .distinct()
        .toList();
  }

  private static List<StageRecord> records(RunFiles files, String runKey) {
    // A lease or a failure is a file: below it there is nothing to ask for.
    return files.names(files.run(runKey)).stream()
        .filter(name -> name.startsWith(STAGE))
        .map(name -> new Path(new Path(files.run(runKey), name), COMMIT))
        .flatMap(
            commit ->
                files.read(commit).map(text -> Json.read(text, StageRecord.class, commit)).stream())
        .toList();
  }

  /** Commits an intermediate result. */
  StageRecord commit(String stage, Dataset<Row> rows, Map<String, Double> phases) {
    Draft draft = new Draft(stage, "", Attributes.none(), phases);
    return commit(draft, rows, new ValueCheck());
  }

  /** Commits a table that will be published. */
  StageRecord commit(
      String stage,
      TableContract contract,
      Dataset<Row> rows,
      Attributes attributes,
      Map<String, Double> phases) {
    contract.check(rows.schema());
    Draft draft = new Draft(stage, contract.name(), attributes, phases);
    return commit(draft, rows, new ValueCheck(contract, rows.schema()));
  }

  private StageRecord commit(Draft draft, Dataset<Row> rows, ValueCheck check) {
    int attempt = nextAttempt(draft.stage);
    Path path = attemptPath(draft.stage, attempt);
    StructType schema = rows.schema();

    checkLease();
    double start = watch.seconds();
    Observation observation = new Observation();
    List<Column> digest = TableDigest.aggregates(schema);
    rows.observe(
            observation, digest.get(0), digest.subList(1, digest.size()).toArray(Column[]::new))
        .write()
        .option("compression", "zstd")
        .parquet(path.toString());
    double written = watch.seconds();

    Dataset<Row> committed = read(rows.sparkSession(), path, schema);
    Row found = measure(committed, path, check);
    check.check(found.getLong(TableDigest.AGGREGATES), committed);
    TableDigest reread = TableDigest.of(found);
    compare(draft.stage, path, observation, reread);

    StageRecord record =
        new StageRecord(
            draft.stage,
            draft.table,
            fingerprint,
            attempt,
            reread.rows(),
            reread.digest(),
            schema.toDDL(),
            draft.attributes.asMap(),
            draft.phases,
            Stopwatch.rounded(written - start),
            Stopwatch.rounded(watch.seconds() - written));
    checkLease();
    files.commit(runKey, new Path(folder(draft.stage), COMMIT), Json.pretty(record));
    used.put(draft.stage, record);
    RunLog.committed(record);
    return record;
  }

  /**
   * Returns the rows of a stage that an earlier attempt of the run committed.
   *
   * @throws DataException if they are no longer those that were committed
   */
  Dataset<Row> resume(SparkSession session, StageRecord record) {
    Dataset<Row> rows = read(session, record);
    TableDigest found = TableDigest.of(measure(rows, location(record), new ValueCheck()));
    if (!found.equals(new TableDigest(record.rows(), record.digest()))) {
      throw new DataException(
          "Stage %s of the unfinished run %s has %d rows with digest %s at %s, but was committed with %d rows and digest %s: its files were changed since. Remove %s to compute the run again."
              .formatted(
                  record.stage(),
                  runKey,
                  found.rows(),
                  found.digest(),
                  location(record),
                  record.rows(),
                  record.digest(),
                  files.run(runKey)));
    }
    used.put(record.stage(), record);
    return rows;
  }

  /** Returns the rows of a committed stage. */
  Dataset<Row> read(SparkSession session, StageRecord record) {
    return read(session, location(record), record.structType());
  }

  /** Moves a committed table to its place, unless an earlier attempt of the run did. */
  void publish(StageRecord record) {
    Path staged = attemptPath(record.stage(), record.attempt());
    if (files.exists(staged)) {
      checkLease();
      files.publish(staged, files.table(record.table(), runKey));
    }
  }

  /**
   * Fails if something lies where a table would be published that this run did not put there: known
   * before hours of work, not after.
   */
  void checkFree(String stage, String table) {
    Path place = files.table(table, runKey);
    if (find(stage).isEmpty() && files.exists(place)) {
      throw RunFiles.taken(place);
    }
  }

  /** Removes the folders of all stages and what was never whole; after the manifest. */
  void clear() {
    files.names(files.run(runKey)).stream()
        .filter(name -> name.startsWith(STAGE) || name.startsWith("_draft-"))
        .forEach(name -> files.delete(new Path(files.run(runKey), name)));
  }

  private static Dataset<Row> read(SparkSession session, Path path, StructType schema) {
    return CheckedParquet.reader(session).schema(schema).parquet(path.toString());
  }

  /** One pass; a small table in one task, which spares the second stage of an aggregate. */
  private Row measure(Dataset<Row> rows, Path path, ValueCheck check) {
    List<Column> columns = new ArrayList<>(TableDigest.aggregates(rows.schema()));
    columns.add(check.aggregate());
    Dataset<Row> read = files.bytes(path) <= SMALL_BYTES ? rows.coalesce(1) : rows;
    return read.agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new))
        .head();
  }

  private void compare(String stage, Path path, Observation observation, TableDigest reread) {
    Optional<TableDigest> written = reread.rows() == 0 ? Optional.empty() : observed(observation);
    if (written.isPresent() && !written.get().equals(reread)) {
      throw new TransientException(
          "Stage %s was written as %d rows with digest %s but read back from %s as %d rows with digest %s: the storage gave back something else. A second attempt writes it again."
              .formatted(
                  stage,
                  written.get().rows(),
                  written.get().digest(),
                  path,
                  reread.rows(),
                  reread.digest()));
    }
  }

  /**
   * Returns what the writers saw. Spark leaves the observation out of a plan that it folds into a
   * constant, hence the limit.
   */
  private static Optional<TableDigest> observed(Observation observation) {
    try {
      // The future's own value is a map in Spark 4.0 and a row in 4.1.
      Await.ready(observation.future(), Duration.create(OBSERVED_WITHIN_SECONDS, "s"));
      return Optional.of(TableDigest.of(observation.getAsJava()));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private int nextAttempt(String stage) {
    return 1
        + files.names(folder(stage)).stream()
            .filter(name -> name.matches("attempt=\\d+"))
            .mapToInt(name -> Integer.parseInt(name.substring("attempt=".length())))
            .max()
            .orElse(0);
  }

  private Path folder(String stage) {
    return new Path(files.run(runKey), STAGE + stage);
  }

  private Path attemptPath(String stage, int attempt) {
    return new Path(folder(stage), "attempt=" + attempt);
  }

  private Path location(StageRecord record) {
    Path staged = attemptPath(record.stage(), record.attempt());
    boolean isMoved = !record.table().isEmpty() && !files.exists(staged);
    return isMoved ? files.table(record.table(), runKey) : staged;
  }

  /** What is known of a stage before its rows are. */
  private record Draft(
      String stage, String table, Attributes attributes, Map<String, Double> phases) {}
}
