package io.geodesy.run;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.error.ConflictException;
import io.geodesy.error.DataException;
import io.geodesy.error.GeodesyException;
import io.geodesy.run.RunResult.SinkState;
import io.geodesy.table.EmbeddingSource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The run protocol, from request to published run.
 *
 * <ol>
 *   <li>Plan: which analyses, in which order, under which fingerprint and key. No Spark yet.
 *   <li>A published run of this key with this fingerprint: nothing happens. With another: conflict.
 *   <li>The output can be written, and nobody else's tables lie where ours would be.
 *   <li>Every table becomes a committed stage; what an earlier attempt committed is read back, what
 *       another run published is reused.
 *   <li>Publish: tables by rename, report, manifest last; then the stages go.
 *   <li>A sink, if asked for, gets what is published ({@link TableSink}).
 * </ol>
 *
 * From step 2 on the driver holds the lease of the key ({@link Lease}); a second driver ends with
 * {@link io.geodesy.error.TransientException}. An attempt that fails leaves its exit code in {@code
 * _failure.json}.
 */
public final class Runner {
  private final AnalysisRegistry registry;
  private final Supplier<SparkSession> session;
  private final Configuration hadoop;
  private final Clock clock;
  private final ProgressView view;
  private final LeaseTerms terms;

  /**
   * A runner.
   *
   * @param registry of the analyses
   * @param session asked for only when there is something to compute; not stopped here
   * @param hadoop how file systems are reached before there is a session
   * @param clock of manifests and progress
   * @param view where progress is shown
   */
  public Runner(
      AnalysisRegistry registry,
      Supplier<SparkSession> session,
      Configuration hadoop,
      Clock clock,
      ProgressView view) {
    this(registry, session, hadoop, clock, view, LeaseTerms.standard(Clock.systemUTC()));
  }

  Runner(
      AnalysisRegistry registry,
      Supplier<SparkSession> session,
      Configuration hadoop,
      Clock clock,
      ProgressView view,
      LeaseTerms terms) {
    this.registry = registry;
    this.session = session;
    this.hadoop = hadoop;
    this.clock = clock;
    this.view = view;
    this.terms = terms;
  }

  /**
   * Says what {@link #run} would do, and what it would cost; writes nothing. Starts Spark, and lets
   * analyses look at the rows, only where no published run has read them.
   */
  public RunPlan plan(RunRequest request) {
    Prepared run = prepare(request);
    RunPlan plan = plan(run);
    return run.published
        .map(manifest -> estimated(plan, shape(manifest, request)))
        .orElseGet(() -> remedied(run, () -> estimated(plan, request, run)));
  }

  private static RunPlan estimated(RunPlan plan, TableShape shape) {
    return plan.with(shape, plan.steps().stream().map(step -> step.estimate(shape)).toList());
  }

  private RunPlan estimated(RunPlan plan, RunRequest request, Prepared run) {
    TableShape shape = shape(request);
    PlanInputs inputs = new PlanInputs(request, plan.steps(), session.get());
    List<Estimate> estimates = new ArrayList<>();
    for (Step<?> step : plan.steps()) {
      estimates.add(
          step.status() == Step.Status.COMPUTE
              ? step.estimate(
                  shape, inputs::tables, new PlanContext(session.get(), request, run.catalogue))
              : step.estimate(shape));
    }
    return plan.with(shape, estimates);
  }

  /** Runs a request, or finds that it is done. */
  public RunResult run(RunRequest request) {
    Prepared run = prepare(request);
    RunLog.begin(run.key);
    try {
      return run(request, run);
    } catch (RuntimeException e) {
      RunLog.failed(Failures.exitCode(e), messageOf(e, run));
      throw e;
    } finally {
      RunLog.end();
    }
  }

  private RunResult run(RunRequest request, Prepared run) {
    Optional<TableSink> sink = openSink(request, run);
    boolean isInSink = isIn(sink, run);
    if (run.published.isPresent() && isInSink) {
      return alreadyDone(run, run.published.get(), stateOf(sink));
    }
    run.files.probe();
    try (Lease lease = Lease.take(run.files, run.key, terms)) {
      ProgressFile progress = new ProgressFile(run.files, run.key, terms.clock());
      Heartbeat heartbeat = Heartbeat.start(lease, terms, progress);
      try {
        return runUnder(lease, request, run, progress, sink);
      } finally {
        heartbeat.close();
        progress.remove();
      }
    } finally {
      view.close();
    }
  }

