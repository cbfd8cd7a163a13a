package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The algebraically largest eigenpairs by Chebyshev-filtered block subspace iteration, wherever the
 * blocks live: the solver for operators across a network, where a product costs a round and not a
 * millisecond.
 *
 * <p>A round filters the block by a polynomial that damps everything below its least Ritz value, of
 * the degree that the residuals ask for, makes it orthonormal by CholeskyQR2, and takes Ritz pairs
 * from three fused Gram matrices: {@code degree + 1} products of the whole block a round. It stops
 * when every wanted residual is below the target, or when the budget of products is spent. The
 * block is wider than what is wanted, so that every copy of an eigenvalue of at most that
 * multiplicity is found. Residuals of Gram matrices have a floor of about 1e-7; with float32
 * exchange so have the vectors.
 *
 * <p>The block begins as its space has it: with random columns, or near the leading eigenvectors,
 * see {@link LandmarkStart}, which saves a quarter to two thirds of the products. The first step
 * tells how good it is: Ritz values never exceed eigenvalues, so that the first filter damps
 * nothing that is wanted. Driver memory: {@code width x width} matrices, and {@link #driverBytes}
 * for the start across blocks.
 *
 * <p>Zhou, Saad, Tiago, Chelikowsky, J. Comput. Phys. 219 (2006). Differs from the paper: converged
 * columns are not locked, since a round costs its latency whatever the width; CholeskyQR2 instead
 * of Householder reflections.
 */
public final class FilteredIteration {
  /** Products of a round at most: so much is done again when an executor is lost. */
  public static final int MOST_DEGREE = 40;

  /** Columns grow alike by this factor at most; the degree of a round is lowered to that. */
  private static final double MOST_CONTRAST = 1e6;

  private FilteredIteration() {}

  /** Returns the columns of the block: {@code max(pairs + 8, 1.5 pairs)}, a multiple of 4. */
  public static int width(int pairs) {
    int least = Math.max(pairs + 8, (3 * pairs + 1) / 2);
    return (least + 3) / 4 * 4;
  }

  /** Tells whether there are rows enough for a block of independent columns. */
  public static boolean isApplicable(int rows, int pairs) {
    return rows >= 2 * width(pairs);
  }

  /**
   * Returns the bytes that all executors hold in a round at most: lists and entries, and the
   * vectors of some steps of the filter, of which older ones go to disk where memory is short.
   *
   * @param rows of the operator
   * @param entries of the operator
   * @param pairs wanted
   */
  public static long executorBytes(long rows, long entries, int pairs) {
    // Steps that are kept, the pair they begin with, and what a task extends and multiplies.
    long vectors = 8L * width(pairs) * (GhostBlocks.STEPS_PER_JOB + 4);
    return 16 * entries + (56 + vectors) * rows;
  }

  /**
   * Returns the bytes that the driver holds at most for a start across blocks.
   *
   * @param rows of the operator
   * @param entries of the operator
   * @param pairs wanted
   */
  public static long driverBytes(long rows, long entries, int pairs) {
    return LandmarkStart.driverBytes(rows, entries, width(pairs));
  }

  /**
   * Where an iteration ended.
   *
   * @param block whose leading columns are the eigenvectors, of unit length
   * @param eigenvalues as many as were wanted
   * @param <B> a block
   */
  record Solution<B>(B block, Eigenvalues eigenvalues) {}

  /**
   * Finds the largest eigenpairs.
   *
   * @param space where blocks live
   * @param pairs at least 1, few enough for {@link #isApplicable}
   * @param options tolerance and budget; the width is {@link #width}
   * @param low below the whole spectrum, see {@link SpectrumBounds}
   * @param top the largest eigenvalue or more
   * @param <B> a block
   */
  static <B> Solution<B> largest(
      BlockSpace<B> space, int pairs, SolverOptions options, double low, double top) {
    int width = width(pairs);
    B block = space.start(width);
    Ritz ritz = null;
    long products = 0;
    boolean isDone = false;
    while (!isDone) {
      if (ritz != null) {
        double cut = ritz.values[width - 1];
        // A cut at the bottom would leave nothing to damp.
        cut = Math.max(cut, low + 0.01 * (top - low));
        double needed = ritz.degree(pairs, options, low, cut, top);
        double affordable = (double) (options.maxProducts() - products) / width - 1;
        int degree = degree(Math.min(needed, affordable), low, cut, top);
        block = space.filter(block, width, new ChebyshevFilter(degree, low, cut, top));
        products += (long) degree * width;
      }
      double[] first = inverseFactor(space.gram(block, width), width);
      block = space.combine(block, width, first);
      ritz = Ritz.of(space.grams(block, width), width);
      products += width;
      block = space.combine(block, width, ritz.vectors);
      isDone = ritz.isConverged(pairs, options) || products >= options.maxProducts();
    }
    return new Solution<>(
        block,
        new Eigenvalues(
            Arrays.copyOf(ritz.values, pairs),
            Arrays.copyOf(ritz.residuals, pairs),
            products,
            ritz.isConverged(pairs, options)));
  }

  /**
   * Finds the largest eigenpairs of an operator of which blocks are in the driver.
   *
   * @param operator multiplies them
   * @param pairs few enough for {@link #isApplicable}
   * @param options tolerance and budget
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  public static Eigenpairs largest(
      SymmetricOperator operator,
      int pairs,
      SolverOptions options,
      long[] rowKeys,
      Workers workers) {
    double low = SpectrumBounds.low(operator, rowKeys, workers);
    Solution<double[]> solution =
        largest(new DriverBlocks(operator, rowKeys, workers), pairs, options, low, 1);
    int n = operator.rows();
    int width = width(pairs);
    double[] vectors = new double[n * pairs];
    for (int i = 0; i < n; i++) {
      System.arraycopy(solution.block, i * width, vectors, i * pairs, pairs);
    }
    Eigenpairs.fixSigns(vectors, n, pairs);
    Eigenvalues found = solution.eigenvalues;
    return new Eigenpairs(
        found.values(), vectors, found.residuals(), found.products(), found.isConverged());
  }

  /** Returns what is needed, but no more than a round may take or the contrast allows. */
  private static int degree(double needed, double low, double cut, double top) {
    double most = ChebyshevFilter.degree(MOST_CONTRAST, top, low, cut, top);
    return (int) Math.max(2, Math.min(Math.ceil(needed), Math.min(MOST_DEGREE, most)));
  }

  /** Returns {@code R^-1} with {@code R'R} the matrix; a shift saves one that lost its rank. */
  private static double[] inverseFactor(double[] gram, int width) {
    double trace = 0;
    for (int c = 0; c < width; c++) {
      trace += gram[c * width + c];
    }
    double[] lower = null;
    for (double shift = 0; lower == null; shift = Math.max(1e-15 * trace, 100 * shift)) {
      double[] shifted = gram.clone();
      for (int c = 0; c < width; c++) {
        shifted[c * width + c] += shift;
      }
      lower = DenseAlgebra.cholesky(shifted, width).orElse(null);
      if (lower == null && !(shift < trace)) {
        throw new ArithmeticException("The filtered block holds NaN or only zeros");
      }
    }
    double[] identity = new double[width * width];
    for (int c = 0; c < width; c++) {
      identity[c * width + c] = 1;
    }
    double[] upper = DenseAlgebra.transpose(lower, width, width);
    return DenseAlgebra.solve(upper, width, identity, width)
        .orElseThrow(() -> new ArithmeticException("A triangular factor is singular"));
  }

  private static double[] product(double[] a, double[] b, int width) {
    double[] result = new double[width * width];
    for (int r = 0; r < width; r++) {
      for (int k = 0; k < width; k++) {
        for (int c = 0; c < width; c++) {
          result[r * width + c] += a[r * width + k] * b[k * width + c];
        }
      }
    }
    return result;
  }

  /** What Gram matrices say: values descending, combinations that give the vectors, residuals. */
  private static final class Ritz {
    private final double[] values;
    private final double[] vectors;
    private final double[] residuals;

    private Ritz(double[] values, double[] vectors, double[] residuals) {
      this.values = values;
      this.vectors = vectors;
      this.residuals = residuals;
    }

    static Ritz of(BlockSpace.Grams grams, int width) {
      // The second half of CholeskyQR2: the block is orthonormal to a few digits already.
      double[] second = inverseFactor(grams.basis(), width);
      double[] left = DenseAlgebra.transpose(second, width, width);
      double[] projected = product(product(left, grams.projected(), width), second, width);
      for (int r = 0; r < width; r++) {
        for (int c = 0; c < r; c++) {
          double mean = 0.5 * (projected[r * width + c] + projected[c * width + r]);
          projected[r * width + c] = mean;
          projected[c * width + r] = mean;
        }
      }
      SymmetricEigen eigen = DenseAlgebra.symmetricEigen(projected, width);
      double[] vectors =
          product(second, DenseAlgebra.transpose(eigen.vectors(), width, width), width);
      double[] images = product(grams.image(), vectors, width);
      double[] residuals = new double[width];
      for (int c = 0; c < width; c++) {
        double square = 0;
        for (int r = 0; r < width; r++) {
          square += vectors[r * width + c] * images[r * width + c];
        }
        double value = eigen.values()[c];
        residuals[c] = Math.sqrt(Math.max(0, square - value * value));
      }
      return new Ritz(eigen.values(), vectors, residuals);
    }

    boolean isConverged(int pairs, SolverOptions options) {
      for (int j = 0; j < pairs; j++) {
        if (missing(j, options) > 1) {
          return false;
        }
      }
      return true;
    }

    /**
     * Returns the degree of a filter after which no wanted residual should be above its target,
     * since what is damped falls by the contrast of the filter.
     */
    double degree(int pairs, SolverOptions options, double low, double cut, double top) {
      double degree = 0;
      for (int j = 0; j < pairs; j++) {
        double missing = missing(j, options);
        if (missing > 1) {
          degree = Math.max(degree, ChebyshevFilter.degree(missing, values[j], low, cut, top));
        }
      }
      return degree;
    }

    /** Returns how many times a residual is its target. */
    private double missing(int j, SolverOptions options) {
      // Gram matrices cannot show less than their floor.
      return residuals[j] / Math.max(3e-7, options.target(values[0], values[j]));
    }
  }
}
