package io.geodesy.spectral;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.SeededStream;
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
 * <p>What one basis does not solve goes on with an odd Chebyshev polynomial of the operator in its
 * place, from random combinations of the leading Ritz vectors: a step then multiplies as often as
 * the polynomial's degree, and is orthogonalised once. The polynomial grows above the Ritz value
 * that it is cut at, and is within its value there below; being odd it stays negative below the
 * bound for the lower end, should that be wrong. Residuals are those of the operator: measured from
 * the vectors, and estimated before that from the polynomial's slope.
 *
 * <p>Memory: {@link #bytes}, with a basis of 96 vectors or what fits a gibibyte, but at least
 * {@code 2 (pairs + 2 b)}. Time: a product costs one pass over the operator's entries for b vectors
 * and a few passes over blocks; see {@link KrylovBasis} for how seldom it is orthogonalised against
 * the whole basis. The start is a pure function of a key a row, sums are folded in fixed order:
 * determinism class D0.
 *
 * <p>Wu and Simon, Thick-restart Lanczos method for large symmetric eigenvalue problems, SIAM J.
 * Matrix Anal. Appl. 22 (2000); Golub and Underwood, The block Lanczos method for computing
 * eigenvalues (1977); Fang and Saad, A filtered Lanczos procedure for extreme and interior
 * eigenvalue problems, SIAM J. Sci. Comput. 34 (2012). Differs from the papers: the projected
 * matrix is filled from the coefficients of the orthogonalisation instead of from the recurrence,
 * so that any vector may join the basis; directions in which the Krylov space ends are replaced by
 * random ones; the filter begins after one basis without it.
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

  /**
   * How much larger the polynomial is at the top than where it is cut. More takes a higher degree,
   * with fewer steps and more products.
   */
  private static final double CONTRAST = 12;

  private static final int MOST_DEGREE = 31;

  /** Bases to go on with where measured residuals are above what was asked. */
  private static final int TRIES = 4;

  /** By how much one look at true residuals sharpens what estimates must reach. */
  private static final double MOST_SLACK = 1000;

  private static final long MIXTURE = 0x3C1;

  /** The Ritz value of a column of zeros: below any eigenvalue. */
  private static final double ABSENT = -1e3;

  /** Memory of the basis where {@link #MOST_BLOCKS} would take more. */
  private static final long BASIS_BYTES = 1L << 30;

  private final SymmetricOperator operator;
  private final int n;
  private final int wanted;
  private final int width;
  private final int maxBlocks;
  private final SolverOptions options;
  private final long[] rowKeys;
  private final Workers workers;
  private final KrylovBasis basis;
  private final int maxSize;

  /** The operator projected on the basis, {@code maxSize x maxSize}. */
  private final double[] projected;

  /** Couples the last block with the one to be multiplied next, {@code width x width}. */
  private double[] coupling;

  /** Null until {@link #amplify}: then the basis is one of p(T). */
  private ChebyshevFilter filter;

  private double[][] filtering = new double[0][];

  /** By how much more true residuals exceeded their estimates. */
  private double slack = 1;

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
    return 8L * rows * (width * (Math.max(1, maxBlocks(rows, pairs, width)) + 8L) + pairs);
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
    Found found = find(false);
    while (found.isConverged && isCrowded(found)) {
      Found before = found;
      lockAndStartAfresh();
      found = find(true);
      if (!isAnyNew(found, before)) {
        break;
      }
    }
    return pairs(found);
  }

  /**
   * The leading Ritz pairs as they are.
   *
   * @param values their Rayleigh quotients
   * @param residuals from the vectors, which are the first of the basis
   * @param isConverged whether all residuals are what was asked
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Found(double[] values, double[] residuals, boolean isConverged) {}

  private Found find(boolean isSearchForMissed) {
    for (int left = TRIES; ; left--) {
      boolean isConverged = iterate(isSearchForMissed);
      double[] estimates = new double[wanted];
      Arrays.setAll(estimates, this::residual);
      restart();
      Found found = measure();
      if (!isConverged || found.isConverged || left == 0) {
        return found;
      }
      double excess = 2;
      for (int i = 0; i < wanted; i++) {
        if (found.residuals[i] > excess * estimates[i]) {
          excess = Math.min(MOST_SLACK, found.residuals[i] / estimates[i]);
        }
      }
      slack *= excess;
    }
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
          // A mixture of what was found has no more copies than a block has columns: none while
          // missed ones are searched for.
          boolean isAmplified = filter == null && !isSearchForMissed && amplify();
          if (!isAmplified) {
            restart();
          }
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
      worst = Math.max(worst, residual(i) / options.target(value(0), value(i)));
    }
    return worst;
  }

  /** Multiplies the next block and puts what is orthogonal to the basis in its place. */
  private void expand() {
    double[] last = basis.next();
    basis.append();
    if (filter == null) {
      operator.multiply(last, basis.next(), width, workers);
      products += width;
    } else {
      filter.apply(operator, last, basis.next(), width, filtering, workers);
      products += (long) width * filter.degree();
    }
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
      if (residual(i) > options.target(value(0), value(i))) {
        return false;
      }
    }
    if (!isSearchForMissed) {
      return true;
    }
    double enough =
        Math.max(
            options.target(value(0), value(wanted)), 0.02 * (value(wanted - 1) - value(wanted)));
    return residual(wanted) <= enough;
  }

  /** Returns the eigenvalue of the operator that a Ritz value stands for. */
  private double value(int rank) {
    return filter == null ? ritzValues[rank] : filter.inverse(ritzValues[rank]);
  }

  /**
   * Returns the residual of a Ritz pair with the operator; with a filter an estimate. What is wrong
   * with the vector lies near the cut, where the filter's slope tells how large it is, or anywhere
   * below, where the filter is as large as at the cut: the mean of both.
   */
  private double residual(int rank) {
    double residual = slack * ritzResidual(rank);
    if (filter == null) {
      return residual;
    }
    double value = value(rank);
    double above = ritzValues[rank] - filter.most();
    if (above <= 0) {
      return rank < wanted ? Double.POSITIVE_INFINITY : residual / filter.slope(value);
    }
    return residual * Math.sqrt((value - filter.low()) / above / filter.slope(value));
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
    int kept = Math.min(keptBlocks(), basis.blocks());
    keepRitzVectors(kept * width);
    basis.shrinkTo(kept);
  }

  /**
   * Begins a basis of a polynomial of the operator.
   *
   * @return whether there is one that helps
   */
  private boolean amplify() {
    int rank = Math.min(wanted + wanted / 2, keptBlocks() * width - 1);
    double top = ritzValues[0];
    double cut = ritzValues[rank];
    double low = SpectrumBounds.low(operator, rowKeys, workers);
    products += SpectrumBounds.STEPS;
    if (!(low < cut && cut < top)) {
      return false;
    }
    double degree = ChebyshevFilter.degree(CONTRAST, top, low, cut, top);
    if (degree < 3) {
      return false;
    }
    filter = new ChebyshevFilter((int) Math.min(MOST_DEGREE, degree) | 1, low, cut, top);
    filtering = new double[2][n * width];
    int size = basis.size();
    double[] mixture = new double[size * width];
    for (int j = 0; j <= rank; j++) {
      for (int c = 0; c < width; c++) {
        double share = SeededStream.normal(MIXTURE, (long) j * width + c);
        for (int i = 0; i < size; i++) {
          mixture[i * width + c] += share * ritzVectors[j * size + i];
        }
      }
    }
    basis.beginFrom(mixture);
    Arrays.fill(projected, 0);
    return true;
  }

  /** More than a few blocks beyond the wanted ones cost more to form than they save. */
  private int keptBlocks() {
    int least = (wanted + width - 1) / width;
    return least + Math.min((maxBlocks - least) * 2 / 5, 4 + least / 2);
  }

  /** Locks the wanted Ritz vectors, and nothing else, and puts random vectors behind them. */
  private void lockAndStartAfresh() {
    int locked = (wanted + width - 1) / width;
    double[] last = basis.block(locked - 1);
    for (int j = wanted; j < locked * width; j++) {
      for (int i = 0; i < n; i++) {
        last[i * width + j % width] = 0;
      }
      projected[j * maxSize + j] = ABSENT;
    }
    for (int j = locked * width; j < basis.size(); j++) {
      projected[j * maxSize + j] = 0;
    }
    basis.beginAgainBehind(locked);
  }

  /** Replaces the basis by leading Ritz vectors, a whole number of blocks. */
  private void keepRitzVectors(int count) {
    int size = basis.size();
    double[][] coefficients = new double[count / width][size * width];
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < size; i++) {
        coefficients[j / width][i * width + j % width] = ritzVectors[j * size + i];
      }
    }
    basis.combine(count / width, coefficients);
    Arrays.fill(projected, 0);
    for (int j = 0; j < count; j++) {
      projected[j * maxSize + j] = ritzValues[j];
    }
  }

  /**
   * Tells whether so many values may be copies of one eigenvalue that further copies may be
   * missing. Every value is within its residual of an eigenvalue. One of the vectors that the
   * search began with was known.
   */
  private boolean isCrowded(Found found) {
    int copies = width - 1;
    for (int first = 0; first + copies <= wanted; first++) {
      int last = first + copies - 1;
      if (found.values[first] - found.values[last]
          <= found.residuals[first] + found.residuals[last]) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnyNew(Found found, Found before) {
    for (int i = 0; i < wanted; i++) {
      if (found.values[i] - before.values[i] > options.target(found.values[0], found.values[i])) {
        return true;
      }
    }
    return false;
  }

  /** Measures the leading vectors of a basis of Ritz vectors. */
  private Found measure() {
    double[] values = new double[wanted];
    double[] residuals = new double[wanted];
    double[] image = new double[n * width];
    for (int first = 0; first < wanted; first += width) {
      int start = first;
      double[] block = basis.block(first / width);
      operator.multiply(block, image, width, workers);
      workers.forRanges(
          Math.min(width, wanted - first),
          1,
          (worker, c, end) -> {
            double value = 0;
            for (int at = c; at < n * width; at += width) {
              value = Math.fma(block[at], image[at], value);
            }
            double total = 0;
            for (int at = c; at < n * width; at += width) {
              double r = image[at] - value * block[at];
              total = Math.fma(r, r, total);
            }
            values[start + c] = value;
            residuals[start + c] = Math.sqrt(total);
          });
    }
    products += wanted;
    double top = Arrays.stream(values).max().orElseThrow();
    boolean isConverged = true;
    for (int i = 0; i < wanted; i++) {
      isConverged &= residuals[i] <= 1.01 * options.target(top, values[i]);
    }
    return new Found(values, residuals, isConverged);
  }

  private Eigenpairs pairs(Found found) {
    int[] order =
        IndexSort.sorted(wanted, (a, b) -> Double.compare(found.values[b], found.values[a]));
    double[] values = new double[wanted];
    double[] residuals = new double[wanted];
    double[] vectors = new double[n * wanted];
    for (int j = 0; j < wanted; j++) {
      values[j] = found.values[order[j]];
      residuals[j] = found.residuals[order[j]];
      double[] block = basis.block(order[j] / width);
      int column = order[j] % width;
      for (int i = 0; i < n; i++) {
        vectors[i * wanted + j] = block[i * width + column];
      }
    }
    Eigenpairs.fixSigns(vectors, n, wanted);
    return new Eigenpairs(values, vectors, residuals, products, found.isConverged);
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
