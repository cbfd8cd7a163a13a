package io.geodesy.spectral;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Commits rows and reads them back: where the lineage of an iteration is cut. */
@FunctionalInterface
public interface BlockCommit {
  /**
   * Commits.
   *
   * @param name unique within a solution: lower case, words joined by hyphens
   * @param rows to commit; not made where they are committed already
   * @return the committed rows
   */
  Dataset<Row> commit(String name, Supplier<Dataset<Row>> rows);

  /** Returns commits whose names are apart from those of other components. */
  default BlockCommit ofComponent(int component) {
    return (name, rows) -> commit("component-" + component + "-" + name, rows);
  }
}
