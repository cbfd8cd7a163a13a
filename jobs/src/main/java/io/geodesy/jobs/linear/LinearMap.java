package io.geodesy.jobs.linear;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The diffusion map of the linear kernel {@code W = (1 + cos) / 2} between all pairs of rows,
 * without a graph.
 *
 * <p>With x the unit rows and {@code Z = [x, 1] / sqrt 2}, {@code W = Z Z'} has rank at most {@code
 * dim + 1}. Degrees are {@code d = Z (Z' 1)}: one pass for {@code Z' 1}. With {@code A = D^-1/2 Z},
 * {@code T = A A'} has the eigenvalues of the Gram matrix {@code A'A} and the vectors {@code A v /
 * sqrt(lambda)}: a second pass. The right vectors of the random walk are {@code psi(i) = z_i . v
 * sqrt(sum d) / (sqrt(lambda) d_i)}, with mean square 1 under the stationary measure: a map of
 * rows.
 *
 * <p>Cost: {@code n dim^2} multiply-adds; memory {@code 8 dim^2} bytes a task, whatever n. Exact to
 * rounding: determinism class D2, since sums are added in the order in which tasks end.
 *
 * <p>Coifman and Lafon, Diffusion maps, ACHA 2006, with alpha = 0. Differs from the paper: the
 * kernel is linear, and all pairs are neighbours.
 */
final class LinearMap implements Serializable {
  private static final long serialVersionUID = 1;

  /** Eigenvalues below are rounding of zero: their vectors mean nothing. */
  private static final double LEAST = 1e-12;

  private final double[] values;
  private final double[] residuals;

  /** {@code values.length x (dim + 1)}, each scaled so that {@code z . row / d} is psi. */
  private final double[] maps;

  private final double[] total;

  private LinearMap(double[] values, double[] residuals, double[] maps, double[] total) {
    this.values = values;
    this.residuals = residuals;
    this.maps = maps;
    this.total = total;
  }

  /** Returns {@code [x / |x|, 1] / sqrt 2}. */
  static double[] lifted(float[] vector) {
    double square = 0;
    for (float v : vector) {
      square = Math.fma(v, (double) v, square);
    }
    double scale = 1 / Math.sqrt(2 * square);
    double[] z = new double[vector.length + 1];
    for (int c = 0; c < vector.length; c++) {
      z[c] = vector[c] * scale;
    }
    z[vector.length] = Math.sqrt(0.5);
    return z;
  }

  /** Adds {@code z z' / d} to the triangle {@code column <= row} of a Gram matrix. */
  static void addTo(double[] gram, double[] z, double[] total) {
    double inverse = 1 / dot(z, total, 0);
    int size = z.length;
    for (int r = 0; r < size; r++) {
      double factor = z[r] * inverse;
      for (int c = 0; c <= r; c++) {
        gram[r * size + c] = Math.fma(factor, z[c], gram[r * size + c]);
      }
    }
  }

  /**
   * Solves.
   *
   * @param gram A'A, its lower triangle
   * @param total Z'1
   * @param pairs at most so many, the constant one included
   */
  static LinearMap of(double[] gram, double[] total, int pairs) {
    int size = total.length;
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(gram, size);
    int count = 0;
    while (count < Math.min(pairs, size) && eigen.values()[count] > LEAST) {
      count++;
    }
    // 1' Z Z' 1 is the sum of all degrees.
    double degrees = dot(total, total, 0);
    double[] values = Arrays.copyOf(eigen.values(), count);
    double[] residuals = new double[count];
    double[] maps = new double[count * size];
    for (int j = 0; j < count; j++) {
      double[] vector = Arrays.copyOfRange(eigen.vectors(), j * size, (j + 1) * size);
      residuals[j] = residual(gram, vector, values[j]);
      double scale = sign(vector, total) * Math.sqrt(degrees / values[j]);
      for (int c = 0; c < size; c++) {
        maps[j * size + c] = scale * vector[c];
      }
    }
    return new LinearMap(values, residuals, maps, total);
  }

  /** Returns {@code |T u - lambda u| = |A r| / sqrt(lambda)} with {@code r = A'A v - lambda v}. */
  private static double residual(double[] gram, double[] vector, double value) {
    double[] r = multiply(gram, vector);
    for (int c = 0; c < r.length; c++) {
      r[c] -= value * vector[c];
    }
    return Math.sqrt(Math.max(0, dot(r, multiply(gram, r), 0)) / value);
  }

  private static double[] multiply(double[] lower, double[] x) {
    int size = x.length;
    double[] y = new double[size];
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        y[r] += lower[Math.max(r, c) * size + Math.min(r, c)] * x[c];
      }
    }
    return y;
  }

  /** The constant vector is positive; of others the largest entry is. */
  private static double sign(double[] vector, double[] total) {
    double along = dot(vector, total, 0);
    if (Math.abs(along) > 0.5 * Math.sqrt(dot(total, total, 0))) {
      return Math.signum(along);
    }
    int largest = 0;
    for (int c = 1; c < vector.length; c++) {
      largest = Math.abs(vector[c]) > Math.abs(vector[largest]) * (1 + 1e-6) ? c : largest;
    }
    return Math.signum(vector[largest]);
  }

  /** Returns the eigenvalues, descending. */
  double[] values() {
    return values;
  }

  /** Returns the residuals. */
  double[] residuals() {
    return residuals;
  }

  /** Returns {@code lambda^t psi} of a row without the constant one. */
  float[] coordinates(double[] z, double t) {
    float[] row = new float[values.length - 1];
    double degree = dot(z, total, 0);
    for (int j = 1; j < values.length; j++) {
      row[j - 1] = (float) (Math.pow(values[j], t) * dot(z, maps, j * z.length) / degree);
    }
    return row;
  }

  private static double dot(double[] a, double[] b, int at) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum = Math.fma(a[c], b[at + c], sum);
    }
    return sum;
  }
}
