package io.geodesy.jobs.knn;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.PanelProduct;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The leading principal axes of a sample of the search rows, by block power iteration on its
 * second-moment matrix.
 *
 * <p>The axes need not be exact: projection on any orthonormal vectors never overestimates a
 * distance, and candidates are re-scored on all columns. What matters is how much of the spread
 * they hold.
 *
 * <p>Cost: {@code 2 p d^2} operations an iteration for p axes and {@code 8 p^2 d} to make them
 * orthonormal; {@code 12 p d + 20 p^2} bytes. Determinism class D0.
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
  private static final int ITERATIONS = 3;

  /** Pivots that are eliminated before the rows below them are touched. */
  private static final int PIVOTS = 32;

  /** Rows, or columns, that a thread takes at a time. */
  private static final int ROWS = 16;

  private static final int GRAIN = 1024;

  /** Of an axis' squared length; below it lies the rounding of float32 products. */
  private static final double DEPENDENT = 1e-6;

  /**
   * Computes axes.
   *
   * @param count axes wanted, at most dim
   */
  static PrincipalAxes of(SampleMoments moments, int count, long seed, Workers workers) {
    int dim = moments.dim();
    float[] axes = new float[count * dim];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = (float) SeededStream.normal(seed, i);
    }
    orthonormalise(axes, dim, workers);
    float[] image = new float[axes.length];
    double[] variances = new double[count];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      PanelProduct.multiply(axes, moments.values(), dim, image, workers);
      for (int a = 0; a < count; a++) {
        variances[a] = dot(axes, image, a * dim, dim);
      }
      System.arraycopy(image, 0, axes, 0, axes.length);
      orthonormalise(axes, dim, workers);
    }
    double trace = moments.trace();
    double[] shares = new double[count];
    double sum = 0;
    for (int a = 0; a < count; a++) {
      sum += variances[a];
      shares[a] = trace > 0 ? sum / trace : 1;
    }
    return new PrincipalAxes(axes, dim, shares);
  }

  /**
   * Returns the share of the spread that some more axes can hold at most: none after the last has
   * more than it.
   *
   * @param count axes, those that are known included
   */
  double mostShare(int count) {
    int known = shares.length;
    double last = shares[known - 1] - (known > 1 ? shares[known - 2] : 0);
    return shares[known - 1] + (count - known) * last;
  }

  /** Returns the rows in the coordinates of the first axes. */
  SearchRows project(CentredRows search, int count, Workers workers) {
    float[] values = new float[Math.multiplyExact(search.rows(), count)];
    float[] leading = Arrays.copyOf(axes, count * dim);
    PanelProduct.multiply(search::write, search.rows(), leading, dim, values, workers);
    float[] norms = new float[search.rows()];
    workers.forRanges(
        norms.length,
        GRAIN,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            norms[i] = (float) Distances.squaredNorm(values, i * count, count);
          }
        });
    return new SearchRows(values, norms, count, search.scale());
  }

  /**
   * Cholesky factorisation of the inner products, whose inverse factor the axes are multiplied by,
   * twice, which is what Gram-Schmidt gives at the speed of a matrix product; an axis that depends
   * on those before it becomes zero, which projects to zero.
   */
  private static void orthonormalise(float[] axes, int dim, Workers workers) {
    int count = axes.length / dim;
    float[] products = new float[count * count];
    float[] columns = new float[axes.length];
    for (int repeat = 0; repeat < 2; repeat++) {
      PanelProduct.multiply(axes, axes, dim, products, workers);
      float[] inverse = inverse(factor(products, count, workers), count, workers);
      for (int a = 0; a < count; a++) {
        for (int t = 0; t < dim; t++) {
          columns[t * count + a] = axes[a * dim + t];
        }
      }
      PanelProduct.multiply(inverse, columns, count, axes, workers);
    }
  }

  /**
   * Returns the upper factor R of {@code R^T R}, by blocks of pivots; the row of a dependent axis
   * is zero.
   */
  private static double[] factor(float[] products, int count, Workers workers) {
    double[] rest = new double[count * count];
    Arrays.setAll(rest, i -> products[i]);
    for (int first = 0; first < count; first += PIVOTS) {
      int from = first;
      int end = Math.min(count, first + PIVOTS);
      for (int pivot = first; pivot < end; pivot++) {
        int at = pivot * count;
        double left = rest[at + pivot];
        // What is left of a dependent axis is rounding: it is no direction.
        double scale = left > products[at + pivot] * DEPENDENT ? 1 / Math.sqrt(left) : 0;
        for (int t = pivot; t < count; t++) {
          rest[at + t] *= scale;
        }
        for (int a = pivot + 1; a < end; a++) {
          subtract(rest, a * count, at, rest[at + a], a, count);
        }
      }
      workers.forRanges(
          count - end,
          ROWS,
          (worker, begin, stop) -> {
            for (int a = end + begin; a < end + stop; a++) {
              for (int pivot = from; pivot < end; pivot++) {
                subtract(rest, a * count, pivot * count, rest[pivot * count + a], a, count);
              }
            }
          });
    }
    return rest;
  }

  /** Returns the inverse of {@code R^T}, lower triangular; of a zero row and column, zeros. */
  private static float[] inverse(double[] factor, int count, Workers workers) {
    double[] inverse = new double[count * count];
    workers.forRanges(
        count,
        ROWS,
        (worker, from, to) -> {
          for (int a = from; a < count; a++) {
            int at = a * count;
            if (a < to) {
              inverse[at + a] = 1;
            }
            int end = Math.min(to, a + 1);
            for (int b = from; b < a; b++) {
              subtract(inverse, at, b * count, factor[b * count + a], from, end);
            }
            double pivot = factor[at + a];
            double scale = pivot > 0 ? 1 / pivot : 0;
            for (int t = from; t < end; t++) {
              inverse[at + t] *= scale;
            }
          }
        });
    float[] rounded = new float[inverse.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) inverse[i];
    }
    return rounded;
  }

  /** Subtracts a multiple of one row from another within columns {@code [from, to)}. */
  private static void subtract(
      double[] values, int row, int other, double weight, int from, int to) {
    for (int t = from; t < to; t++) {
      values[row + t] -= weight * values[other + t];
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
