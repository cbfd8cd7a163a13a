package io.geodesy.run;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Table;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The surroundings of an analysis that is only asked what it would do. */
record PlanContext(SparkSession session, RunRequest request, Catalogue catalogue)
    implements AnalysisContext {
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
    return Progress.SILENT;
  }

  @Override
  public Table published(String runKey, String table) {
    return catalogue.table(session, runKey, table);
  }

  @Override
  public Dataset<Row> stage(String name, Supplier<Dataset<Row>> dataset) {
    throw new UnsupportedOperationException("A plan commits nothing, but was given stage " + name);
  }
}
