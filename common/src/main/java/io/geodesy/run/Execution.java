package io.geodesy.run;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.error.ConfigException;
import io.geodesy.run.Step.Status;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.Fault;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.TableContract;
import io.geodesy.table.ValidatedVectors;
import io.geodesy.table.VectorValidation;
import io.geodesy.table.ZeroVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Brings every table of a plan to a committed stage: computed, read back from an earlier attempt,
 * or taken from a published run.
 *
 * <p>The analyses' {@code statistics} become one table, with those of reused analyses, so that
 * every table of a run is judged by what stands beside it.
 */
final class Execution {
  /** The producer of tables that no single analysis writes. */
  static final String SELF = "run";

  /** What lives long has two thirds of a heap: the rest is for new objects. */
  private static final double LONG_LIVED_SHARE = 2 / 3.0;

  private static final String STATISTICS = StandardTables.STATISTICS.name();
  private static final String VECTORS = StandardTables.VECTORS.name();

  private final RunRequest request;
  private final List<Step<?>> steps;
  private final SparkSession session;
  private final Stages stages;
  private final Catalogue catalogue;
  private final ProgressMeter meter;

  private ValidatedVectors vectors;
  private final SortedMap<String, ValidatedVectors> second = new TreeMap<>();
  private Tables tables = Tables.none();
  private final List<Dataset<Row>> statistics = new ArrayList<>();
  private int at;

  Execution(
      RunRequest request,
      List<Step<?>> steps,
      SparkSession session,
      Stages stages,
      Catalogue catalogue,
      ProgressMeter meter) {
    this.request = request;
    this.steps = steps;
    this.session = session;
    this.stages = stages;
    this.catalogue = catalogue;
    this.meter = meter;
  }

  /**
   * Returns every table of the plan, {@code vectors}, the second tables and the common {@code
   * statistics}.
   *
   * @param warmUp ended once the input is read
   */
  Tables execute(WarmUp warmUp) {
    String location = request.source().location();
    vectors = read(VECTORS, location, request.source());
    request
        .secondTables()
        .forEach(
            (name, source) -> second.put(name, read(name, name + " " + source.location(), source)));
    warmUp.close();
    requireMemory();
    for (Step<?> step : steps) {
      switch (step.status()) {
        case COMPUTE -> compute(step);
        case COMMITTED -> resume(step);
        case REUSE -> reuse(step);
        case NOT_NEEDED -> {}
      }
    }
    uniteStatistics();
    return tables;
  }

  /** The last analysis must not find out after the hours of the first. */
  private void requireMemory() {
    long heap = Runtime.getRuntime().maxMemory();
    long room = (long) (LONG_LIVED_SHARE * heap);
    TreeMap<String, TableShape> others = new TreeMap<>();
    second.forEach((name, table) -> others.put(name, shape(table)));
    TableShape shape = shape(vectors).with(others);
    List<Step<?>> tooLarge = new ArrayList<>();
    List<String> needs = new ArrayList<>();
    for (Step<?> step : steps) {
      if (step.status() == Status.COMPUTE && !step.plansMemory()) {
        long needed = step.estimate(shape).memoryBytes();
        if (needed > room) {
          tooLarge.add(step);
          needs.add("%s holds about %,d MiB".formatted(step.name(), needed >> 20));
        }
      }
    }
    if (!tooLarge.isEmpty()) {
      throw new ConfigException(
          "%s in this process for %,d rows x %d columns, but a heap of %,d MiB has room for %,d MiB. Give it more (GEODESY_HEAP=... or spark-submit --driver-memory ...)%s."
              .formatted(
                  String.join(" and ", needs),
                  shape.rows(),
                  shape.dim(),
                  heap >> 20,
                  room >> 20,
                  canDoWithout(tooLarge)
                      ? ", or run the other analyses alone: --without "
                          + String.join(",", tooLarge.stream().map(Step::name).toList())
                      : ""));
    }
  }

  /** Tells whether something that was asked for is left, and nothing that is left reads these. */
  private boolean canDoWithout(List<Step<?>> some) {
    List<String> names = some.stream().map(Step::name).toList();
    List<String> made = some.stream().flatMap(step -> Planner.tablesOf(step).stream()).toList();
    return request.targets().containsAll(names)
        && !names.containsAll(request.targets())
        && steps.stream()
            .filter(step -> !names.contains(step.name()))
            .noneMatch(step -> step.inputs().stream().anyMatch(made::contains));
  }

  private TableShape shape(ValidatedVectors table) {
    return new TableShape(table.rows(), table.dim(), request.threads());
  }

  /** Shows that the last step has begun. */
  void beginPublishing() {
    begin("publish");
  }

  /** Returns the embedding table; after {@link #execute}. */
  ValidatedVectors vectors() {
    return vectors;
  }

  /** Returns the second tables by name; after {@link #execute}. */
  SortedMap<String, ValidatedVectors> secondTables() {
    return second;
  }