  /** A session without the sink must not be found out by a run of hours. */
  private Optional<TableSink> openSink(RunRequest request, Prepared run) {
    return request.sink().map(target -> remedied(run, () -> TableSink.open(session.get(), target)));
  }

  /** Fails if another run of this key is there. */
  private static boolean isIn(Optional<TableSink> sink, Prepared run) {
    return remedied(
        run, () -> sink.stream().allMatch(s -> s.holds(run.key, run.fingerprint.digest())));
  }

  private static SinkState stateOf(Optional<TableSink> sink) {
    return sink.isPresent() ? SinkState.HELD : SinkState.NONE;
  }

  private RunResult runUnder(
      Lease lease,
      RunRequest request,
      Prepared run,
      ProgressFile progress,
      Optional<TableSink> sink) {
    // Who held the lease before may have published meanwhile.
    Optional<Manifest> meanwhile = run.catalogue.find(run.key);
    meanwhile.ifPresent(manifest -> checkSame(manifest, run.fingerprint, run.files));
    boolean isInSink = meanwhile.isPresent() && isIn(sink, run);
    Manifest manifest =
        meanwhile.orElseGet(() -> attempt(request, run.under(lease), lease, progress));
    SinkState state = stateOf(sink);
    if (sink.isPresent() && !isInSink) {
      sink.get().write(manifest, run.catalogue, run.stages.under(lease)::checkLease);
      state = SinkState.WRITTEN;
    }
    return meanwhile.isPresent()
        ? alreadyDone(run, manifest, state)
        : RunResult.of(manifest, run.catalogue, false, state);
  }

  /** A driver that was killed after the manifest left its stages and its lease: they go now. */
  private static RunResult alreadyDone(Prepared run, Manifest manifest, SinkState sink) {
    RunLog.alreadyDone();
    try {
      run.files.tidy(run.key);
    } catch (GeodesyException e) {
      // Who may only read finds the run done all the same.
    }
    return RunResult.of(manifest, run.catalogue, true, sink);
  }

  private Manifest attempt(RunRequest request, Prepared run, Lease lease, ProgressFile progress) {
    try {
      run.files.delete(run.files.failure(run.key));
      run.files.delete(run.files.progress(run.key));
      run.stages.discardOthers();
      RunPlan plan = plan(run);
      checkFree(run, plan);
      return remedied(run, () -> execute(request, run, plan, progress));
    } catch (RuntimeException e) {
      if (lease.isHeld()) {
        record(run, e);
      }
      throw e;
    }
  }

  private void record(Prepared run, RuntimeException failure) {
    FailureRecord record =
        new FailureRecord(
            Failures.exitCode(failure).code(),
            messageOf(failure, run),
            clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
            run.fingerprint.digest());
    try {
      run.files.overwrite(run.files.failure(run.key), Json.pretty(record));
    } catch (GeodesyException e) {
      failure.addSuppressed(e);
    }
  }

  private static String messageOf(RuntimeException failure, Prepared run) {
    return run.files.withoutSecrets(String.valueOf(failure.getMessage()));
  }

  private Prepared prepare(RunRequest request) {
    request.runKey().ifPresent(Preflight::checkKey);
    RunFiles files = RunFiles.open(request.output(), hadoop);
    Preflight.checkOutput(files.root());
    InputListing inputs = InputListing.of(request);
    Preflight.checkApart(request.source().location(), files, hadoop);
    request
        .secondTables()
        .values()
        .forEach(source -> Preflight.checkApart(source.location(), files, hadoop));

    Planner planner = new Planner(registry, request, inputs);
    Fingerprint fingerprint = planner.fingerprint();
    String key = request.runKey().orElseGet(() -> derivedKey(request, fingerprint));
    Catalogue catalogue = new Catalogue(files);
    Optional<Manifest> published = catalogue.find(key);
    published.ifPresent(manifest -> checkSame(manifest, fingerprint, files));
    Stopwatch watch = new Stopwatch(clock);
    Stages stages = new Stages(files, key, fingerprint.digest(), watch);
    return new Prepared(
        planner, fingerprint, key, files, inputs, catalogue, published, stages, watch);
  }

  private static String derivedKey(RunRequest request, Fingerprint fingerprint) {
    return request.command() + "-" + fingerprint.digest().substring(0, 10);
  }

