package io.geodesy.jobs.knn;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.Workers;

/**
 * The rows as given, with their exact distance: {@code n x dim} row-major float32, all arithmetic
 * in double.
 *
 * <p>The distance of two rows is {@code (float) sqrt(sum (x - y)^2)}, under cosine after division
 * by the norms, in double. All order in the graph is by this float and then by row index.
 *
 * @param values row-major
 * @param dim columns
 * @param inverseNorms one a row under cosine, empty otherwise
 */
@SuppressWarnings("ArrayRecordComponent")
record MetricRows(float[] values, int dim, double[] inverseNorms) {
  private static final int GRAIN = 256;

  /** Prepares rows for a metric. */
  static MetricRows of(float[] values, int dim, Metric metric, Workers workers) {
    if (metric == Metric.EUCLIDEAN) {
      return new MetricRows(values, dim, new double[0]);
    }
    double[] inverse = new double[values.length / dim];
    workers.forRanges(
        inverse.length,
        GRAIN,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            inverse[i] = 1 / Math.sqrt(Distances.squaredNorm(values, i * dim, dim));
          }
        });
    return new MetricRows(values, dim, inverse);
  }

  int rows() {
    return values.length / dim;
  }

  /** Returns the factor that brings a row to the space in which distance is Euclidean. */
  double factor(int row) {
    return inverseNorms.length == 0 ? 1 : inverseNorms[row];
  }

  double squared(int i, int j) {
    return inverseNorms.length == 0
        ? Kernels.pair().squared(values, i * dim, values, j * dim, dim)
        : Kernels.pair()
            .squaredScaled(values, i * dim, inverseNorms[i], values, j * dim, inverseNorms[j], dim);
  }

  /** Returns the published distance; infinity if a float cannot hold it. */
  float distance(int i, int j) {
    return (float) Math.sqrt(squared(i, j));
  }
}
