package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.TallBlocks;
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
  private final long[] rowKeys;
  private final Workers workers;

  /** The basis: {@code blocks} blocks in use, and one behind them that is to be multiplied next. */
  private final double[][] basis;

  private final int maxSize;

  /** The operator projected on the basis, {@code maxSize x maxSize}. */
  private final double[] projected;

  /** Couples the last block with the one to be multiplied next, {@code width x width}. */
  private double[] coupling;

  private int blocks;
  private int randomDraws;
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
    this.rowKeys = rowKeys;
    this.workers = workers;
    int keptBlocks = (wanted + width - 1) / width;
    this.maxBlocks = Math.min(2 * keptBlocks + 4, n / width - 2);
    this.basis = new double[maxBlocks + 1][n * width];
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
    double[] start = basis[0];
    fillRandom(start, 0, width);
    for (int i = 0; i < known.length; i++) {
      start[i * width] = known[i];
    }
    orthonormalizeStart(start);
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
      boolean isFull = blocks == maxBlocks;
      if (isFull || (steps > 2 && blocks * width >= wanted + width && steps % 2 == 0)) {
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
    double[] last = basis[blocks];
    blocks++;
    double[] next = basis[blocks];
    operator.multiply(last, next, width, workers);
    products += width;
    double[] coefficients = TallBlocks.gram(basis, blocks, next, n, width, workers);
    double[] before = TallBlocks.gram(new double[][] {next}, 1, next, n, width, workers);
    subtract(coefficients, next);
    double[] rotation = orthonormalize(next, before, coefficients);
    setProjected(coefficients);
    coupling = rotation;
  }

  /**
   * Makes a block that was once orthogonalised against the basis orthonormal.
   *
   * @param block modified
   * @param before its inner products before it was orthogonalised: the scale for what is negligible
   * @param coefficients what was subtracted; the second pass adds to it
   * @return B with {@code old = new B}
   */
  private double[] orthonormalize(double[] block, double[] before, double[] coefficients) {
    double scale = 0;
    for (int c = 0; c < width; c++) {
      scale = Math.max(scale, before[c * width + c]);
    }
    SymmetricEigen gram = DenseAlgebra.symmetricEigen(gramOf(block), width);
    double[] turned = DenseAlgebra.transpose(gram.vectors(), width, width);
    double[] back = gram.vectors();
    if (gram.values()[width - 1] > 0.01 * scale) {
      for (int c = 0; c < width; c++) {
        double length = Math.sqrt(gram.values()[c]);
        for (int r = 0; r < width; r++) {
          turned[r * width + c] /= length;
        }
      }
      rotate(block, turned);
      return scaledRows(back, gram.values());
    }
    // Cancellation: turn to graded columns, subtract once more, and look at the lengths again.
    rotate(block, turned);
    double[] again = TallBlocks.gram(basis, blocks, block, n, width, workers);
    subtract(again, block);
    addTo(coefficients, again, back);
    return multiply(orthonormalizeGraded(block, Math.sqrt(scale)), back);
  }

  /** Scales nearly orthogonal columns of very different lengths; negligible ones become random. */
  private double[] orthonormalizeGraded(double[] block, double scale) {
    double[] gram = gramOf(block);
    double[] lengths = new double[width];
    boolean[] isLost = new boolean[width];
    for (int c = 0; c < width; c++) {
      double length = Math.sqrt(Math.max(0, gram[c * width + c]));
      isLost[c] = !(length > 1e-13 * Math.max(scale, 1e-150));
      lengths[c] = isLost[c] ? 1 : length;
    }
    double[] inverse = new double[width * width];
    for (int c = 0; c < width; c++) {
      inverse[c * width + c] = isLost[c] ? 0 : 1 / lengths[c];
    }
    rotate(block, inverse);
    double[] lower = choleskyOrIdentity(gramOf(block), isLost);
    rotate(block, inverseTransposed(lower));
    double[] result = new double[width * width];
    for (int r = 0; r < width; r++) {
      for (int c = r; c < width; c++) {
        result[r * width + c] = isLost[r] || isLost[c] ? 0 : lower[c * width + r] * lengths[c];
      }
    }
    for (int c = 0; c < width; c++) {
      if (isLost[c]) {
        drawOrthogonal(block, c);
      }
    }
    return result;
  }

  private double[] choleskyOrIdentity(double[] gram, boolean[] isLost) {
    for (int c = 0; c < width; c++) {
      if (isLost[c]) {
        for (int r = 0; r < width; r++) {
          gram[r * width + c] = 0;
          gram[c * width + r] = 0;
        }
        gram[c * width + c] = 1;
      }
    }
    return DenseAlgebra.cholesky(gram, width)
        .orElseThrow(
            () ->
                new ArithmeticException("A Krylov block lost its rank after reorthogonalisation"));
  }

  private double[] inverseTransposed(double[] lower) {
    double[] result = new double[width * width];
    for (int c = 0; c < width; c++) {
      // Column c of inv(L), which is row c of its transpose.
      for (int r = c; r < width; r++) {
        double sum = r == c ? 1 : 0;
        for (int k = c; k < r; k++) {
          sum -= lower[r * width + k] * result[c * width + k];
        }
        result[c * width + r] = sum / lower[r * width + r];
      }
    }
    return result;
  }

  /** Puts a random unit vector, orthogonal to basis and block, into a column of the block. */
  private void drawOrthogonal(double[] block, int column) {
    for (int i = 0; i < n; i++) {
      block[i * width + column] = 0;
    }
    fillRandom(block, column, column + 1);
    for (int pass = 0; pass < 3; pass++) {
      double[] alone = new double[n * width];
      for (int i = 0; i < n; i++) {
        alone[i * width] = block[i * width + column];
        block[i * width + column] = 0;
      }
      subtract(TallBlocks.gram(basis, blocks, alone, n, width, workers), alone);
      double[][] others = {block};
      double[] inside = TallBlocks.gram(others, 1, alone, n, width, workers);
      TallBlocks.addProduct(others, 1, negated(inside), alone, n, width, workers);
      double length = Math.sqrt(gramOf(alone)[0]);
      for (int i = 0; i < n; i++) {
        block[i * width + column] = alone[i * width] / length;
      }
    }
  }

  /** Makes the start block orthonormal against nothing, keeping its first column's direction. */
  private void orthonormalizeStart(double[] block) {
    for (int pass = 0; pass < 2; pass++) {
      double[] lower =
          DenseAlgebra.cholesky(gramOf(block), width)
              .orElseThrow(() -> new ArithmeticException("The start block has dependent columns"));
      rotate(block, inverseTransposed(lower));
    }
  }

  private void rayleighRitz() {
    int size = blocks * width;
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
    int size = blocks * width;
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
    double[] next = basis[blocks];
    keepRitzVectors(kept * width);
    basis[maxBlocks] = basis[kept];
    basis[kept] = next;
    blocks = kept;
  }

  /** Locks the wanted Ritz vectors, and nothing else, and puts random vectors behind them. */
  private void lockAndStartAfresh() {
    keepRitzVectors(wanted);
    blocks = (wanted + width - 1) / width;
    double[] next = basis[blocks];
    Arrays.fill(next, 0);
    for (int c = 0; c < width; c++) {
      drawOrthogonal(next, c);
    }
  }

  /**
   * Replaces the basis by leading Ritz vectors; columns that fill up the last block become zero and
   * are given a Ritz value below any eigenvalue.
   */
  private void keepRitzVectors(int count) {
    int size = blocks * width;
    int outputs = (count + width - 1) / width;
    double[][] coefficients = new double[outputs][size * width];
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < size; i++) {
        coefficients[j / width][i * width + j % width] = ritzVectors[j * size + i];
      }
    }
    TallBlocks.combine(basis, blocks, outputs, coefficients, n, width, workers);
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
    int size = blocks * width;
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
      TallBlocks.addProduct(basis, blocks, coefficients, block, n, width, workers);
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

  private void fillRandom(double[] block, int fromColumn, int toColumn) {
    for (int c = fromColumn; c < toColumn; c++) {
      long draw = randomDraws++;
      int column = c;
      workers.forRanges(
          n,
          4096,
          (worker, from, to) -> {
            for (int i = from; i < to; i++) {
              block[i * width + column] = SeededStream.normal(rowKeys[i], draw);
            }
          });
    }
  }

  private void setProjected(double[] coefficients) {
    int size = blocks * width;
    int first = size - width;
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < width; c++) {
        projected[i * maxSize + first + c] = coefficients[i * width + c];
        projected[(first + c) * maxSize + i] = coefficients[i * width + c];
      }
    }
  }

  private double[] gramOf(double[] block) {
    return TallBlocks.gram(new double[][] {block}, 1, block, n, width, workers);
  }

  private void subtract(double[] coefficients, double[] block) {
    TallBlocks.addProduct(basis, blocks, negated(coefficients), block, n, width, workers);
  }

  private void rotate(double[] block, double[] matrix) {
    TallBlocks.combine(new double[][] {block}, 1, 1, new double[][] {matrix}, n, width, workers);
  }

  private static double[] negated(double[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = -values[i];
    }
    return result;
  }

  private double[] scaledRows(double[] matrix, double[] squares) {
    double[] result = new double[width * width];
    for (int r = 0; r < width; r++) {
      for (int c = 0; c < width; c++) {
        result[r * width + c] = Math.sqrt(squares[r]) * matrix[r * width + c];
      }
    }
    return result;
  }

  private double[] multiply(double[] a, double[] b) {
    double[] result = new double[width * width];
    addTo(result, a, b);
    return result;
  }

  /** Computes {@code result += a b} for a with any number of rows of width columns. */
  private void addTo(double[] result, double[] a, double[] b) {
    for (int r = 0; r < a.length / width; r++) {
      for (int k = 0; k < width; k++) {
        for (int c = 0; c < width; c++) {
          result[r * width + c] += a[r * width + k] * b[k * width + c];
        }
      }
    }
  }
}