  private static void checkSame(Manifest published, Fingerprint fingerprint, RunFiles files) {
    List<String> differences =
        fingerprint.differencesFrom(new Fingerprint(published.fingerprintParts()));
    if (!differences.isEmpty()) {
      throw new ConflictException(
          "Run '%s' is already published in %s and differs: %s. A published run is never overwritten: choose another run key, or ask for what it was made with."
              .formatted(published.runKey(), files.root(), String.join("; ", differences)));
    }
  }

  private static RunPlan plan(Prepared run) {
    List<Step<?>> steps =
        run.published.isPresent()
            ? run.planner.allCommitted()
            : run.planner.decide(run.stages, run.catalogue);
    return RunPlan.of(run.key, run.fingerprint.digest(), run.published.isPresent(), steps);
  }

  private static void checkFree(Prepared run, RunPlan plan) {
    for (Step<?> step : plan.steps()) {
      for (String table : Planner.tablesOf(step)) {
        run.stages.checkFree(Stages.outputOf(step.name(), table), table);
      }
    }
  }

  private Manifest execute(RunRequest request, Prepared run, RunPlan plan, ProgressFile progress) {
    ProgressMeter meter = new ProgressMeter(view, run.watch);
    progress.follow(meter);
    try (Ticker ticker = new Ticker(meter);
        WarmUp warmUp = WarmUp.start(plan.steps())) {
      ticker.start();
      meter.begin(0, Execution.stepCount(request, plan.steps()), "start Spark");
      return execute(request, run, plan, session.get(), meter, warmUp);
    }
  }

  private Manifest execute(
      RunRequest request,
      Prepared run,
      RunPlan plan,
      SparkSession spark,
      ProgressMeter meter,
      WarmUp warmUp) {
    TaskWatch tasks = new TaskWatch(meter);
    spark.sparkContext().addSparkListener(tasks);
    try {
      Execution execution =
          new Execution(request, plan.steps(), spark, run.stages, run.catalogue, meter);
      Tables tables = execution.execute(warmUp);
      execution.beginPublishing();
      tasks.hearAll(spark);
      Provenance provenance = new Provenance(clock, run.watch, spark.version(), run.inputs, meter);
      Manifest manifest =
          new Publication(request, plan, run.fingerprint, run.files, run.stages, provenance)
              .publish(tables, execution.vectors(), execution.secondTables());
      meter.finish();
      RunLog.published(manifest);
      return manifest;
    } finally {
      TaskWatch.end(spark);
      spark.sparkContext().removeSparkListener(tasks);
    }
  }

  private static TableShape shape(Manifest published, RunRequest request) {
    int cores = request.threads();
    Map<String, TableShape> second = new TreeMap<>();
    published
        .secondTables()
        .forEach(
            (name, table) -> second.put(name, new TableShape(table.rows(), table.dim(), cores)));
    Manifest.Input input = published.input();
    return new TableShape(input.rows(), input.dim(), cores).with(second);
  }

  private TableShape shape(RunRequest request) {
    Map<String, TableShape> second = new TreeMap<>();
    request
        .secondTables()
        .forEach((name, source) -> second.put(name, shape(source, request.threads())));
    return shape(request.source(), request.threads()).with(second);
  }

  /** Counts rows where they lie; for Parquet from the footers alone. */
  private TableShape shape(EmbeddingSource source, int cores) {
    Dataset<Row> raw = source.read(session.get());
    Row first =
        raw
            .where(functions.col("vector").isNotNull())
            .select(functions.size(functions.col("vector")))
            .takeAsList(1)
            .stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new DataException(
                        "Input %s has no row with a vector.".formatted(source.location())));
    return new TableShape(raw.count(), first.getInt(0), cores);
  }

  private static <T> T remedied(Prepared run, Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      // Spark throws SparkException, a checked one, without declaring it.
      throw Failures.remedied(e, run.files.root());
    }
  }

  /** A request that passed every check that needs no Spark and writes nothing. */
  private record Prepared(
      Planner planner,
      Fingerprint fingerprint,
      String key,
      RunFiles files,
      InputListing inputs,
      Catalogue catalogue,
      Optional<Manifest> published,
      Stages stages,
      Stopwatch watch) {
    Prepared under(Lease lease) {
      return new Prepared(
          planner,
          fingerprint,
          key,
          files,
          inputs,
          catalogue,
          published,
          stages.under(lease),
          watch);
    }
  }
}
