package io.geodesy.spectral;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;

/**
 * The alpha-normalised diffusion operator of a symmetric kernel matrix K in its symmetric form.
 *
 * <p>With {@code q = K 1}, {@code K~_ij = K_ij / (q_i q_j)^alpha} and {@code d = K~ 1}, this is
 * {@code T = D^-1/2 K~ D^-1/2}, which shares its spectrum with the random walk {@code P = D^-1 K~}.
 * K~ is never stored: with {@code s = q^-alpha d^-1/2}, {@code T x = s .* K (s .* x)}, so one K
 * serves every alpha. Alpha 1 estimates the Laplace-Beltrami operator whatever the density, 1/2 the
 * Fokker-Planck operator, 0 the graph Laplacian.
 *
 * <p>Cost of a product: one of K, and {@code n x width} values of scratch. Determinism class D0.
 * Coifman and Lafon, Diffusion maps, ACHA 2006. Differs from the paper: none.
 */
public final class DiffusionOperator implements SymmetricOperator {
  private final SparseRows kernel;
  private final double[] density;
  private final double[] degree;
  private final double[] scale;
  private double[] scratch = new double[0];

  private DiffusionOperator(SparseRows kernel, double[] density, double[] degree, double[] scale) {
    this.kernel = kernel;
    this.density = density;
    this.degree = degree;
    this.scale = scale;
  }

  /**
   * Normalises a kernel.
   *
   * @param kernel K, symmetric; a row without entries becomes a row of zeros
   * @param alpha the exponent of the density
   * @param workers share the rows
   */
  public static DiffusionOperator of(SparseRows kernel, double alpha, Workers workers) {
    int n = kernel.rows();
    double[] scale = new double[n];
    java.util.Arrays.fill(scale, 1);
    double[] density = kernel.scaledRowSums(scale, workers);
    for (int i = 0; i < n; i++) {
      scale[i] = density[i] > 0 ? Math.pow(density[i], -alpha) : 0;
    }
    double[] degree = kernel.scaledRowSums(scale, workers);
    for (int i = 0; i < n; i++) {
      scale[i] = degree[i] > 0 ? scale[i] / Math.sqrt(degree[i]) : 0;
    }
    return new DiffusionOperator(kernel, density, degree, scale);
  }

  @Override
  public int rows() {
    return kernel.rows();
  }

  /** Returns K. */
  public SparseRows kernel() {
    return kernel;
  }

  /** Returns the row sum of K. */
  public double density(int row) {
    return density[row];
  }

  /** Returns the row sum of the alpha-normalised kernel. */
  public double degree(int row) {
    return degree[row];
  }

  /**
   * Returns the leading eigenvector, which is known: the unit vector along the square roots of the
   * degrees, with eigenvalue 1.
   */
  public double[] stationary() {
    double total = 0;
    for (double d : degree) {
      total += d;
    }
    double[] vector = new double[rows()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Math.sqrt(degree[i] / total);
    }
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
    workers.forRanges(n, 4096, (worker, from, to) -> scaleRows(y, y, width, from, to));
  }

  private void scaleRows(double[] x, double[] y, int width, int from, int to) {
    for (int i = from; i < to; i++) {
      double s = scale[i];
      for (int at = i * width; at < (i + 1) * width; at++) {
        y[at] = s * x[at];
      }
    }
  }
}
