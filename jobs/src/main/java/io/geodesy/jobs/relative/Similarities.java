package io.geodesy.jobs.relative;

import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.Workers;

/**
 * Rows by their cosine with anchors: unchanged by rotation, reflection and scaling of the space.
 *
 * <p>Cost: {@code 2 n A dim} operations. Determinism class D0: every cosine is one chain of
 * multiply-adds over unit rows in double.
 *
 * <p>Paper: L. Moschella and others, Relative representations enable zero-shot latent space
 * communication, ICLR 2023, arXiv 2209.15430. Differs from the paper: none; the similarities may be
 * rounded and normalised.
 */
public final class Similarities {
  private static final int BLOCK = 64;

  private Similarities() {}

  /** Returns rows divided by their norms; zero rows stay zero. */
  public static double[] unit(double[] rows, int dim) {
    double[] unit = rows.clone();
    for (int at = 0; at < rows.length; at += dim) {
      normalise(unit, at, dim);
    }
    return unit;
  }

  /** Returns rows as doubles. */
  public static double[] widen(float[] rows) {
    double[] wide = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      wide[i] = rows[i];
    }
    return wide;
  }

  /** Divides a row by its norm, in place; a zero row stays. */
  public static void normalise(double[] rows, int at, int dim) {
    double norm = Math.sqrt(DotProducts.product(rows, at, rows, at, dim));
    for (int c = at; c < at + dim && norm > 0; c++) {
      rows[c] /= norm;
    }
  }

  /**
   * Returns cosines, {@code n x anchors}.
   *
   * @param unitRows {@code n x dim} unit rows
   * @param unitAnchors {@code anchors x dim} unit rows
   * @param dim columns
   * @param workers share the rows
   */
  public static double[] of(double[] unitRows, double[] unitAnchors, int dim, Workers workers) {
    int n = unitRows.length / dim;
    int anchors = unitAnchors.length / dim;
    double[] cosines = new double[Math.multiplyExact(n, anchors)];
    double[][] tiles = new double[workers.threads()][BLOCK * anchors];
    workers.forRanges(
        n,
        BLOCK,
        (worker, from, to) -> {
          DotProducts.multiply(unitRows, from, to - from, unitAnchors, anchors, dim, tiles[worker]);
          System.arraycopy(tiles[worker], 0, cosines, from * anchors, (to - from) * anchors);
        });
    return cosines;
  }

  /** Rounds to multiples of a step, in place; 0 rounds nothing. */
  public static void quantize(double[] values, double step) {
    for (int i = 0; i < values.length && step > 0; i++) {
      values[i] = Math.rint(values[i] / step) * step;
    }
  }
}
