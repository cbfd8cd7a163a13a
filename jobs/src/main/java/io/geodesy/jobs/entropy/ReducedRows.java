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
 * kept axes. Over all pairs its mean is zero and its root mean square exactly {@code sqrt(sum
 * lambda_j^2) / s^2} over the dropped variances: axes are kept until that is at most {@value
 * #NEGLECTED}. Cost: {@code 2 n dim^2} operations and {@code 10 dim^3}; it saves {@code n^2 (dim -
 * kept)} in every product with the kernel. Determinism class D0.
 *
 * @param values {@code n x dim} row-major
 * @param dim columns kept
 * @param squaredNorms of the whole rows; empty where all columns are kept
 * @param neglected root mean square of what is neglected in an exponent
 */
@SuppressWarnings("ArrayRecordComponent")
record ReducedRows(float[] values, int dim, float[] squaredNorms, double neglected) {
  private static final double NEGLECTED = 1e-3;

  /** Below this many rows products are cheap, and the axes are not worth their cost. */
  private static final int MANY = 20_000;

  private static final int FEW_COLUMNS = 64;

  /** Prepares rows for a bandwidth. */
  static ReducedRows of(float[] rows, int dim, double bandwidth, Workers workers) {
    int n = rows.length / dim;
    float[] centred = centred(rows, dim);
    if (n < MANY || dim < FEW_COLUMNS) {
      return new ReducedRows(centred, dim, new float[0], 0);
    }
    SymmetricEigen axes =
        DenseAlgebra.symmetricEigen(Moments.of(rows, 0, n, dim, workers).covariance(), dim);
    double allowed = NEGLECTED * bandwidth * bandwidth;
    double tail = 0;
    int kept = dim;
    while (kept > 1) {
      double variance = axes.values()[kept - 1];
      if (Math.sqrt(tail + variance * variance) > allowed) {
        break;
      }
      tail += variance * variance;
      kept--;
    }
    if (kept > 3 * dim / 4) {
      return new ReducedRows(centred, dim, new float[0], 0);
    }
    float[] leading = new float[kept * dim];
    for (int i = 0; i < leading.length; i++) {
      leading[i] = (float) axes.vectors()[i];
    }
    float[] turned = new float[n * kept];
    PanelProduct.multiply(centred, leading, dim, turned, workers);
    float[] norms = new float[n];
    for (int i = 0; i < n; i++) {
      norms[i] = (float) Distances.squaredNorm(centred, i * dim, dim);
    }
    return new ReducedRows(turned, kept, norms, Math.sqrt(tail) / (bandwidth * bandwidth));
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
    float[] chosen = new float[rows.length * dim];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * dim, chosen, i * dim, dim);
    }
    if (squaredNorms.length == 0) {
      return GaussianTiles.of(chosen, dim, bandwidth);
    }
    float[] norms = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      norms[i] = squaredNorms[rows[i]];
    }
    return GaussianTiles.ofLeading(chosen, dim, norms, bandwidth);
  }
}
