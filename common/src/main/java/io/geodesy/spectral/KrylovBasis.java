package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.TallBlocks;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The orthonormal basis of a block Krylov space: blocks of {@code n x width} row-major doubles, and
 * one block behind them that is to be multiplied next.
 *
 * <p>While the blocks form a Krylov chain, a new one is orthogonalised against the last two, which
 * is enough in exact arithmetic, and against the first, which holds what converges first. What
 * rounding leaves along the others is measured with every block: {@code Z = sum_k Q_k R_k} with
 * random signs R_k is kept, and the inner products of a block with Z are about as large as the root
 * of the sum of squares of those with the whole basis. Where they pass 1e-9 (1e-11 for tolerances
 * below 1e-6), the block is orthogonalised against all (Simon, The Lanczos algorithm with partial
 * reorthogonalization, Math. Comp. 42, 1984; differs from the paper: the loss is measured, not
 * estimated by a recurrence). On 70 000 rows that is one block in ten.
 *
 * <p>Outside a chain a new block is orthogonalised against all blocks once. Both are repeated where
 * cancellation was severe; directions in which the space ends are replaced by random ones
 * orthogonal to it. Random vectors are pure functions of a key a row and of how many were drawn
 * before: determinism class D0. Memory: {@code 8 n width (maxBlocks + 1)} bytes.
 */
final class KrylovBasis {
  /**
   * What orthogonalising a block took from it.
   *
   * @param coefficients its inner products with the basis, {@code size x width}
   * @param coupling B with {@code remainder = block B}, {@code width x width}
   */
  record Expansion(double[] coefficients, double[] coupling) {}

  /** Inner products between blocks up to 1e-8 leave Ritz values exact to rounding. */
  private static final double MOST_LOSS = 1e-9;

  private static final double LEAST_LOSS = 1e-11;

  private static final long SIGNS = 0x5167;

  private final int n;
  private final int width;
  private final double mostLoss;
  private final long[] rowKeys;
  private final Workers workers;
  private final double[][] basis;
  private final double[] sketch;
  private int blocks;
  private int randomDraws;
  private int chainStart;

  KrylovBasis(int n, int width, int maxBlocks, double tolerance, long[] rowKeys, Workers workers) {
    this.n = n;
    this.width = width;
    this.mostLoss = Math.max(LEAST_LOSS, Math.min(MOST_LOSS, 1e-5 * tolerance));
    this.rowKeys = rowKeys;
    this.workers = workers;
    this.basis = new double[maxBlocks + 1][];
    this.basis[0] = new double[n * width];
    this.sketch = new double[n * width];
  }

  /** Returns the blocks in use. */
  int blocks() {
    return blocks;
  }

  /** Returns the vectors in use. */
  int size() {
    return blocks * width;
  }

  /** Returns the block behind those in use. */
  double[] next() {
    return basis[blocks];
  }

  /** Takes the next block into use. */
  void append() {
    addToSketch(blocks);
    blocks++;
    if (basis[blocks] == null) {
      basis[blocks] = new double[n * width];
    }
  }

  private void addToSketch(int block) {
    double[] signs = new double[width * width];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = SeededStream.bits(SIGNS + block, i) < 0 ? -1 : 1;
    }
    TallBlocks.addProduct(new double[][] {basis[block]}, 1, signs, sketch, n, width, workers);
  }

  private void sketchAll() {
    Arrays.fill(sketch, 0);
    for (int k = 0; k < blocks; k++) {
      addToSketch(k);
    }
  }

  /**
   * Begins with random vectors behind a known one.
   *
   * @param known of length n, or empty; its direction is kept
   */
  void start(double[] known) {
    double[] block = basis[0];
    fillRandom(block, 0, width);
    for (int i = 0; i < known.length; i++) {
      block[i * width] = known[i];
    }
    orthonormalizeStart(block);
  }

  /**
   * Begins with given vectors.
   *
   * @param given {@code n x width}, of full rank; not modified
   * @return R with {@code given = first block R}, {@code width x width}
   */
  double[] startFrom(double[] given) {
    System.arraycopy(given, 0, basis[0], 0, given.length);
    return orthonormalizeStart(basis[0]);
  }

  private double[] orthonormalizeStart(double[] block) {
    double[] factor = new double[width * width];
    for (int c = 0; c < width; c++) {
      factor[c * width + c] = 1;
    }
    for (int pass = 0; pass < 2; pass++) {
      double[] lower =
          DenseAlgebra.cholesky(gramOf(block), width)
              .orElseThrow(() -> new ArithmeticException("The start block has dependent columns"));
      rotate(block, inverseTransposed(lower));
      factor = multiply(DenseAlgebra.transpose(lower, width, width), factor);
    }
    return factor;
  }

  /** Replaces the leading blocks by combinations of those in use. */
  void combine(int outputs, double[][] coefficients) {
    TallBlocks.combine(basis, blocks, outputs, coefficients, n, width, workers);
  }

  /**
   * Begins again with combinations of the vectors in use.
   *
   * @param coefficients {@code size x width}, of full rank
   */
  void beginFrom(double[] coefficients) {
    combine(1, new double[][] {coefficients});
    blocks = 0;
    chainStart = 0;
    Arrays.fill(sketch, 0);
    orthonormalizeStart(basis[0]);
  }

  /** Returns a block of those in use; after {@link #combine}, of its outputs. */
  double[] block(int index) {
    return basis[index];
  }

  /** Uses the leading blocks only, Ritz vectors, and moves the next block behind them. */
  void shrinkTo(int kept) {
    double[] next = basis[blocks];
    basis[blocks] = basis[kept];
    basis[kept] = next;
    blocks = kept;
    chainStart = kept;
    sketchAll();
  }

  /** Uses the leading blocks only and puts random vectors, orthogonal to them, behind. */
  void beginAgainBehind(int kept) {
    blocks = kept;
    // Locked vectors have residuals outside the basis, so that no chain of two blocks is enough.
    chainStart = basis.length;
    double[] next = basis[blocks];
    Arrays.fill(next, 0);
    for (int c = 0; c < width; c++) {
      drawOrthogonal(next, c);
    }
  }

  /** Makes the next block orthonormal and orthogonal to those in use. */
  Expansion orthonormalizeNext() {
    double[] next = basis[blocks];
    boolean isChain = blocks - chainStart > 2 && blocks > 3;
    double[] before = gramOf(next);
    double[] coefficients = isChain ? subtractChain(next) : subtractAll(next);
    double[] coupling = orthonormalize(next, before, coefficients);
    if (isChain && loss(next) > mostLoss) {
      addTo(coefficients, subtractAll(next), coupling);
    }
    return new Expansion(coefficients, coupling);
  }

  private double[] subtractAll(double[] block) {
    double[] coefficients = TallBlocks.gram(basis, blocks, block, n, width, workers);
    subtract(coefficients, block);
    return coefficients;
  }

  private double[] subtractChain(double[] block) {
    double[][] near = {basis[0], basis[blocks - 2], basis[blocks - 1]};
    double[] some = TallBlocks.gram(near, near.length, block, n, width, workers);
    TallBlocks.addProduct(near, near.length, negated(some), block, n, width, workers);
    double[] coefficients = new double[size() * width];
    int square = width * width;
    System.arraycopy(some, 0, coefficients, 0, square);
    System.arraycopy(some, square, coefficients, (blocks - 2) * square, 2 * square);
    return coefficients;
  }

  private double loss(double[] block) {
    double total = 0;
    for (double product : TallBlocks.gram(new double[][] {sketch}, 1, block, n, width, workers)) {
      total += product * product;
    }
    return Math.sqrt(total);
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
