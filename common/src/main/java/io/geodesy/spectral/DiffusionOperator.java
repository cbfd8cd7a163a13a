package io.geodesy.spectral;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The alpha-normalised diffusion operator of a symmetric kernel matrix K in its symmetric form.
 *
 * <p>With {@code q = K 1}, {@code K~_ij = K_ij / (q_i q_j)^alpha} and {@code d = K~ 1}, this is
 * {@code T = D^-1/2 K~ D^-1/2}, which shares its spectrum with the random walk {@code P = D^-1 K~}.
 * K~ is never stored: with {@code s = q^-alpha d^-1/2}, {@code T x = s .* K (s .* x)}, so one K
 * serves every alpha. Alpha 1 estimates the Laplace-Beltrami operator whatever the density, 1/2 the
 * Fokker-Planck operator, 0 the graph Laplacian.
 *
 * <p>With a variable bandwidth rho and dimension m, {@code q_i = rho_i^-m sum_j K_ij} and the
 * generator is {@code L = diag(rho)^-2 (D^-1 K~ - I) / eps}. This is then {@code T = I + eps L}
 * made symmetric: {@code T x = (1 - rho^-2) .* x + s .* K (s .* x)} with {@code s = q^-alpha d^-1/2
 * / rho}. Its largest eigenvalue is 1 too, and {@code (1 - lambda) / eps} is the eigenvalue of -L,
 * but the spectrum reaches below -1 where rho is small.
 *
 * <p>Cost of a product: one of K, and {@code n x width} values of scratch. Determinism class D0.
 * Coifman and Lafon, Diffusion maps, ACHA 2006; Berry and Harlim, Variable bandwidth diffusion
 * kernels, ACHA 2016. Differs from the papers: none.
 */
public final class DiffusionOperator implements SymmetricOperator {
  private final SparseRows kernel;
  private final OperatorDiagonals diagonals;
  private double[] scratch = new double[0];

  private DiffusionOperator(SparseRows kernel, OperatorDiagonals diagonals) {
    this.kernel = kernel;
    this.diagonals = diagonals;
  }

  /**
   * Normalises a kernel.
   *
   * @param kernel K, symmetric; a row without entries becomes a row of zeros
   * @param alpha the exponent of the density
   * @param workers share the rows
   */
  public static DiffusionOperator of(SparseRows kernel, double alpha, Workers workers) {
    return of(kernel, new double[0], 0, alpha, workers);
  }

  /**
   * Normalises a kernel of variable bandwidth.
   *
   * @param kernel K, symmetric
   * @param rho the bandwidth function, one a row
   * @param dimension m
   * @param alpha the exponent of the density
   * @param workers share the rows
   */
  public static DiffusionOperator ofVariable(
      SparseRows kernel, double[] rho, int dimension, double alpha, Workers workers) {
    return of(kernel, rho, dimension, alpha, workers);
  }

  private static DiffusionOperator of(
      SparseRows kernel, double[] rho, int dimension, double alpha, Workers workers) {
    double[] ones = new double[kernel.rows()];
    Arrays.fill(ones, 1);
    double[] density =
        OperatorDiagonals.density(kernel.scaledRowSums(ones, workers), rho, dimension);
    double[] powers = OperatorDiagonals.powers(density, alpha);
    OperatorDiagonals diagonals =
        OperatorDiagonals.of(density, kernel.scaledRowSums(powers, workers), powers, rho);
    diagonals.requireDegrees(alpha, dimension, i -> i);
    return new DiffusionOperator(kernel, diagonals);
  }

  @Override
  public int rows() {
    return kernel.rows();
  }

  /** Returns K. */
  public SparseRows kernel() {
    return kernel;
  }

  /** Returns what is multiplied and added beside K. */
  public OperatorDiagonals diagonals() {
    return diagonals;
  }

  /** Returns the factor of a row on both sides of K: s in {@code s .* K (s .* x)}. */
  public double scale(int row) {
    return diagonals.scale()[row];
  }

  /** Returns what is added on the diagonal: {@code 1 - rho^-2}, 0 without a variable bandwidth. */
  public double shift(int row) {
    return diagonals.shift(row);
  }

  /** Returns the row sum of K; divided by {@code rho^m} where the bandwidth is variable. */
  public double density(int row) {
    return diagonals.density()[row];
  }

  /** Returns the row sum of the alpha-normalised kernel. */
  public double degree(int row) {
    return diagonals.degree()[row];
  }

  /**
   * Returns the leading eigenvector, which is known: the unit vector along the square roots of the
   * degrees, times rho where the bandwidth is variable, with eigenvalue 1.
   */
  public double[] stationary() {
    double[] vector = new double[rows()];
    double total = diagonals.stationaryTotal();
    Arrays.setAll(vector, i -> diagonals.stationary(i, total));
    return vector;
  }

  @Override
  public void multiply(double[] x, double[] y, int width, Workers workers) {
    int n = rows();
    if (scratch.length < n * width) {
      scratch = new double[n * width];
    }
    double[] scaled = scratch;
    workers.forRanges(n, 4096, (worker, from, to) -> scaleRows(x, scaled, width, from, to));
    kernel.multiply(scaled, y, width, workers);
    workers.forRanges(
        n,
        4096,
        (worker, from, to) -> {
          scaleRows(y, y, width, from, to);
          if (diagonals.rho().length > 0) {
            addShifted(x, y, width, from, to);
          }
        });
  }

  private void addShifted(double[] x, double[] y, int width, int from, int to) {
    for (int i = from; i < to; i++) {
      double shift = shift(i);
      for (int at = i * width; at < (i + 1) * width; at++) {
        y[at] = Math.fma(shift, x[at], y[at]);
      }
    }
  }

  private void scaleRows(double[] x, double[] y, int width, int from, int to) {
    for (int i = from; i < to; i++) {
      double s = scale(i);
      for (int at = i * width; at < (i + 1) * width; at++) {
        y[at] = s * x[at];
      }
    }
  }
}
