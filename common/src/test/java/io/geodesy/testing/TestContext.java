package io.geodesy.testing;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A context without a run: stages are computed and kept in memory, so that lineage is cut as in a
 * run.
 *
 * @param seed of the run
 * @param threads for local work
 * @param earlier what every earlier run of the output published; null if there is none
 */
public record TestContext(long seed, int threads, Tables earlier) implements AnalysisContext {
  /** No run is published. */
  public TestContext(long seed, int threads) {
    this(seed, threads, null);
  }

  /** Seed 42, two threads. */
  public TestContext() {
    this(42, 2);
  }

  /** Seed 42, two threads, after an earlier run. */
  public static TestContext after(Tables earlier) {
    return new TestContext(42, 2, earlier);
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
    if (earlier == null) {
      throw new UnsupportedOperationException("No run is published here");
    }
    return earlier.table(table);
  }

  @Override
  public Dataset<Row> stage(String name, Supplier<Dataset<Row>> dataset) {
    Dataset<Row> made = dataset.get();
    return session().createDataFrame(made.collectAsList(), made.schema());
  }
}
