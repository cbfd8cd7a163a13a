package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * A bound below the spectrum of an operator from a few Lanczos steps: the least Ritz value less its
 * residual. -1 would be safe for a random walk but wastes a third of the filter where the spectrum
 * ends at -0.2, and is wrong for a variable bandwidth.
 *
 * <p>Zhou and Li, Bounding the spectrum of large Hermitian matrices, Linear Algebra Appl. 435
 * (2011). Differs from the paper: the bound is for the lower end, of a vector whose entries are
 * functions of a key a row.
 */
public final class SpectrumBounds {
  /** Products that a bound takes at most. */
  static final int STEPS = 12;

  private SpectrumBounds() {}

  /**
   * Returns a value below the spectrum, with near certainty.
   *
   * @param operator on {@code n} rows
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  public static double low(SymmetricOperator operator, long[] rowKeys, Workers workers) {
    int n = operator.rows();
    double[] earlier = new double[n];
    double[] current = new double[n];
    for (int i = 0; i < n; i++) {
      current[i] = SeededStream.normal(rowKeys[i], 0x10);
    }
    scale(current, 1 / norm(current));
    int most = Math.min(STEPS, n);
    double[] matrix = new double[most * most];
    double coupling = 0;
    int size = 0;
    for (; size < most; size++) {
      double[] image = new double[n];
      operator.multiply(current, image, 1, workers);
      double diagonal = 0;
      for (int i = 0; i < n; i++) {
        diagonal += current[i] * image[i];
      }
      for (int i = 0; i < n; i++) {
        image[i] -= diagonal * current[i] + coupling * earlier[i];
      }
      matrix[size * most + size] = diagonal;
      coupling = norm(image);
      if (size + 1 == most || coupling < 1e-12) {
        size++;
        break;
      }
      matrix[(size + 1) * most + size] = coupling;
      scale(image, 1 / coupling);
      earlier = current;
      current = image;
    }
    double[] leading = new double[size * size];
    for (int r = 0; r < size; r++) {
      System.arraycopy(matrix, r * most, leading, r * size, size);
    }
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(leading, size);
    double[] last = Arrays.copyOfRange(eigen.vectors(), (size - 1) * size, size * size);
    double residual = coupling * Math.abs(last[size - 1]);
    return eigen.values()[size - 1] - residual - 1e-3;
  }

  private static double norm(double[] x) {
    double total = 0;
    for (double v : x) {
      total = Math.fma(v, v, total);
    }
    return Math.sqrt(total);
  }

  private static void scale(double[] x, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }
}
