package io.geodesy.spectral;

import io.geodesy.kernel.GaussianTiles;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * A dense Gaussian kernel with its row sums divided out on both sides, {@code diag(s) G diag(s)},
 * never stored.
 *
 * <p>{@link #of} gives {@code K = diag(g)^-1/2 G diag(g)^-1/2} with {@code g = G 1}, the diffusion
 * operator of alpha 0; {@link #normalizedAgain} the same with K in the place of G, which shares its
 * spectrum with the random walk {@code diag(K 1)^-1 K}, that of alpha 1/2. Either has the largest
 * eigenvalue 1 with a known vector.
 *
 * <p>Cost: one product of {@link GaussianTiles} for every normalisation and one for every block of
 * vectors. Determinism class D0. Coifman and Lafon, Diffusion maps, ACHA 2006. Differs from the
 * paper: none.
 */
public final class GaussianOperator implements SymmetricOperator {
  private final GaussianTiles tiles;
  private final double[] scale;
  private final double[] rowSums;

  private GaussianOperator(GaussianTiles tiles, double[] scale, double[] rowSums) {
    this.tiles = tiles;
    this.scale = scale;
    this.rowSums = rowSums;
  }

  /** Divides the row sums of a kernel out, once. */
  public static GaussianOperator of(GaussianTiles tiles, Workers workers) {
    double[] ones = new double[tiles.rows()];
    Arrays.fill(ones, 1);
    double[] sums = new double[ones.length];
    tiles.multiply(ones, sums, 1, workers);
    return new GaussianOperator(tiles, inverseRoots(ones, sums), sums);
  }

  /** Returns the operator with its own row sums divided out on both sides. */
  public GaussianOperator normalizedAgain(Workers workers) {
    double[] ones = new double[rows()];
    Arrays.fill(ones, 1);
    double[] sums = new double[ones.length];
    multiply(ones, sums, 1, workers);
    return new GaussianOperator(tiles, inverseRoots(scale, sums), sums);
  }

  private static double[] inverseRoots(double[] scale, double[] sums) {
    double[] result = new double[sums.length];
    Arrays.setAll(result, i -> scale[i] / Math.sqrt(sums[i]));
    return result;
  }

  @Override
  public int rows() {
    return tiles.rows();
  }

  /** Returns the trace, exact since {@code G_ii = 1}. */
  public double trace() {
    return Arrays.stream(scale).map(s -> s * s).sum();
  }

  /** Returns the eigenvector of the eigenvalue 1: the unit vector along the roots of row sums. */
  public double[] stationary() {
    double total = Arrays.stream(rowSums).sum();
    return Arrays.stream(rowSums).map(sum -> Math.sqrt(sum / total)).toArray();
  }

  /** Returns the row sums that were divided out last. */
  public double[] rowSums() {
    return rowSums.clone();
  }

  @Override
  public void multiply(double[] x, double[] y, int width, Workers workers) {
    double[] scaled = new double[rows() * width];
    scaleRows(x, scaled, width);
    tiles.multiply(scaled, y, width, workers);
    scaleRows(y, y, width);
  }

  private void scaleRows(double[] from, double[] to, int width) {
    for (int i = 0; i < scale.length; i++) {
      for (int at = i * width; at < (i + 1) * width; at++) {
        to[at] = scale[i] * from[at];
      }
    }
  }
}
