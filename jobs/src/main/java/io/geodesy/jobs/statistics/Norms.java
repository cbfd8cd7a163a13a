package io.geodesy.jobs.statistics;

import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * Lengths of the rows, and how far they point one way.
 *
 * <p>Cost: one pass over the values and one sort. Class D0: sums are taken in id order.
 */
final class Norms {
  private final double[] sorted;
  private final double meanCosine;
  private final double mean;
  private final double meanSquare;

  private Norms(double[] sorted, double meanCosine, double mean, double meanSquare) {
    this.sorted = sorted;
    this.meanCosine = meanCosine;
    this.mean = mean;
    this.meanSquare = meanSquare;
  }

  static Norms of(VectorBlock block) {
    int dim = block.dim();
    double[] norms = new double[block.rows()];
    double[] directions = new double[dim];
    long directed = 0;
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
      if (square > 0) {
        directed++;
        for (int c = 0; c < dim; c++) {
          directions[c] += block.values()[i * dim + c] / norms[i];
        }
      }
    }
    Arrays.sort(norms);
    double length = Arrays.stream(directions).map(v -> v * v).sum();
    double pairs = (double) directed * (directed - 1);
    return new Norms(
        norms,
        pairs > 0 ? (length - directed) / pairs : Double.NaN,
        sum / norms.length,
        squares / norms.length);
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

  /** Returns the mean cosine between two different rows other than zero, NaN if there are none. */
  double meanCosine() {
    return meanCosine;
  }
}
