package io.geodesy.jobs.knn;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.table.VectorBlock;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * The published graph that is to be extended.
 *
 * @param run its key
 * @param dataset its lists
 * @param attributes what is known of it
 */
record ExtendedRun(String run, Dataset<Row> dataset, Attributes attributes) {

  static ExtendedRun of(String run, Table neighbors) {
    return new ExtendedRun(run, neighbors.dataset(), neighbors.attributes());
  }

  boolean isExact() {
    return attributes.text("mode").orElse("").equals("exact");
  }

  /**
   * Fails unless the graph can become that of a table under these parameters.
   *
   * @throws ConfigException if a parameter is another
   * @throws DataException if the table has another dimension or id type
   */
  void check(KnnGraphParameters parameters, VectorBlock block) {
    String metric = parameters.metric().key();
    requireSame("metric", metric, attributes.text("metric").orElse("unknown"));
    if (parameters.metric() == Metric.INNER_PRODUCT) {
      throw new ConfigException(
          "metric is inner-product, but its distances depend on the largest norm of the table, so that those of run %s may not hold with other rows. Build the graph anew: leave --extend out."
              .formatted(run));
    }
    attributes
        .text("within")
        .ifPresent(
            column -> {
              throw new ConfigException(
                  "The graph of run %s is within the groups of column %s, and such a graph cannot be extended. Build it anew: leave --extend out."
                      .formatted(run, column));
            });
    requireSame("k", Integer.toString(parameters.k()), number("k"));
    if (parameters.mode() == SearchMode.EXACT && !isExact()) {
      throw new ConfigException(
          "mode is exact but the graph of run %s is approximate: extending it does not make it exact. Leave mode out, or build the graph anew without --extend."
              .formatted(run));
    }
    if (!number("dim").equals(Integer.toString(block.dim()))) {
      throw new DataException(
          "The table has %d columns but that of run %s had %s: these are other embeddings. Build the graph anew: leave --extend out."
              .formatted(block.dim(), run, number("dim")));
    }
    DataType ids = dataset.schema().apply("id").dataType();
    if (!ids.equals(block.ids().type())) {
      throw new DataException(
          "The ids of the table are %s but those of run %s are %s: no row can be found again. Name the column of the earlier ids by --id-column, or build the graph anew without --extend."
              .formatted(block.ids().type().sql(), run, ids.sql()));
    }
  }

  private void requireSame(String key, String asked, String was) {
    if (!asked.equals(was)) {
      throw new ConfigException(
          "%1$s is %2$s but the graph of run %3$s has %1$s %4$s: a graph is extended as it was built. Set %1$s to %4$s, or build the graph anew without --extend."
              .formatted(key, asked, run, was));
    }
  }

  private String number(String name) {
    return attributes.number(name).isPresent()
        ? Long.toString((long) attributes.number(name).getAsDouble())
        : "unknown";
  }
}
