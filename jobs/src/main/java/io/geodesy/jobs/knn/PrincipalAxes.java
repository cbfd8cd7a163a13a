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

  private static final int ITERATIONS = 4;

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
    orthonormalise(axes, dim);
    float[] image = new float[axes.length];
    double[] variances = new double[count];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      PanelProduct.multiply(axes, moments, dim, image, workers);
      for (int a = 0; a < count; a++) {
        variances[a] = dot(axes, image, a * dim, dim);
      }
      System.arraycopy(image, 0, axes, 0, axes.length);
      orthonormalise(axes, dim);
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

  /** Modified Gram-Schmidt, twice; an axis that vanishes becomes zero, which projects to zero. */
  private static void orthonormalise(float[] axes, int dim) {
    int count = axes.length / dim;
    for (int a = 0; a < count; a++) {
      double before = Math.sqrt(dot(axes, axes, a * dim, dim));
      for (int repeat = 0; repeat < 2; repeat++) {
        for (int b = 0; b < a; b++) {
          double product = 0;
          for (int t = 0; t < dim; t++) {
            product += (double) axes[a * dim + t] * axes[b * dim + t];
          }
          for (int t = 0; t < dim; t++) {
            axes[a * dim + t] -= (float) (product * axes[b * dim + t]);
          }
        }
      }
      double norm = Math.sqrt(dot(axes, axes, a * dim, dim));
      // What is left of a dependent axis is rounding: it is no direction.
      double factor = norm > before * 1e-5 ? 1 / norm : 0;
      for (int t = 0; t < dim; t++) {
        axes[a * dim + t] *= (float) factor;
      }
    }
  }

  private static double dot(float[] x, float[] y, int at, int dim) {
    double sum = 0;
    for (int t = 0; t < dim; t++) {
      sum += (double) x[at + t] * y[at + t];
    }
    return sum;
  }
}
