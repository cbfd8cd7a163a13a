package io.geodesy.jobs.knn;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The distinct rows as the float32 kernel searches them: divided by their norms under cosine, moved
 * to their mean and, where they are huge or tiny, multiplied by a power of two so that the largest
 * norm lies in [1/2, 1). Centring takes the common part out of norms and products, which is what
 * cancels; scaling keeps squares of huge and tiny values finite and normal.
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

  /** Covers rounding of a distance to float and of its square. */
  private static final double ROUNDING = 1 + 1e-6;

  /** Norms within this power of two either way square to floats that are finite and normal. */
  private static final int ORDINARY = 40;

  /**
   * Makes them.
   *
   * @param rows all rows
   * @param chosen the distinct ones
   */
  static SearchRows of(MetricRows rows, int[] chosen, Workers workers) {
    double[] mean = mean(rows, chosen, workers);
    int m = chosen.length;
    float[] values = new float[m * rows.dim()];
    float[] norms = new float[m];
    double largest = fill(rows, chosen, mean, 1, values, norms, workers);
    int exponent = Math.getExponent(Math.sqrt(largest));
    // Of a power of two only the exponents change, so that ordinary values are as good unscaled.
    if (largest == 0 || Math.abs(exponent) <= ORDINARY) {
      return new SearchRows(values, norms, rows.dim(), 1);
    }
    double scale = Math.scalb(1.0, -1 - exponent);
    fill(rows, chosen, mean, scale, values, norms, workers);
    return new SearchRows(values, norms, rows.dim(), scale);
  }

  /** Writes rows and norms, and returns the largest squared norm before rounding to floats. */
  private static double fill(
      MetricRows rows,
      int[] chosen,
      double[] mean,
      double scale,
      float[] values,
      float[] norms,
      Workers workers) {
    int dim = rows.dim();
    double[] largest = new double[(chosen.length + CHUNK - 1) / CHUNK];
    workers.forRanges(
        chosen.length,
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            double factor = rows.factor(chosen[i]);
            int at = chosen[i] * dim;
            double beforeRounding = 0;
            for (int t = 0; t < dim; t++) {
              double value = (rows.values()[at + t] * factor - mean[t]) * scale;
              beforeRounding += value * value;
              values[i * dim + t] = (float) value;
            }
            norms[i] = (float) Distances.squaredNorm(values, i * dim, dim);
            largest[from / CHUNK] = Math.max(largest[from / CHUNK], beforeRounding);
          }
        });
    return Arrays.stream(largest).max().orElse(0);
  }

  int rows() {
    return norms.length;
  }

  /**
   * Returns norms made so small that the kernel's squared distance never exceeds the true one.
   *
   * @see #rounding
   */
  float[] lowerNorms() {
    double factor = 1 - roundingFactor();
    float[] lower = new float[norms.length];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = (float) (norms[i] * factor - 1e-36);
    }
    return lower;
  }

  /**
   * Returns by how much the kernel's squared distance may exceed the true one: a product of dim
   * terms is off by at most {@code dim u |x| |y|} with {@code u = 2^-24}, and rounding of norms,
   * sums and the rows themselves adds less than {@code 16 u (|x|^2 + |y|^2)}; the constant covers
   * numbers too small to be normal.
   */
  double rounding(int i, int j) {
    return roundingFactor() * ((double) norms[i] + norms[j]) + 2e-36;
  }

  private double roundingFactor() {
    return (dim + 16) * 1.01 * 0x1p-24;
  }

  /**
   * Returns the square, in the unit of these rows, of an exact distance; what rounds to the same
   * float is not beyond it.
   */
  double squared(float distance) {
    double scaled = distance * scale;
    return scaled * scaled * ROUNDING;
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
}
