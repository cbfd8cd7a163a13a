package io.geodesy.jobs.knn;

import io.geodesy.kernel.Workers;

/**
 * The distinct rows as the float32 kernel searches them: divided by their norms under cosine, moved
 * to their mean and multiplied by a power of two so that the largest norm lies in [1/2, 1).
 * Centring takes the common part out of norms and products, which is what cancels; scaling keeps
 * squares of huge and tiny values finite and normal.
 *
 * <p>Memory: {@code 4 m d} bytes. Determinism class D0: the mean is summed in chunks of fixed size.
 *
 * @param values {@code m x dim} row-major
 * @param norms squared, one a row
 * @param dim columns
 * @param scale by which distances were multiplied
 */
@SuppressWarnings("ArrayRecordComponent")
record SearchRows(float[] values, float[] norms, int dim, double scale) {
  private static final int CHUNK = 1024;

  /**
   * Makes them.
   *
   * @param rows all rows
   * @param chosen the distinct ones
   */
  static SearchRows of(MetricRows rows, int[] chosen, Workers workers) {
    double[] mean = mean(rows, chosen, workers);
    double scale = scale(rows, chosen, mean, workers);
    int m = chosen.length;
    int dim = rows.dim();
    float[] values = new float[m * dim];
    float[] norms = new float[m];
    workers.forRanges(
        m,
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            double factor = rows.factor(chosen[i]);
            double norm = 0;
            int at = chosen[i] * dim;
            for (int t = 0; t < dim; t++) {
              float value = (float) ((rows.values()[at + t] * factor - mean[t]) * scale);
              values[i * dim + t] = value;
              norm += (double) value * value;
            }
            norms[i] = (float) norm;
          }
        });
    return new SearchRows(values, norms, dim, scale);
  }

  int rows() {
    return norms.length;
  }

  /**
   * Returns norms made so small that the kernel's squared distance never exceeds the true one: a
   * product of dim terms is off by at most {@code dim u |x| |y|} with {@code u = 2^-24}, and
   * rounding of norms, sums and the rows themselves adds less than {@code 16 u (|x|^2 + |y|^2)};
   * the constant covers numbers too small to be normal.
   */
  float[] lowerNorms() {
    double factor = 1 - (dim + 16) * 1.01 * 0x1p-24;
    float[] lower = new float[norms.length];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = (float) (norms[i] * factor - 1e-36);
    }
    return lower;
  }

  private static double[] mean(MetricRows rows, int[] chosen, Workers workers) {
    int dim = rows.dim();
    int chunks = (chosen.length + CHUNK - 1) / CHUNK;
    double[][] sums = new double[chunks][];
    workers.forRanges(
        chunks,
        1,
        (worker, chunk, end) -> {
          double[] sum = new double[dim];
          int last = Math.min(chosen.length, (chunk + 1) * CHUNK);
          for (int i = chunk * CHUNK; i < last; i++) {
            double factor = rows.factor(chosen[i]);
            int at = chosen[i] * dim;
            for (int t = 0; t < dim; t++) {
              sum[t] += rows.values()[at + t] * factor;
            }
          }
          sums[chunk] = sum;
        });
    double[] mean = new double[dim];
    for (double[] sum : sums) {
      for (int t = 0; t < dim; t++) {
        mean[t] += sum[t];
      }
    }
    for (int t = 0; t < dim; t++) {
      mean[t] /= chosen.length;
    }
    return mean;
  }

  private static double scale(MetricRows rows, int[] chosen, double[] mean, Workers workers) {
    int dim = rows.dim();
    int chunks = (chosen.length + CHUNK - 1) / CHUNK;
    double[] largest = new double[chunks];
    workers.forRanges(
        chunks,
        1,
        (worker, chunk, end) -> {
          int last = Math.min(chosen.length, (chunk + 1) * CHUNK);
          for (int i = chunk * CHUNK; i < last; i++) {
            double factor = rows.factor(chosen[i]);
            int at = chosen[i] * dim;
            double norm = 0;
            for (int t = 0; t < dim; t++) {
              double value = rows.values()[at + t] * factor - mean[t];
              norm += value * value;
            }
            largest[chunk] = Math.max(largest[chunk], norm);
          }
        });
    double norm = 0;
    for (double value : largest) {
      norm = Math.max(norm, value);
    }
    return norm == 0 ? 1 : Math.scalb(1.0, -1 - Math.getExponent(Math.sqrt(norm)));
  }
}
