package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The heat operator of a small graph by all its eigenpairs: {@code V exp(-t Lambda) V'}.
 *
 * <p>Memory: {@code 24 n^2} bytes while the pairs are found, {@code 8 n^2} after. Time: {@code
 * O(n^3)} once, {@code 4 n^2} operations a column and time. Class D0.
 */
public final class DenseHeat implements HeatKernel {
  /** More rows would take minutes. */
  public static final int MOST_ROWS = 2048;

  private static final double ROUNDING = 1e-15;

  private final SymmetricEigen eigen;
  private final int n;

  private DenseHeat(SymmetricEigen eigen, int n) {
    this.eigen = eigen;
    this.n = n;
  }

  /**
   * Solves for all eigenpairs.
   *
   * @param operator of at most {@link #MOST_ROWS} rows
   * @param workers share the rows
   */
  public static DenseHeat of(SymmetricOperator operator, Workers workers) {
    int n = operator.rows();
    if (n > MOST_ROWS) {
      throw new IllegalArgumentException(n + " rows are too many");
    }
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    double[] matrix = new double[n * n];
    operator.multiply(identity, matrix, n, workers);
    return new DenseHeat(DenseAlgebra.symmetricEigen(matrix, n), n);
  }

  @Override
  public int rows() {
    return n;
  }

  @Override
  public double error(double time) {
    return ROUNDING;
  }

  @Override
  public int products(double time) {
    return 0;
  }

  /** Returns the diagonal of the operator. */
  public double[] diagonal(double time) {
    double[] diagonal = new double[n];
    for (int j = 0; j < n; j++) {
      double factor = Math.exp(-time * eigen.values()[j]);
      for (int i = 0; i < n; i++) {
        double v = eigen.vectors()[j * n + i];
        diagonal[i] = Math.fma(factor * v, v, diagonal[i]);
      }
    }
    return diagonal;
  }

  @Override
  public void apply(double[] x, int width, double[] times, double[][] results, Workers workers) {
    double[] components = new double[n * width];
    multiply(eigen.vectors(), x, width, components, workers);
    double[] columnsOfV = DenseAlgebra.transpose(eigen.vectors(), n, n);
    double[] decayed = new double[n * width];
    for (int t = 0; t < times.length; t++) {
      for (int j = 0; j < n; j++) {
        double factor = Math.exp(-times[t] * eigen.values()[j]);
        for (int at = j * width; at < (j + 1) * width; at++) {
          decayed[at] = factor * components[at];
        }
      }
      multiply(columnsOfV, decayed, width, results[t], workers);
    }
  }

  private void multiply(double[] matrix, double[] x, int width, double[] y, Workers workers) {
    workers.forRanges(
        n,
        16,
        (worker, from, to) -> {
          Arrays.fill(y, from * width, to * width, 0);
          for (int i = from; i < to; i++) {
            for (int j = 0; j < n; j++) {
              double m = matrix[i * n + j];
              for (int c = 0; c < width; c++) {
                y[i * width + c] = Math.fma(m, x[j * width + c], y[i * width + c]);
              }
            }
          }
        });
  }
}
