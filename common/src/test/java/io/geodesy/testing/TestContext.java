package io.geodesy.testing;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A context without a run: stages are computed and kept in memory, so that lineage is cut as in a
 * run.
 *
 * @param seed of the run
 * @param threads for local work
 */
public record TestContext(long seed, int threads) implements AnalysisContext {
  /** Seed 42, two threads. */
  public TestContext() {
    this(42, 2);
  }

  @Override
  public SparkSession session() {
    return SharedSession.get();
  }

  @Override
  public Progress progress() {
    return Progress.SILENT;
  }

  @Override
  public Table published(String runKey, String table) {
    throw new UnsupportedOperationException("No run is published here");
  }

  @Override
  public Dataset<Row> stage(String name, Dataset<Row> dataset) {
    return session().createDataFrame(dataset.collectAsList(), dataset.schema());
  }
}
