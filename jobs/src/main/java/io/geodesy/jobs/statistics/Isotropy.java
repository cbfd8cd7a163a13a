package io.geodesy.jobs.statistics;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * Isotropy by the partition function {@code Z(c) = mean over rows x of exp(c'x)}: the least over
 * the greatest Z among the unit eigenvectors c of the second moment about the origin, each in both
 * directions. 1 if rows lie alike in all directions, near 0 if some direction holds far more of
 * them. Rows are divided by the root of their mean square length, so that the unit plays no part.
 *
 * <p>Measured on sampled rows with the eigenvectors of all; the standard error is that of a
 * quotient of means, the two directions held fixed. Cost: {@code m dim^2} multiply-adds, {@code m
 * dim} exponentials and {@code 8 m dim} bytes for m sampled rows. Determinism class D0.
 *
 * <p>The error is too large by about a half where rows are symmetric about the origin, because the
 * greater of two opposite directions hides part of the chance.
 *
 * <p>Paper: J. Mu, P. Viswanath, All-but-the-Top: Simple and Effective Postprocessing for Word
 * Representations, ICLR 2018, arXiv 1702.01417. Differs from the paper: rows are scaled, and both
 * directions of an eigenvector count, because its sign means nothing.
 */
final class Isotropy {
  private static final int STRIP = 64;

  private Isotropy() {}

  /**
   * Measures; NaN if all rows are zero, or one is 700 times as long as the others.
   *
   * @param eigenvectors {@code dim x dim}, one a row
   * @param sample row numbers
   * @param workers share the eigenvectors
   */
  static Measured of(VectorBlock block, double[] eigenvectors, int[] sample, Workers workers) {
    int m = sample.length;
    int dim = block.dim();
    double meanSquare = 0;
    for (int row : sample) {
      meanSquare += Distances.squaredNorm(block.values(), row * dim, dim) / m;
    }
    if (!(meanSquare > 0)) {
      return new Measured(Double.NaN, Double.NaN, m);
    }
    double[] rows = new double[Math.multiplyExact(m, dim)];
    double scale = 1 / Math.sqrt(meanSquare);
    for (int i = 0; i < m; i++) {
      for (int c = 0; c < dim; c++) {
        rows[i * dim + c] = block.values()[sample[i] * dim + c] * scale;
      }
    }
    double[] along = new double[dim];
    double[] against = new double[dim];
    workers.forRanges(
        dim,
        STRIP,
        (worker, from, to) -> {
          double[] strip = Arrays.copyOfRange(eigenvectors, from * dim, to * dim);
          double[] products = new double[(to - from) * m];
          DotProducts.multiply(strip, 0, to - from, rows, m, dim, products);
          for (int c = from; c < to; c++) {
            for (int i = 0; i < m; i++) {
              double product = products[(c - from) * m + i];
              along[c] += Math.exp(product) / m;
              against[c] += Math.exp(-product) / m;
            }
          }
        });
    int least = 0;
    int greatest = 0;
    for (int c = 1; c < dim; c++) {
      least = Math.min(along[c], against[c]) < Math.min(along[least], against[least]) ? c : least;
      greatest =
          Math.max(along[c], against[c]) > Math.max(along[greatest], against[greatest])
              ? c
              : greatest;
    }
    double leastZ = Math.min(along[least], against[least]);
    double greatestZ = Math.max(along[greatest], against[greatest]);
    if (Double.isInfinite(greatestZ)) {
      return new Measured(Double.NaN, Double.NaN, m);
    }
    double ratio = leastZ / greatestZ;
    double leastSign = along[least] <= against[least] ? 1 : -1;
    double greatestSign = along[greatest] >= against[greatest] ? 1 : -1;
    double[] changes = new double[m];
    double scaling = 0;
    for (int i = 0; i < m; i++) {
      double low = leastSign * product(rows, i, eigenvectors, least, dim);
      double high = greatestSign * product(rows, i, eigenvectors, greatest, dim);
      double lowPart = Math.exp(low) / leastZ;
      double highPart = Math.exp(high) / greatestZ;
      changes[i] = lowPart - highPart;
      scaling += (low * lowPart - high * highPart) / m;
    }
    for (int i = 0; i < m; i++) {
      changes[i] -= scaling / 2 * DotProducts.product(rows, i * dim, rows, i * dim, dim);
    }
    return new Measured(ratio, ratio * Measured.deviation(changes) / Math.sqrt(m), m);
  }

  private static double product(double[] rows, int row, double[] axes, int axis, int dim) {
    return DotProducts.product(rows, row * dim, axes, axis * dim, dim);
  }
}
