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

  /** A coupling at which the space of the steps is invariant. */
  private static final double LEAST_COUPLING = 1e-12;

  private final int most;
  private final double[] diagonals = new double[STEPS];
  private final double[] couplings = new double[STEPS];
  private int size;

  /** Before the first step on an operator of some rows. */
  SpectrumBounds(int rows) {
    this.most = Math.min(STEPS, rows);
  }

  /** Returns an entry of the first vector before it has unit length. */
  static double start(long rowKey) {
    return SeededStream.normal(rowKey, 0x10);
  }

  /**
   * Takes the result of a step.
   *
   * @param diagonal the inner product of the vector and its image
   * @param coupling the length of what is left of the image without its parts along the last two
   * @return whether there is another step
   */
  boolean add(double diagonal, double coupling) {
    diagonals[size] = diagonal;
    couplings[size++] = coupling;
    return size < most && coupling >= LEAST_COUPLING;
  }

  /** Returns the coupling of the last step, 0 before the first. */
  double coupling() {
    return size == 0 ? 0 : couplings[size - 1];
  }

  /** Returns the least Ritz value less its residual. */
  double low() {
    return low(true);
  }

  /**
   * Returns the least Ritz value less the last coupling: wider than {@link #low}, for what must not
   * leave the interval by a little, as {@link LanczosSteps#upperBound} at the other end.
   */
  double safeLow() {
    return low(false);
  }

  private double low(boolean isSharp) {
    double[] matrix = new double[size * size];
    for (int i = 0; i < size; i++) {
      matrix[i * size + i] = diagonals[i];
      if (i + 1 < size) {
        // The eigen-solver reads the lower triangle.
        matrix[(i + 1) * size + i] = couplings[i];
      }
    }
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(matrix, size);
    double[] last = Arrays.copyOfRange(eigen.vectors(), (size - 1) * size, size * size);
    double residual = coupling() * (isSharp ? Math.abs(last[size - 1]) : 1);
    return eigen.values()[size - 1] - residual - 1e-3;
  }

  /**
   * Returns a value below the spectrum, with near certainty.
   *
   * @param operator on {@code n} rows
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  public static double low(SymmetricOperator operator, long[] rowKeys, Workers workers) {
    int n = operator.rows();
    SpectrumBounds bounds = new SpectrumBounds(n);
    double[] earlier = new double[n];
    double[] current = new double[n];
    Arrays.setAll(current, i -> start(rowKeys[i]));
    scale(current, 1 / norm(current));
    while (true) {
      double[] image = new double[n];
      operator.multiply(current, image, 1, workers);
      double diagonal = 0;
      for (int i = 0; i < n; i++) {
        diagonal += current[i] * image[i];
      }
      for (int i = 0; i < n; i++) {
        image[i] -= diagonal * current[i] + bounds.coupling() * earlier[i];
      }
      if (!bounds.add(diagonal, norm(image))) {
        return bounds.low();
      }
      scale(image, 1 / bounds.coupling());
      earlier = current;
      current = image;
    }
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
