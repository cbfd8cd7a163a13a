package io.geodesy.jobs.entropy;

import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.GaussianTiles;
import io.geodesy.kernel.PanelProduct;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.Moments;

/**
 * Rows moved to their mean and, where there are many, turned to their principal axes, of which only
 * the leading ones enter the inner products of pairs; the rest of a row counts by its length.
 *
 * <p>What is neglected in the exponent of a pair is {@code r_i r_j / s^2}, r the parts beyond the
 * kept axes: about the share {@code m = mean |r|^2 / s^2} of the trace moves from the modes of
 * these parts to as many modes as there are rows, which changes an entropy at t = 1 by less than
 * {@code m log2 n} bits, and one at greater t by less still. Axes are kept until that bound is
 * {@value #MOST_BITS}. Measured on 8 000 rows of MNIST, bandwidth their median distance: with 215
 * axes m is 0.0155 and the entropy 0.021 bits too high, with 400 m is 0.0021 and it is 0.001. Cost:
 * {@code 2 n dim^2} operations and {@code 10 dim^3}; it saves {@code n^2 (dim - kept)} in every
 * product with the kernel. Determinism class D0.
 *
 * @param values {@code n x dim} row-major
 * @param dim columns kept
 * @param squaredNorms of the whole rows; empty where all columns are kept
 * @param neglectedBits by which an entropy may be too high for what is neglected
 * @param nearer {@code n x} {@value #SIEVE_COLUMNS}: the leading coordinates and the length of the
 *     rest, at no greater distances than the rows; empty where no axes were found
 */
@SuppressWarnings("ArrayRecordComponent")
record ReducedRows(
    float[] values, int dim, float[] squaredNorms, double neglectedBits, float[] nearer) {
  private static final double MOST_BITS = 0.02;

  /** Below this many rows products are cheap, and the axes are not worth their cost. */
  private static final int MANY = 20_000;

  private static final int FEW_COLUMNS = 64;
  private static final int SIEVE_COLUMNS = 33;

  /** Returns the columns in which pairs are looked for first. */
  static int sieveColumns(long rows, int dim) {
    return rows < MANY || dim < FEW_COLUMNS ? dim : SIEVE_COLUMNS;
  }

  /** Prepares rows for a bandwidth. */
  static ReducedRows of(float[] rows, int dim, double bandwidth, Workers workers) {
    int n = rows.length / dim;
    float[] centred = centred(rows, dim);
    if (n < MANY || dim < FEW_COLUMNS) {
      return new ReducedRows(centred, dim, new float[0], 0, new float[0]);
    }
    SymmetricEigen axes =
        DenseAlgebra.symmetricEigen(Moments.of(rows, 0, n, dim, workers).covariance(), dim);
    double bitsOfVariance = Entropy.log2(n) / bandwidth / bandwidth;
    double tail = 0;
    int kept = dim;
    while (kept > 1) {
      double longer = tail + Math.max(0, axes.values()[kept - 1]);
      if (longer * bitsOfVariance > MOST_BITS) {
        break;
      }
      tail = longer;
      kept--;
    }
    float[] norms = new float[n];
    for (int i = 0; i < n; i++) {
      norms[i] = (float) Distances.squaredNorm(centred, i * dim, dim);
    }
    float[] nearer = nearer(turned(centred, dim, axes, SIEVE_COLUMNS - 1, workers), norms);
    if (kept > 3 * dim / 4) {
      return new ReducedRows(centred, dim, new float[0], 0, nearer);
    }
    return new ReducedRows(
        turned(centred, dim, axes, kept, workers), kept, norms, tail * bitsOfVariance, nearer);
  }

  private static float[] turned(
      float[] centred, int dim, SymmetricEigen axes, int kept, Workers workers) {
    float[] leading = new float[kept * dim];
    for (int i = 0; i < leading.length; i++) {
      leading[i] = (float) axes.vectors()[i];
    }
    float[] turned = new float[centred.length / dim * kept];
    PanelProduct.multiply(centred, leading, dim, turned, workers);
    return turned;
  }

  /** Puts the length of what is not among some leading coordinates behind them. */
  private static float[] nearer(float[] leading, float[] squaredNorms) {
    int columns = SIEVE_COLUMNS - 1;
    float[] nearer = new float[squaredNorms.length * SIEVE_COLUMNS];
    for (int i = 0; i < squaredNorms.length; i++) {
      System.arraycopy(leading, i * columns, nearer, i * SIEVE_COLUMNS, columns);
      double rest = squaredNorms[i] - Distances.squaredNorm(leading, i * columns, columns);
      nearer[i * SIEVE_COLUMNS + columns] = (float) Math.sqrt(Math.max(0, rest));
    }
    return nearer;
  }

  private static float[] centred(float[] rows, int dim) {
    double[] mean = new double[dim];
    for (int i = 0; i < rows.length; i++) {
      mean[i % dim] += rows[i];
    }
    float[] centred = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      centred[i] = (float) (rows[i] - mean[i % dim] * dim / rows.length);
    }
    return centred;
  }

  /** Returns the kernel of some of the rows. */
  GaussianTiles tiles(int[] rows, double bandwidth) {
    float[] chosen = chosen(values, dim, rows);
    GaussianTiles tiles =
        squaredNorms.length == 0
            ? GaussianTiles.of(chosen, dim, bandwidth)
            : GaussianTiles.ofLeading(chosen, dim, chosen(squaredNorms, 1, rows), bandwidth);
    return nearer.length == 0
        ? tiles
        : tiles.withSieve(chosen(nearer, SIEVE_COLUMNS, rows), SIEVE_COLUMNS);
  }

  private static float[] chosen(float[] matrix, int columns, int[] rows) {
    float[] chosen = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(matrix, rows[i] * columns, chosen, i * columns, columns);
    }
    return chosen;
  }
}
