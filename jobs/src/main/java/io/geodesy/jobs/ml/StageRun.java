package io.geodesy.jobs.ml;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.config.InputParameters;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.table.ValidatedVectors;
import io.geodesy.table.VectorValidation;
import io.geodesy.table.ZeroVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * One call of an analysis on DataFrames, without an output folder: what a run would commit is
 * persisted in the cluster's memory and disks instead.
 */
final class StageRun implements AnalysisContext {
  private final SparkSession session;
  private final InputParameters input;
  private final List<Dataset<Row>> staged = new ArrayList<>();

  StageRun(SparkSession session, InputParameters input) {
    this.session = session;
    this.input = input;
  }

  /**
   * Runs an analysis.
   *
   * @param values of its parameters that are not the default, as they would be typed
   * @return its tables; those of a row each are persisted
   */
  <P extends Record> Tables call(Analysis<P> analysis, Map<String, String> values, Tables inputs) {
    P parameters = ParameterBinder.bind(analysis.descriptor().parameters(), values);
    Tables made = analysis.run(parameters, inputs, this);
    Tables kept = Tables.none();
    for (String name : made.names()) {
      Table table = made.table(name);
      Dataset<Row> persisted = table.dataset().persist(StorageLevel.MEMORY_AND_DISK());
      kept = kept.with(name, new Table(persisted, table.attributes()));
    }
    return kept;
  }

  /**
   * Checks an embedding table as every run does.
   *
   * @param shown what messages call it
   */
  <P extends Record> Table check(
      Analysis<P> analysis, Map<String, String> values, String shown, Dataset<Row> vectors) {
    P parameters = ParameterBinder.bind(analysis.descriptor().parameters(), values);
    boolean needsDirection = analysis.vectorRule(parameters) == VectorRule.HAS_DIRECTION;
    ValidatedVectors checked =
        new VectorValidation(
                shown, input.badRows(), needsDirection ? ZeroVectors.BAD : ZeroVectors.ALLOWED)
            .check(vectors);
    return new Table(
        checked.dataset(), Attributes.none().with("n", checked.rows()).with("dim", checked.dim()));
  }

  /** Returns what was staged and is still persisted. */
  List<Dataset<Row>> staged() {
    return staged;
  }

  @Override
  public SparkSession session() {
    return session;
  }

  @Override
  public long seed() {
    return input.seed();
  }

  @Override
  public int threads() {
    return input.threadCount();
  }

  @Override
  public Progress progress() {
    return Progress.SILENT;
  }

  @Override
  public Table published(String runKey, String table) {
    throw new ConfigException(
        "Run %s cannot be looked up: a stage of a pipeline has no output folder. Use the command line."
            .formatted(runKey));
  }

  @Override
  public Dataset<Row> stage(String name, Supplier<Dataset<Row>> dataset) {
    Dataset<Row> persisted = dataset.get().persist(StorageLevel.MEMORY_AND_DISK());
    staged.add(persisted);
    return persisted;
  }
}
