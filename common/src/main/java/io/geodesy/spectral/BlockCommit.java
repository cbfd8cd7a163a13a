package io.geodesy.spectral;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Commits rows and reads them back: where the lineage of an iteration is cut. */
@FunctionalInterface
public interface BlockCommit {
  /**
   * Commits.
   *
   * @param name unique within a solution: lower case, words joined by hyphens
   * @param rows to commit
   * @return the committed rows
   */
  Dataset<Row> commit(String name, Dataset<Row> rows);
}
