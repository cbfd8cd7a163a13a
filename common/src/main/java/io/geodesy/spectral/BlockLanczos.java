package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The algebraically largest eigenpairs of a sparse symmetric operator, by thick-restart block
 * Lanczos with reorthogonalisation where it is needed, in the memory of one process.
 *
 * <p>The Krylov space of b random vectors holds min(b, multiplicity) directions of every
 * eigenspace. So where fewer than b found eigenvalues crowd together, every copy was found; where
 * more do, the found pairs are locked and the search begins again with b fresh random vectors
 * orthogonal to them, until such a round brings nothing new.
 *
 * <p>Memory: {@link #bytes}, with a basis of 96 vectors or what fits a gibibyte, but at least
 * {@code 2 (pairs + 2 b)}. Time: a product costs one pass over the operator's entries for b vectors
 * and a few passes over blocks; see {@link KrylovBasis} for how seldom it is orthogonalised against
 * the whole basis. The start is a pure function of a key a row, sums are folded in fixed order:
 * determinism class D0.
 *
 * <p>Wu and Simon, Thick-restart Lanczos method for large symmetric eigenvalue problems, SIAM J.
 * Matrix Anal. Appl. 22 (2000); Golub and Underwood, The block Lanczos method for computing
 * eigenvalues (1977). Differs from the papers: the projected matrix is filled from the coefficients
 * of the orthogonalisation instead of from the recurrence, so that any vector may join the basis;
 * directions in which the Krylov space ends are replaced by random ones.
 */
public final class BlockLanczos {
  /** Up to so many rows the dense problem takes milliseconds. */
  private static final int ALWAYS_DENSE = 256;

  /**
   * Vectors multiplied together. With a basis of 14 blocks, on 70 000 rows, k = 15, 17 pairs to
   * 1e-4, one core: 4 take 561 products and 3.3 s, 8 take 753 and 5.0 s.
   */
  private static final int USUAL_WIDTH = 4;

  /**
   * Blocks of the longest basis, where the pairs do not need more. A longer one takes fewer
   * products, and more time for orthogonalising and for its dense problem: 17 pairs to 1e-4 take
   * 0.8 s of 70 000 images with 24, 1.1 s with 96, and 2.4 and 3.6 s of a mixture of 50 000 rows.
   */
  private static final int MOST_BLOCKS = 24;

  /** Memory of the basis where {@link #MOST_BLOCKS} would take more. */
  private static final long BASIS_BYTES = 1L << 30;

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
    this.maxBlocks = maxBlocks(n, wanted, width);
    this.basis = new KrylovBasis(n, width, maxBlocks, options.tolerance(), rowKeys, workers);
    this.maxSize = maxBlocks * width;
    this.projected = new double[maxSize * maxSize];
    this.coupling = new double[width * width];
  }

  private static int maxBlocks(int n, int wanted, int width) {
    int least = 2 * ((wanted + width - 1) / width) + 4;
    int affordable = (int) Math.min(MOST_BLOCKS, BASIS_BYTES / (8L * n * width));
    return Math.min(Math.max(least, affordable), n / width - 2);
  }

  /** Returns the bytes that a solution takes at most. */
  public static long bytes(int rows, int pairs, SolverOptions options) {
    int width = options.block().orElse(USUAL_WIDTH);
    return 8L * rows * (width * (Math.max(1, maxBlocks(rows, pairs, width)) + 6L) + pairs);
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
    int nextCheck = basis.blocks() + 4;
    double before = Double.NaN;
    int blocksBefore = 0;
    while (true) {
      boolean isFull = basis.blocks() == maxBlocks;
      boolean isSpent = products >= options.maxProducts();
      if (isFull || ((basis.blocks() >= nextCheck || isSpent) && basis.size() >= wanted + width)) {
        rayleighRitz();
        if (isConverged(isSearchForMissed)) {
          return true;
        }
        if (isSpent) {
          return false;
        }
        double excess = excess();
        nextCheck = basis.blocks() + stepsAhead(excess, before, basis.blocks() - blocksBefore);
        before = excess;
        blocksBefore = basis.blocks();
        if (isFull) {
          restart();
          nextCheck = basis.blocks() + 3;
          before = Double.NaN;
        }
      }
      expand();
    }
  }

  /**
   * Returns after how many blocks to look again: at two thirds of the way that the last two looks
   * foretell. A look costs the cube of the basis, a block too many little.
   */
  private int stepsAhead(double excess, double before, int blocksBetween) {
    int most = 2 + basis.blocks() / 4;
    double rate = Math.log(before / excess) / blocksBetween;
    if (!(rate > 0)) {
      return most;
    }
    return (int) Math.max(2, Math.min(most, 2 * Math.log(excess) / (3 * rate)));
  }

  /** Returns by what factor the worst residual is above what it must reach. */
  private double excess() {
    double worst = 0;
    for (int i = 0; i < wanted; i++) {
      worst = Math.max(worst, ritzResidual(i) / options.target(ritzValues[0], ritzValues[i]));
    }
    return worst;
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
    int needed = Math.min(size, keptBlocks() * width);
    SymmetricEigen eigen =
        2 * needed < size
            ? DenseAlgebra.leadingEigen(compact, size, needed)
            : DenseAlgebra.symmetricEigen(compact, size);
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
    keepRitzVectors(keptBlocks() * width);
    basis.shrinkTo(keptBlocks());
  }

  /** More than a few blocks beyond the wanted ones cost more to form than they save. */
  private int keptBlocks() {
    int least = (wanted + width - 1) / width;
    return least + Math.min((maxBlocks - least) * 2 / 5, 4 + least / 2);
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
    double[] vectors = new double[n * wanted];
    double[] residuals = new double[wanted];
    double[] image = new double[n * width];
    keepRitzVectors(wanted);
    for (int first = 0; first < wanted; first += width) {
      int count = Math.min(width, wanted - first);
      double[] block = basis.block(first / width);
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
