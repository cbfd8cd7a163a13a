package io.geodesy.jobs.statistics;

import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.Moments;
import io.geodesy.moment.SpectrumShape;
import io.geodesy.table.VectorBlock;

/**
 * Participation ratio {@code P = (tr S)^2 / tr S^2} of the covariance S, and IsoScore {@code (P -
 * 1) / (dim - 1)}, with their standard errors by the delta method: leaving row x a little more
 * weight changes P by {@code 2 P (|y|^2 / tr S - y' S y / tr S^2)}, {@code y = x - mean}, and the
 * error is the spread of these changes over the root of n. The spread is taken over sampled rows.
 *
 * <p>Cost: {@code m dim^2} multiply-adds and {@code 16 m dim} bytes for m sampled rows. Determinism
 * class D0.
 *
 * <p>Paper: F. Hampel, The Influence Curve and its Role in Robust Estimation, JASA 69, 1974.
 * Differs from the paper: none. The values themselves are low by about a share {@code P / n}, which
 * the error does not say.
 */
final class Participation {
  private static final int STRIP = 64;

  private final double ratio;
  private final double error;
  private final int dim;
  private final int rows;

  private Participation(double ratio, double error, int dim, int rows) {
    this.ratio = ratio;
    this.error = error;
    this.dim = dim;
    this.rows = rows;
  }

  /**
   * Measures.
   *
   * @param eigenvalues of the covariance
   * @param block all rows
   * @param moments of all rows
   * @param sample row numbers
   * @param workers share the sampled rows
   */
  static Participation of(
      double[] eigenvalues, VectorBlock block, Moments moments, int[] sample, Workers workers) {
    double ratio = SpectrumShape.participationRatio(eigenvalues);
    double trace = 0;
    double squares = 0;
    for (double value : eigenvalues) {
      trace += value;
      squares += value * value;
    }
    int dim = block.dim();
    double[] centred = centred(block, moments.mean(), sample);
    double[] covariance = moments.covariance();
    double[] changes = new double[sample.length];
    double total = trace;
    double energy = squares;
    workers.forRanges(
        sample.length,
        STRIP,
        (worker, from, to) -> {
          double[] products = new double[(to - from) * dim];
          DotProducts.multiply(centred, from, to - from, covariance, dim, dim, products);
          for (int i = from; i < to; i++) {
            double length = DotProducts.product(centred, i * dim, centred, i * dim, dim);
            double spread = DotProducts.product(centred, i * dim, products, (i - from) * dim, dim);
            changes[i] = 2 * ratio * (length / total - spread / energy);
          }
        });
    double deviation = Measured.deviation(changes);
    return new Participation(ratio, deviation / Math.sqrt(block.rows()), dim, block.rows());
  }

  private static double[] centred(VectorBlock block, double[] mean, int[] sample) {
    int dim = block.dim();
    double[] centred = new double[Math.multiplyExact(sample.length, dim)];
    for (int i = 0; i < sample.length; i++) {
      for (int c = 0; c < dim; c++) {
        centred[i * dim + c] = block.values()[sample[i] * dim + c] - mean[c];
      }
    }
    return centred;
  }

  /** Returns the participation ratio, NaN if all rows are equal. */
  Measured ratio() {
    return new Measured(ratio, error, rows);
  }

  /** Returns IsoScore, NaN if all rows are equal or there is one column. */
  Measured isoScore() {
    return dim > 1
        ? new Measured((ratio - 1) / (dim - 1), error / (dim - 1), rows)
        : new Measured(Double.NaN, Double.NaN, rows);
  }
}
