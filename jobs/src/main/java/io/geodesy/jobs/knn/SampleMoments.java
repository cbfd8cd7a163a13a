package io.geodesy.jobs.knn;

import io.geodesy.kernel.PanelProduct;
import io.geodesy.kernel.Workers;

/**
 * The second-moment matrix of a sample of the search rows, not divided by their number.
 *
 * <p>Cost: {@code 2 s d^2} operations and {@code 4 (2 s d + d^2)} bytes for s sampled rows.
 * Determinism class D0.
 *
 * @param values {@code dim x dim}, symmetric
 * @param dim columns of the rows
 */
@SuppressWarnings("ArrayRecordComponent")
record SampleMoments(float[] values, int dim) {
  /** A sample of this many rows fixes the leading axes of a thousand columns well enough. */
  static final int ROWS = 2048;

  private static final int COLUMNS = 16;

  /**
   * Computes them.
   *
   * @param search rows
   * @param sample positions of the sampled rows
   */
  static SampleMoments of(CentredRows search, int[] sample, Workers workers) {
    int dim = search.dim();
    int rows = sample.length;
    float[] values = new float[rows * dim];
    for (int i = 0; i < rows; i++) {
      search.write(sample[i], values, i * dim);
    }
    float[] columns = new float[values.length];
    workers.forRanges(
        dim,
        COLUMNS,
        (worker, from, to) -> {
          for (int i = 0; i < rows; i++) {
            for (int t = from; t < to; t++) {
              columns[t * rows + i] = values[i * dim + t];
            }
          }
        });
    float[] moments = new float[dim * dim];
    PanelProduct.multiply(columns, columns, rows, moments, workers);
    return new SampleMoments(moments, dim);
  }

  /** Returns the sum of the columns' moments. */
  double trace() {
    double trace = 0;
    for (int t = 0; t < dim; t++) {
      trace += values[t * dim + t];
    }
    return trace;
  }
}
