package io.geodesy.spectral;

import io.geodesy.error.DataException;
import java.io.Serializable;
import java.util.function.IntFunction;

/**
 * The diagonals that turn rows of a kernel matrix K into rows of a diffusion operator: {@code T x =
 * shift .* x + scale .* K (scale .* x)}, see {@link DiffusionOperator}.
 *
 * @param density the row sum of K; divided by {@code rho^m} where the bandwidth is variable
 * @param degree the row sum of the alpha-normalised kernel
 * @param scale {@code q^-alpha d^-1/2}, over rho where the bandwidth is variable
 * @param rho of a variable bandwidth, else empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record OperatorDiagonals(double[] density, double[] degree, double[] scale, double[] rho)
    implements Serializable {

  /** Returns the densities of row sums. */
  static double[] density(double[] rowSums, double[] rho, int dimension) {
    double[] density = rowSums.clone();
    for (int i = 0; i < rho.length; i++) {
      density[i] *= Math.pow(rho[i], -dimension);
    }
    return density;
  }

  /** Returns {@code q^-alpha}, 0 for rows without weight. */
  static double[] powers(double[] density, double alpha) {
    double[] powers = new double[density.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = density[i] > 0 ? Math.pow(density[i], -alpha) : 0;
    }
    return powers;
  }

  static OperatorDiagonals of(double[] density, double[] degree, double[] powers, double[] rho) {
    double[] scale = new double[degree.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = degree[i] > 0 ? powers[i] / Math.sqrt(degree[i]) : 0;
    }
    for (int i = 0; i < rho.length; i++) {
      scale[i] /= rho[i];
    }
    return new OperatorDiagonals(density, degree, scale, rho);
  }

  /**
   * Fails where a variable bandwidth leaves a row without a degree that can be divided by.
   *
   * @param name of a row
   */
  void requireDegrees(double alpha, int dimension, IntFunction<Object> name) {
    for (int i = 0; i < rho.length; i++) {
      if (!(degree[i] > 0 && degree[i] < Double.MAX_VALUE)) {
        throw new DataException(
            "The degree of row %s is %s with alpha = %s in %d dimensions: give a lower dimension, an alpha nearer to 0, or a kernel without variable bandwidth."
                .formatted(name.apply(i), degree[i], alpha, dimension));
      }
    }
  }

  /** Returns the number of rows. */
  public int rows() {
    return degree.length;
  }

  /** Returns what is added on the diagonal: {@code 1 - rho^-2}, 0 without a variable bandwidth. */
  double shift(int row) {
    return rho.length == 0 ? 0 : 1 - 1 / (rho[row] * rho[row]);
  }

  /**
   * Returns the squares of the leading eigenvector before it has unit length: degrees, times {@code
   * rho^2} where the bandwidth is variable.
   */
  public double stationaryWeight(int row) {
    return rho.length == 0 ? degree[row] : degree[row] * rho[row] * rho[row];
  }

  /**
   * Returns an entry of the leading eigenvector, whose eigenvalue is 1.
   *
   * @param total of {@link #stationaryWeight} over the component
   */
  public double stationary(int row, double total) {
    return Math.sqrt(degree[row] / total) * (rho.length == 0 ? 1 : rho[row]);
  }

  /** Returns the sum of the stationary weights of some rows in their order. */
  public double stationaryTotal() {
    double total = 0;
    for (int i = 0; i < degree.length; i++) {
      total += stationaryWeight(i);
    }
    return total;
  }
}
