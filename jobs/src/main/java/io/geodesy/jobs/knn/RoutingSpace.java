package io.geodesy.jobs.knn;

import io.geodesy.table.VectorBlock;
import java.io.Serializable;

/**
 * The float32 space in which rows of many partitions are compared with leaders and queries: moved
 * to the mean of a sample and multiplied by a power of two that brings every row of the table below
 * norm 1, so that squares stay finite. A row's place depends on the row alone.
 *
 * @param mean of the sample, one a column
 * @param scale power of two
 * @param metric of the rows
 */
@SuppressWarnings("ArrayRecordComponent")
record RoutingSpace(double[] mean, double scale, Metric metric) implements Serializable {

  /**
   * Makes it.
   *
   * @param sample rows in the order of their ids
   * @param rows the same under the metric
   * @param largest greatest norm of any row of the table under the metric
   */
  static RoutingSpace of(VectorBlock sample, MetricRows rows, Metric metric, double largest) {
    int dim = sample.dim();
    double[] mean = new double[dim];
    for (int i = 0; i < rows.rows(); i++) {
      double factor = rows.factor(i);
      for (int t = 0; t < dim; t++) {
        mean[t] += rows.values()[i * dim + t] * factor;
      }
    }
    for (int t = 0; t < dim; t++) {
      mean[t] /= rows.rows();
    }
    // A row is at most twice the largest norm away from the mean.
    double scale = largest > 0 ? Math.scalb(1.0, -2 - Math.getExponent(largest)) : 1;
    return new RoutingSpace(mean, scale, metric);
  }

  int dim() {
    return mean.length;
  }

  /**
   * Returns places in which rows that count as copies coincide, so that they choose the same
   * leaders: under cosine the direction is rounded to float first.
   */
  SearchRows place(MetricRows rows) {
    int dim = dim();
    int n = rows.rows();
    float[] values = new float[n * dim];
    float[] norms = new float[n];
    for (int i = 0; i < n; i++) {
      double factor = rows.factor(i);
      double norm = 0;
      for (int at = i * dim, t = 0; t < dim; t++, at++) {
        values[at] = (float) (((float) (rows.values()[at] * factor) - mean[t]) * scale);
        norm += (double) values[at] * values[at];
      }
      norms[i] = (float) norm;
    }
    return new SearchRows(values, norms, dim, scale);
  }

  /** Returns places rounded once, for which {@link SearchRows#lowerNorms} holds. */
  SearchRows centre(MetricRows rows) {
    int dim = dim();
    int n = rows.rows();
    float[] values = new float[n * dim];
    float[] norms = new float[n];
    for (int i = 0; i < n; i++) {
      double factor = rows.factor(i);
      double norm = 0;
      for (int at = i * dim, t = 0; t < dim; t++, at++) {
        values[at] = (float) ((rows.values()[at] * factor - mean[t]) * scale);
        norm += (double) values[at] * values[at];
      }
      norms[i] = (float) norm;
    }
    return new SearchRows(values, norms, dim, scale);
  }
}