  /** Reads and checks an embedding table; {@code shown} is what messages call it. */
  private ValidatedVectors read(String name, String shown, EmbeddingSource source) {
    begin("read " + shown, "read " + name);
    ValidatedVectors read = check(request, steps, shown, source.read(session));
    tables = tables.with(name, table(read));
    statistics.add(Statistic.toDataset(session, statistics(name, read)));
    meter.finish();
    return read;
  }

  /** Checks an embedding table by the rules of a plan's analyses. */
  static ValidatedVectors check(
      RunRequest request, List<Step<?>> steps, String shown, Dataset<Row> raw) {
    boolean needsDirection =
        steps.stream().anyMatch(step -> step.vectorRule() == VectorRule.HAS_DIRECTION);
    ZeroVectors zeroVectors = needsDirection ? ZeroVectors.BAD : ZeroVectors.ALLOWED;
    return new VectorValidation(shown, request.badRows(), zeroVectors).check(raw);
  }

  /** Returns an embedding table as analyses are given it. */
  static Table table(ValidatedVectors read) {
    return new Table(
        read.dataset(), Attributes.none().with("n", read.rows()).with("dim", read.dim()));
  }

  private static List<Statistic> statistics(String table, ValidatedVectors read) {
    List<Statistic> found = new ArrayList<>();
    long n = read.rows();
    found.add(Statistic.of(table, "rows", (double) n, n));
    found.add(Statistic.of(table, "dimension", read.dim(), n));
    found.add(Statistic.of(table, "rows-dropped", (double) read.droppedRows(), n));
    for (Map.Entry<Fault, Long> dropped : read.dropped().entrySet()) {
      found.add(
          Statistic.of(table, "rows-dropped-" + dropped.getKey().key(), dropped.getValue(), n));
    }
    return found;
  }

  private void compute(Step<?> step) {
    begin(step.name());
    Tables inputs = Tables.none();
    for (String name : step.inputs()) {
      inputs = inputs.with(name, tables.table(name));
    }
    StageContext context =
        new StageContext(step.name(), session, request, stages, catalogue, meter);
    Tables made = step.run(inputs, context);
    Map<String, Double> phases = meter.takePhases();
    for (TableContract contract : step.descriptor().outputs()) {
      meter.phase("commit " + contract.name());
      String stage = Stages.outputOf(step.name(), contract.name());
      Optional<StageRecord> committed = stages.find(stage);
      if (committed.isPresent()) {
        keep(committed.get(), stages.resume(session, committed.get()));
      } else {
        Table table = made.table(contract.name());
        StageRecord record =
            stages.commit(stage, contract, table.dataset(), table.attributes(), phases);
        keep(record, stages.read(session, record));
        phases = Map.of();
      }
    }
    meter.finish();
  }

  private void resume(Step<?> step) {
    begin(step.name());
    meter.phase("read what an earlier attempt committed");
    for (TableContract contract : step.descriptor().outputs()) {
      StageRecord record = stages.find(Stages.outputOf(step.name(), contract.name())).orElseThrow();
      keep(record, stages.resume(session, record));
    }
    meter.finish();
  }

  private void keep(StageRecord record, Dataset<Row> rows) {
    if (record.table().equals(STATISTICS)) {
      statistics.add(rows);
    } else {
      tables = tables.with(record.table(), new Table(rows, record.attributeValues()));
    }
  }

  private void reuse(Step<?> step) {
    Manifest run = catalogue.run(step.reusedFrom());
    for (String name : Planner.tablesOf(step)) {
      tables = tables.with(name, catalogue.table(session, run.table(name).orElseThrow()));
    }
    run.table(STATISTICS)
        .map(table -> catalogue.table(session, table).dataset())
        .map(rows -> rows.where(functions.col("analysis").equalTo(step.name())))
        .ifPresent(statistics::add);
  }

  private void uniteStatistics() {
    begin("gather statistics");
    String stage = Stages.outputOf(SELF, STATISTICS);
    Optional<StageRecord> committed = stages.find(stage);
    Dataset<Row> rows;
    if (committed.isPresent()) {
      rows = stages.resume(session, committed.get());
    } else {
      Dataset<Row> all = statistics.stream().reduce(Dataset::union).orElseThrow().coalesce(1);
      StageRecord record =
          stages.commit(stage, StandardTables.STATISTICS, all, Attributes.none(), Map.of());
      rows = stages.read(session, record);
    }
    tables = tables.with(STATISTICS, rows);
    meter.finish();
  }

  private void begin(String name) {
    begin(name, name);
  }

  /** Begins a step that people are shown with more words than machines. */
  private void begin(String shown, String name) {
    meter.begin(++at, stepCount(request, steps), shown);
    TaskWatch.begin(session, name);
    RunLog.step(name);
  }

  /** Returns the analyses that are computed or read back, and reading, gathering, publishing. */
  static int stepCount(RunRequest request, List<Step<?>> steps) {
    long working =
        steps.stream()
            .filter(s -> s.status() == Status.COMPUTE || s.status() == Status.COMMITTED)
            .count();
    return (int) working + request.secondTables().size() + 3;
  }
}
