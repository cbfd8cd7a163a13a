package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The algebraically largest eigenpairs of a sparse symmetric operator, by thick-restart block
 * Lanczos with full reorthogonalisation, in the memory of one process.
 *
 * <p>The Krylov space of b random vectors holds min(b, multiplicity) directions of every
 * eigenspace. So where fewer than b found eigenvalues crowd together, every copy was found; where
 * more do, the found pairs are locked and the search begins again with b fresh random vectors
 * orthogonal to them, until such a round brings nothing new.
 *
 * <p>Memory: {@code 8 n (basis + 3 b)} bytes with a basis of about {@code 2 (pairs + 2 b)} vectors.
 * Time: every product costs one pass over the operator's entries and {@code 4 n basis} operations
 * of orthogonalisation. The start is a pure function of a key a row, sums are folded in fixed
 * order: determinism class D0.
 *
 * <p>Wu and Simon, Thick-restart Lanczos method for large symmetric eigenvalue problems, SIAM J.
 * Matrix Anal. Appl. 22 (2000); Golub and Underwood, The block Lanczos method for computing
 * eigenvalues (1977). Differs from the papers: the projected matrix is filled from the coefficients
 * of the full reorthogonalisation instead of from the recurrence, so that any vector may join the
 * basis; directions in which the Krylov space ends are replaced by random ones.
 */
public final class BlockLanczos {
  /** Up to so many rows the dense problem takes milliseconds. */
  private static final int ALWAYS_DENSE = 256;

  /**
   * Vectors multiplied together. On 70 000 rows, k = 15, 17 pairs to 1e-4, one core: 4 take 561
   * products and 3.3 s, 8 take 753 and 5.0 s.
   */
  private static final int USUAL_WIDTH = 4;

  private final SymmetricOperator operator;
  private final int n;
  private final int wanted;
  private final int width;
  private final int maxBlocks;
  private final SolverOptions options;
  private final Workers workers;
  private final KrylovBasis basis;
  private final int maxSize;

  /** The operator projected on the basis, {@code maxSize x maxSize}. */
  private final double[] projected;

  /** Couples the last block with the one to be multiplied next, {@code width x width}. */
  private double[] coupling;

  private long products;
  private double[] ritzValues = new double[0];
  private double[] ritzVectors = new double[0];

  private BlockLanczos(
      SymmetricOperator operator,
      int wanted,
      SolverOptions options,
      long[] rowKeys,
      Workers workers) {
    this.operator = operator;
    this.n = operator.rows();
    this.wanted = wanted;
    this.width = options.block().orElse(USUAL_WIDTH);
    this.options = options;
    this.workers = workers;
    int keptBlocks = (wanted + width - 1) / width;
    this.maxBlocks = Math.min(2 * keptBlocks + 4, n / width - 2);
    this.basis = new KrylovBasis(n, width, maxBlocks, rowKeys, workers);
    this.maxSize = maxBlocks * width;
    this.projected = new double[maxSize * maxSize];
    this.coupling = new double[width * width];
  }

  /**
   * Tells whether an operator is large enough for this method: the basis must leave room for the
   * vectors that are orthogonal to it.
   */
  public static boolean isApplicable(int rows, int pairs, SolverOptions options) {
    int width = options.block().orElse(USUAL_WIDTH);
    return rows > ALWAYS_DENSE && rows >= (2 * ((pairs + width - 1) / width) + 8) * width;
  }

  /**
   * Finds the largest eigenpairs.
   *
   * @param operator on {@code n} rows
   * @param pairs at least 1, few enough for {@link #isApplicable}
   * @param options tolerance, block, budget
   * @param rowKeys a well-mixed key a row: the start vectors are pure functions of it
   * @param known an exact eigenvector of unit length to begin with, or an empty array
   * @param workers share the rows
   */
  public static Eigenpairs largest(
      SymmetricOperator operator,
      int pairs,
      SolverOptions options,
      long[] rowKeys,
      double[] known,
      Workers workers) {
    BlockLanczos solver = new BlockLanczos(operator, pairs, options, rowKeys, workers);
    return solver.solve(known);
  }

  private Eigenpairs solve(double[] known) {
    basis.start(known);
    boolean isConverged = iterate(false);
    while (isConverged && isCrowded()) {
      double[] before = Arrays.copyOf(ritzValues, wanted);
      lockAndStartAfresh();
      isConverged = iterate(true);
      if (!isAnyNew(before)) {
        break;
      }
    }
    return finish();
  }

  /** Expands and restarts until the wanted pairs are found or the budget is spent. */
  private boolean iterate(boolean isSearchForMissed) {
    int steps = 0;
    while (true) {
      boolean isFull = basis.blocks() == maxBlocks;
      if (isFull || (steps > 2 && basis.size() >= wanted + width && steps % 2 == 0)) {
        rayleighRitz();
        if (isConverged(isSearchForMissed)) {
          return true;
        }
        if (products >= options.maxProducts()) {
          return false;
        }
        if (isFull) {
          restart();
        }
      }
      expand();
      steps++;
    }
  }

