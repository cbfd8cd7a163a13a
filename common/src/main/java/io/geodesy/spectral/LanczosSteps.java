package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * A few Lanczos steps from one vector, with full reorthogonalisation: the tridiagonal matrix that
 * an operator becomes on the Krylov space of the vector.
 *
 * <p>Time: one product a step and {@code 4 n steps^2} operations; memory {@code 8 n steps} bytes.
 * Class D0. G. Golub, G. Meurant, Matrices, Moments and Quadrature with Applications, 2010. Differs
 * from the book: none.
 *
 * @param diagonal of the tridiagonal matrix; shorter than asked where the space ends
 * @param offDiagonal one fewer
 * @param rest the norm of what the last product has outside the space
 */
public record LanczosSteps(double[] diagonal, double[] offDiagonal, double rest) {
  /** Beyond this share of the operator's size a new direction is rounding. */
  private static final double NOTHING = 1e-13;

  /**
   * Takes the steps.
   *
   * @param operator symmetric
   * @param start any vector but zero
   * @param steps at least 1
   * @param apart unit vectors, orthogonal to each other and to the start, that the space is kept
   *     orthogonal to
   * @param workers share the rows
   */
  public static LanczosSteps of(
      SymmetricOperator operator, double[] start, int steps, double[][] apart, Workers workers) {
    int n = operator.rows();
    double[] diagonal = new double[steps];
    double[] offDiagonal = new double[steps];
    double[][] basis = new double[steps][];
    double[] next = start.clone();
    double norm = norm(next);
    double size = 0;
    int taken = 0;
    while (taken < steps) {
      double[] v = next;
      for (int i = 0; i < n; i++) {
        v[i] /= norm;
      }
      basis[taken] = v;
      next = new double[n];
      operator.multiply(v, next, 1, workers);
      diagonal[taken] = dot(v, next);
      size = Math.max(size, Math.abs(diagonal[taken]));
      taken++;
      // Twice is enough: Kahan and Parlett.
      for (int pass = 0; pass < 2; pass++) {
        removeAll(basis, taken, next);
        removeAll(apart, apart.length, next);
      }
      norm = norm(next);
      offDiagonal[taken - 1] = norm;
      if (norm <= NOTHING * Math.max(size, Double.MIN_NORMAL)) {
        break;
      }
      size = Math.max(size, norm);
    }
    return new LanczosSteps(
        Arrays.copyOf(diagonal, taken),
        Arrays.copyOf(offDiagonal, taken - 1),
        offDiagonal[taken - 1]);
  }

  /**
   * Returns the Gauss quadrature of the spectral measure of the start vector: nodes descending, and
   * weights that sum to 1.
   */
  public Quadrature quadrature() {
    int m = diagonal.length;
    double[] matrix = new double[m * m];
    for (int i = 0; i < m; i++) {
      matrix[i * m + i] = diagonal[i];
      if (i > 0) {
        matrix[i * m + i - 1] = offDiagonal[i - 1];
        matrix[(i - 1) * m + i] = offDiagonal[i - 1];
      }
    }
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(matrix, m);
    double[] weights = new double[m];
    Arrays.setAll(weights, j -> eigen.vectors()[j * m] * eigen.vectors()[j * m]);
    return new Quadrature(eigen.values(), weights);
  }

  /**
   * Returns a bound on the largest eigenvalue: the largest Ritz value and the rest. Twenty steps
   * from a random vector are safe on graphs (Zhou, Saad, Tiago, Chelikowsky, Self-consistent-field
   * calculations using Chebyshev-filtered subspace iteration, J. Comput. Phys. 219, 2006).
   */
  public double upperBound() {
    return quadrature().nodes()[0] + rest;
  }

  /**
   * Nodes and weights.
   *
   * @param nodes Ritz values, descending
   * @param weights one a node, summing to 1
   */
  public record Quadrature(double[] nodes, double[] weights) {}

  private static void removeAll(double[][] basis, int count, double[] vector) {
    for (int b = 0; b < count; b++) {
      double c = dot(basis[b], vector);
      for (int i = 0; i < vector.length; i++) {
        vector[i] -= c * basis[b][i];
      }
    }
  }

  private static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }
}
