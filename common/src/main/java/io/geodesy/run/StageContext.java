package io.geodesy.run;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Table;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The surroundings of one analysis in a run. */
final class StageContext implements AnalysisContext {
  private final String analysis;
  private final SparkSession session;
  private final RunRequest request;
  private final Stages stages;
  private final Catalogue catalogue;
  private final ProgressMeter meter;
  private final Set<String> names = new HashSet<>();

  StageContext(
      String analysis,
      SparkSession session,
      RunRequest request,
      Stages stages,
      Catalogue catalogue,
      ProgressMeter meter) {
    this.analysis = analysis;
    this.session = session;
    this.request = request;
    this.stages = stages;
    this.catalogue = catalogue;
    this.meter = meter;
  }

  @Override
  public SparkSession session() {
    return session;
  }

  @Override
  public long seed() {
    return request.seed();
  }

  @Override
  public int threads() {
    return request.threads();
  }

  @Override
  public Progress progress() {
    return meter;
  }

  @Override
  public Table published(String runKey, String table) {
    return catalogue.table(session, runKey, table);
  }

  @Override
  public Dataset<Row> stage(String name, Supplier<Dataset<Row>> dataset) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(analysis + " has two stages called " + name);
    }
    String stage = analysis + "." + name;
    Optional<StageRecord> committed = stages.find(stage);
    return committed.isPresent()
        ? stages.resume(session, committed.get())
        : stages.read(session, stages.commit(stage, dataset.get(), meter.takePhases()));
  }
}
