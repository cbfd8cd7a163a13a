package io.geodesy.jobs.heat;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.TallBlocks;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.HeatKernel;
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
    this.halves = Arrays.stream(times).map(t -> t / 2).toArray();
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
    int n = kernel.rows();
    double[][] values = new double[times.length][n];
    double[][] sums = new double[times.length][n];
    double[][] squares = new double[times.length][n];
    for (double[] block : basis) {
      diagonal.addSquares(block, WIDTH, values, squares);
    }
    Arrays.stream(squares).forEach(s -> Arrays.fill(s, 0));
    for (int from = 0; from < probes; from += WIDTH) {
      double[] block = diagonal.probes(from, basis, rowKeys);
      diagonal.addSquares(block, Math.min(WIDTH, probes - from), sums, squares);
    }
    for (int t = 0; t < times.length; t++) {
      for (int i = 0; i < n; i++) {
        double mean = sums[t][i] / probes;
        values[t][i] += mean;
        double variance = Math.max(0, squares[t][i] / probes - mean * mean);
        squares[t][i] = Math.sqrt(variance / (probes - 1));
      }
    }
    return new SelfHeat(values, squares);
  }

  /** Returns a block of random signs without what they have in the basis. */
  private double[] probes(int from, double[][] basis, long[] rowKeys) {
    int n = kernel.rows();
    double[] block = new double[n * WIDTH];
    for (int at = 0; at < block.length; at++) {
      block[at] = (SeededStream.bits(rowKeys[at / WIDTH], from + at % WIDTH) & 1) == 0 ? -1 : 1;
    }
    if (basis.length > 0) {
      double[] shares = TallBlocks.gram(basis, basis.length, block, n, WIDTH, workers);
      Arrays.setAll(shares, at -> -shares[at]);
      TallBlocks.addProduct(basis, basis.length, shares, block, n, WIDTH, workers);
    }
    return block;
  }

  /** Adds the squares and the fourth powers of what the first columns become in half the time. */
  private void addSquares(double[] block, int columns, double[][] sums, double[][] squares) {
    kernel.apply(block, WIDTH, halves, heat, workers);
    for (int t = 0; t < heat.length; t++) {
      for (int i = 0; i < sums[t].length; i++) {
        for (int at = i * WIDTH; at < i * WIDTH + columns; at++) {
          double square = heat[t][at] * heat[t][at];
          sums[t][i] += square;
          squares[t][i] += square * square;
        }
      }
    }
  }
}
