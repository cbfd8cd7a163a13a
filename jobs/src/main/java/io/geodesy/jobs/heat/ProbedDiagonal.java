package io.geodesy.jobs.heat;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.TallBlocks;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.HeatKernel;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The diagonal of the heat operator: exactly on a given subspace, by random probes on what is
 * orthogonal to it.
 *
 * <p>With orthonormal U, {@code Q = I - U U'} and {@code G = H_{t/2}}: {@code H_ii = sum_j (G
 * U)_ij^2 + E[(G Q z)_i^2]} for random signs z. Both terms are squares, so that nothing is
 * negative; the sum is without bias for every U, and varies the less the more heat U holds: the
 * standard error over p probes is about {@code sqrt(2 / p)} of the second term, and is taken from
 * the spread of the probes, row by row. Half the time costs fewer products, too.
 *
 * <p>Cost: {@code products(t / 2)} passes over the graph for every 16 vectors of U and every 16
 * probes; memory {@code n} times {@code 16 (4 + times) + 3 times} float64. Determinism class D0.
 *
 * <p>C. Bekas, E. Kokiopoulou, Y. Saad, An estimator for the diagonal of a matrix, Applied
 * Numerical Mathematics 57 (2007); A. S. Gambhir, A. Stathopoulos, K. Orginos, Deflation as a
 * method of variance reduction for estimating the trace of a matrix inverse, SIAM J. Sci. Comput.
 * 39 (2017). Differs from the papers: the squares instead of {@code z .* H z}, whose error on a
 * flat heat kernel is above 50 %; the deflated part is computed from {@code G U}, so that U need
 * not be exact eigenvectors. A filter that is no semigroup (Euler) takes its steps twice.
 */
final class ProbedDiagonal {
  /** Vectors that flow together. */
  static final int WIDTH = 16;

  private final HeatKernel kernel;
  private final double[] halves;
  private final Workers workers;
  private final double[][] heat;

  private ProbedDiagonal(HeatKernel kernel, double[] times, Workers workers) {
    this.kernel = kernel;
    this.halves = halves(times);
    this.workers = workers;
    this.heat = new double[times.length][kernel.rows() * WIDTH];
  }

  /**
   * Estimates.
   *
   * @param kernel the heat operator
   * @param times of the heat
   * @param basis blocks {@code n x 16} whose columns are orthonormal together; none for plain
   *     probes
   * @param probes at least 2
   * @param rowKeys a well-mixed key a row: the probes are pure functions of it
   * @param workers share the rows
   */
  static SelfHeat of(
      HeatKernel kernel,
      double[] times,
      double[][] basis,
      int probes,
      long[] rowKeys,
      Workers workers) {
    ProbedDiagonal diagonal = new ProbedDiagonal(kernel, times, workers);
    Sums sums = new Sums(times.length, kernel.rows());
    for (double[] block : basis) {
      sums.addExact(diagonal.heat(block), WIDTH, WIDTH);
    }
    for (int from = 0; from < probes; from += WIDTH) {
      double[] block = signs(rowKeys, from, WIDTH);
      if (basis.length > 0) {
        diagonal.deflate(basis, block);
      }
      sums.addProbes(diagonal.heat(block), WIDTH, Math.min(WIDTH, probes - from));
    }
    return sums.estimate(probes);
  }

  /** Returns the times that columns flow for: half of what is asked for. */
  static double[] halves(double[] times) {
    return Arrays.stream(times).map(t -> t / 2).toArray();
  }

  /**
   * Returns probes.
   *
   * @param rowKeys a well-mixed key a row
   * @param from number of the first probe
   * @param width how many
   */
  static double[] signs(long[] rowKeys, int from, int width) {
    double[] block = new double[rowKeys.length * width];
    for (int at = 0; at < block.length; at++) {
      block[at] = (SeededStream.bits(rowKeys[at / width], from + at % width) & 1) == 0 ? -1 : 1;
    }
    return block;
  }

  /** Takes from a block what it has in the basis. */
  private void deflate(double[][] basis, double[] block) {
    int n = kernel.rows();
    double[] shares = TallBlocks.gram(basis, basis.length, block, n, WIDTH, workers);
    Arrays.setAll(shares, at -> -shares[at]);
    TallBlocks.addProduct(basis, basis.length, shares, block, n, WIDTH, workers);
  }

  private double[][] heat(double[] block) {
    kernel.apply(block, WIDTH, halves, heat, workers);
    return heat;
  }

  /**
   * What is summed for every row, one array a time.
   *
   * @param exact squares of what basis vectors become in half the time
   * @param squares of what probes become
   * @param fourths powers of the same
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sums(double[][] exact, double[][] squares, double[][] fourths) implements Serializable {
    Sums(int times, int rows) {
      this(new double[times][rows], new double[times][rows], new double[times][rows]);
    }

    /** Adds basis vectors: the first columns of blocks of some width, one a time. */
    void addExact(double[][] heat, int width, int columns) {
      forSquares(heat, width, columns, (t, i, square) -> exact[t][i] += square);
    }

    /** Adds probes: the first columns of blocks of some width, one a time. */
    void addProbes(double[][] heat, int width, int columns) {
      forSquares(
          heat,
          width,
          columns,
          (t, i, square) -> {
            squares[t][i] += square;
            fourths[t][i] += square * square;
          });
    }

    private static void forSquares(double[][] heat, int width, int columns, Square each) {
      for (int t = 0; t < heat.length; t++) {
        for (int i = 0; i < heat[t].length / width; i++) {
          for (int at = i * width; at < i * width + columns; at++) {
            each.accept(t, i, heat[t][at] * heat[t][at]);
          }
        }
      }
    }

    /** Takes the square of an entry of a row at a time. */
    private interface Square {
      void accept(int t, int row, double square);
    }

    /** Returns what some probes say. */
    SelfHeat estimate(int probes) {
      double[][] values = new double[exact.length][];
      double[][] errors = new double[exact.length][];
      for (int t = 0; t < exact.length; t++) {
        values[t] = exact[t].clone();
        errors[t] = new double[exact[t].length];
        for (int i = 0; i < values[t].length; i++) {
          double mean = squares[t][i] / probes;
          double variance = Math.max(0, fourths[t][i] / probes - mean * mean);
          values[t][i] += mean;
          errors[t][i] = Math.sqrt(variance / (probes - 1));
        }
      }
      return new SelfHeat(values, errors);
    }
  }
}
