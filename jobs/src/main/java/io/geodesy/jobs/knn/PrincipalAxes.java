package io.geodesy.jobs.knn;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.PanelProduct;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The leading principal axes of a hashed sample of the search rows, by block power iteration on its
 * second-moment matrix.
 *
 * <p>The axes need not be exact: projection on any orthonormal vectors never overestimates a
 * distance, and candidates are re-scored on all columns. What matters is how much of the spread
 * they hold.
 *
 * <p>Cost: {@code s d^2} for the moments of s sampled rows, {@code 2 p d^2} an iteration for p
 * axes; {@code 4 (s d + d^2)} bytes. Determinism class D0.
 *
 * <p>Reference: Halko, Martinsson, Tropp: Finding structure with randomness, SIAM Review 53 (2011).
 * Differs from the paper: the second-moment matrix is formed, since d is small beside the sample.
 *
 * @param axes {@code p x dim} orthonormal rows, by falling variance
 * @param dim columns
 * @param shares for each axis the share of the sample's spread that it and those before it hold
 */
@SuppressWarnings("ArrayRecordComponent")
record PrincipalAxes(float[] axes, int dim, double[] shares) {
  /** A sample of this many rows fixes the leading axes of a thousand columns well enough. */
  private static final int SAMPLE = 2048;

  private static final int ITERATIONS = 3;

  /** Of an axis' squared length; below it lies the rounding of float32 products. */
  private static final double DEPENDENT = 1e-6;

  /**
   * Computes axes.
   *
   * @param search rows, centred
   * @param sample positions of the sampled rows, in hash order; the first {@value #SAMPLE} are used
   * @param count axes wanted, at most dim
   */
  static PrincipalAxes of(SearchRows search, int[] sample, int count, long seed, Workers workers) {
    int dim = search.dim();
    float[] moments = moments(search, sample, workers);
    float[] axes = new float[count * dim];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = (float) SeededStream.normal(seed, i);
    }
    orthonormalise(axes, dim, workers);
    float[] image = new float[axes.length];
    double[] variances = new double[count];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      PanelProduct.multiply(axes, moments, dim, image, workers);
      for (int a = 0; a < count; a++) {
        variances[a] = dot(axes, image, a * dim, dim);
      }
      System.arraycopy(image, 0, axes, 0, axes.length);
      orthonormalise(axes, dim, workers);
    }
    double trace = 0;
    for (int t = 0; t < dim; t++) {
      trace += moments[t * dim + t];
    }
    double[] shares = new double[count];
    double sum = 0;
    for (int a = 0; a < count; a++) {
      sum += variances[a];
      shares[a] = trace > 0 ? sum / trace : 1;
    }
    return new PrincipalAxes(axes, dim, shares);
  }

  /** Returns the rows in the coordinates of the first axes. */
  SearchRows project(SearchRows search, int count, Workers workers) {
    float[] values = new float[search.rows() * count];
    PanelProduct.multiply(search.values(), Arrays.copyOf(axes, count * dim), dim, values, workers);
    float[] norms = new float[search.rows()];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = (float) Distances.squaredNorm(values, i * count, count);
    }
    return new SearchRows(values, norms, count, search.scale());
  }

  private static float[] moments(SearchRows search, int[] sample, Workers workers) {
    int dim = search.dim();
    int rows = Math.min(SAMPLE, sample.length);
    float[] columns = new float[dim * rows];
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < dim; t++) {
        columns[t * rows + i] = search.values()[sample[i] * dim + t];
      }
    }
    float[] moments = new float[dim * dim];
    PanelProduct.multiply(columns, columns, rows, moments, workers);
    return moments;
  }

  /**
   * Cholesky factorisation of the inner products and its triangular solve, twice, which is what
   * Gram-Schmidt gives at the speed of a matrix product; an axis that depends on those before it
   * becomes zero, which projects to zero.
   */
  private static void orthonormalise(float[] axes, int dim, Workers workers) {
    int count = axes.length / dim;
    float[] products = new float[count * count];
    for (int repeat = 0; repeat < 2; repeat++) {
      PanelProduct.multiply(axes, axes, dim, products, workers);
      double[] factor = new double[count * count];
      for (int a = 0; a < count; a++) {
        for (int b = 0; b < a; b++) {
          double rest = products[a * count + b] - dot(factor, a * count, b * count, b);
          double pivot = factor[b * count + b];
          factor[a * count + b] = pivot > 0 ? rest / pivot : 0;
        }
        double own = products[a * count + a];
        double rest = own - dot(factor, a * count, a * count, a);
        // What is left of a dependent axis is rounding: it is no direction.
        factor[a * count + a] = rest > own * DEPENDENT ? Math.sqrt(rest) : 0;
        solve(axes, dim, factor, a, count);
      }
    }
  }

  private static void solve(float[] axes, int dim, double[] factor, int a, int count) {
    int at = a * dim;
    for (int b = 0; b < a; b++) {
      float weight = (float) factor[a * count + b];
      int from = b * dim;
      for (int t = 0; t < dim; t++) {
        axes[at + t] -= weight * axes[from + t];
      }
    }
    double pivot = factor[a * count + a];
    float inverse = pivot > 0 ? (float) (1 / pivot) : 0f;
    for (int t = 0; t < dim; t++) {
      axes[at + t] *= inverse;
    }
  }

  private static double dot(double[] values, int x, int y, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += values[x + i] * values[y + i];
    }
    return sum;
  }

  private static double dot(float[] x, float[] y, int at, int dim) {
    double sum = 0;
    for (int t = 0; t < dim; t++) {
      sum += (double) x[at + t] * y[at + t];
    }
    return sum;
  }
}
