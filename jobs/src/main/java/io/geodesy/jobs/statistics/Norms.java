package io.geodesy.jobs.statistics;

import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * Lengths of the rows.
 *
 * <p>Cost: one pass over the values and one sort. Class D0: sums are taken in id order.
 */
final class Norms {
  private final double[] sorted;
  private final double mean;
  private final double meanSquare;

  private Norms(double[] sorted, double mean, double meanSquare) {
    this.sorted = sorted;
    this.mean = mean;
    this.meanSquare = meanSquare;
  }

  static Norms of(VectorBlock block) {
    int dim = block.dim();
    double[] norms = new double[block.rows()];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < norms.length; i++) {
      double square = 0;
      for (int c = 0; c < dim; c++) {
        double value = block.values()[i * dim + c];
        square += value * value;
      }
      norms[i] = Math.sqrt(square);
      sum += norms[i];
      squares += square;
    }
    Arrays.sort(norms);
    return new Norms(norms, sum / norms.length, squares / norms.length);
  }

  /** Returns the norm below which a share of the rows lies, by the nearest rank. */
  double quantile(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** Returns the mean norm. */
  double mean() {
    return mean;
  }

  /** Returns the mean squared norm. */
  double meanSquare() {
    return meanSquare;
  }
}
