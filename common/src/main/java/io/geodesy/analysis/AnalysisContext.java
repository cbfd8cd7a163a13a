package io.geodesy.analysis;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What an analysis may ask of its surroundings, and nothing else: no path, no command line, no
 * clock.
 */
public interface AnalysisContext {
  /** Returns the session. The analysis never changes its configuration. */
  SparkSession session();

  /**
   * Returns the run's seed; every random value is a pure function of it, a stage name and a row id.
   */
  long seed();

  /** Returns the threads that local work in the driver may use. */
  int threads();

  /** Returns where to say how far the work is. */
  Progress progress();

  /**
   * Returns a table of an earlier run of the same output, with its attributes. A published table
   * never changes, so that its run's key, which is a parameter, says all there is to say of it.
   *
   * @param runKey of a published run
   * @param table that it published, or took from another run
   * @throws io.geodesy.error.ConfigException if there is no such run or it has no such table
   */
  Table published(String runKey, String table);

  /**
   * Commits a dataset and reads it back: the only cut of lineage. A later run of the same
   * fingerprint finds the stage committed and does not compute it again.
   *
   * @param name unique within the analysis: lower case, words joined by hyphens
   * @param dataset to commit
   * @return the committed rows
   */
  default Dataset<Row> stage(String name, Dataset<Row> dataset) {
    return stage(name, () -> dataset);
  }

  /**
   * As {@link #stage(String, Dataset)} for a dataset whose making computes: it is not made where
   * the stage is committed.
   */
  Dataset<Row> stage(String name, Supplier<Dataset<Row>> dataset);
}