  /** Multiplies the next block and puts what is orthogonal to the basis in its place. */
  private void expand() {
    double[] last = basis.next();
    basis.append();
    operator.multiply(last, basis.next(), width, workers);
    products += width;
    KrylovBasis.Expansion expansion = basis.orthonormalizeNext();
    setProjected(expansion.coefficients());
    coupling = expansion.coupling();
  }

  private void rayleighRitz() {
    int size = basis.size();
    double[] compact = new double[size * size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(projected, i * maxSize, compact, i * size, size);
    }
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(compact, size);
    ritzValues = eigen.values();
    ritzVectors = eigen.vectors();
  }

  private boolean isConverged(boolean isSearchForMissed) {
    for (int i = 0; i < wanted; i++) {
      if (ritzResidual(i) > options.target(ritzValues[0], ritzValues[i])) {
        return false;
      }
    }
    if (!isSearchForMissed) {
      return true;
    }
    double enough =
        Math.max(
            options.target(ritzValues[0], ritzValues[wanted]),
            0.02 * (ritzValues[wanted - 1] - ritzValues[wanted]));
    return ritzResidual(wanted) <= enough;
  }

  /** Returns the norm of what a Ritz vector's image has outside the basis. */
  private double ritzResidual(int rank) {
    int size = basis.size();
    double total = 0;
    for (int r = 0; r < width; r++) {
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += coupling[r * width + c] * ritzVectors[rank * size + size - width + c];
      }
      total += sum * sum;
    }
    return Math.sqrt(total);
  }

  /** Keeps the leading Ritz vectors and the next block. */
  private void restart() {
    int least = (wanted + width - 1) / width;
    int kept = least + (maxBlocks - least) * 2 / 5;
    keepRitzVectors(kept * width);
    basis.shrinkTo(kept);
  }

  /** Locks the wanted Ritz vectors, and nothing else, and puts random vectors behind them. */
  private void lockAndStartAfresh() {
    keepRitzVectors(wanted);
    basis.beginAgainBehind((wanted + width - 1) / width);
  }

  /**
   * Replaces the basis by leading Ritz vectors; columns that fill up the last block become zero and
   * are given a Ritz value below any eigenvalue.
   */
  private void keepRitzVectors(int count) {
    int size = basis.size();
    int outputs = (count + width - 1) / width;
    double[][] coefficients = new double[outputs][size * width];
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < size; i++) {
        coefficients[j / width][i * width + j % width] = ritzVectors[j * size + i];
      }
    }
    basis.combine(outputs, coefficients);
    Arrays.fill(projected, 0);
    for (int j = 0; j < outputs * width; j++) {
      projected[j * maxSize + j] = j < count ? ritzValues[j] : -1e3;
    }
  }

  /** Tells whether so many values lie close together that further copies may be missing. */
  private boolean isCrowded() {
    int least = width - 1;
    double window = 10 * options.tolerance();
    for (int i = 0; i + least <= wanted; i++) {
      if (ritzValues[i] - ritzValues[i + least - 1] <= window) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnyNew(double[] before) {
    for (int i = 0; i < wanted; i++) {
      if (ritzValues[i] - before[i] > options.target(ritzValues[0], ritzValues[i])) {
        return true;
      }
    }
    return false;
  }

  private Eigenpairs finish() {
    double[] values = Arrays.copyOf(ritzValues, wanted);
    int size = basis.size();
    double[] vectors = new double[n * wanted];
    double[] residuals = new double[wanted];
    double[] image = new double[n * width];
    double[] block = new double[n * width];
    for (int first = 0; first < wanted; first += width) {
      int count = Math.min(width, wanted - first);
      double[] coefficients = new double[size * width];
      for (int c = 0; c < count; c++) {
        for (int i = 0; i < size; i++) {
          coefficients[i * width + c] = ritzVectors[(first + c) * size + i];
        }
      }
      Arrays.fill(block, 0);
      basis.addProduct(coefficients, block);
      operator.multiply(block, image, width, workers);
      for (int c = 0; c < count; c++) {
        double total = 0;
        for (int i = 0; i < n; i++) {
          double v = block[i * width + c];
          double r = image[i * width + c] - values[first + c] * v;
          total += r * r;
          vectors[i * wanted + first + c] = v;
        }
        residuals[first + c] = Math.sqrt(total);
      }
    }
    products += wanted;
    Eigenpairs.fixSigns(vectors, n, wanted);
    boolean isConverged = true;
    for (int i = 0; i < wanted; i++) {
      isConverged &= residuals[i] <= 1.01 * options.target(values[0], values[i]);
    }
    return new Eigenpairs(values, vectors, residuals, products, isConverged);
  }

  private void setProjected(double[] coefficients) {
    int size = basis.size();
    int first = size - width;
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < width; c++) {
        projected[i * maxSize + first + c] = coefficients[i * width + c];
        projected[(first + c) * maxSize + i] = coefficients[i * width + c];
      }
    }
  }
}
