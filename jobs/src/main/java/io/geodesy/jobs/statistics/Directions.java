package io.geodesy.jobs.statistics;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;

/**
 * How the directions of the rows lie on the unit sphere: the mean cosine of two of them
 * (anisotropy), how evenly they cover it (uniformity) and how near rows of one label are to each
 * other (alignment). Rows of length 0 have no direction and do not count.
 *
 * <p>Uniformity is {@code ln E exp(-2 |x - y|^2)} over pairs of different rows: 0 if all point one
 * way, lower the more evenly they spread; alignment is {@code E |x - y|^2} over pairs of one label,
 * between 0 and 4. Mean cosine and alignment are over all pairs, without visiting them: both follow
 * from sums of directions. Uniformity is over all pairs of a sample. Standard errors are those of
 * the jackknife over rows, as of rows drawn independently from a population; of alignment with the
 * labels held fixed.
 *
 * <p>Cost: five passes over the values, {@code m^2 dim} multiply-adds and {@code 8 m dim} bytes for
 * m sampled rows, {@code 16 n} bytes. Determinism class D0: rows are taken in id order.
 *
 * <p>Papers: K. Ethayarajh, How Contextual are Contextualized Word Representations?, EMNLP 2019
 * (mean cosine); T. Wang, P. Isola, Understanding Contrastive Representation Learning through
 * Alignment and Uniformity on the Hypersphere, ICML 2020; J. Arvesen, Jackknifing U-statistics,
 * Annals of Mathematical Statistics 40, 1969. Differs from the papers: positive pairs are pairs of
 * one label.
 */
final class Directions {
  private static final int STRIP = 64;

  private final VectorBlock block;
  private final double[] inverse;
  private final int[] directed;

  private Directions(VectorBlock block, double[] inverse, int[] directed) {
    this.block = block;
    this.inverse = inverse;
    this.directed = directed;
  }

  static Directions of(VectorBlock block) {
    double[] inverse = new double[block.rows()];
    int[] directed = new int[block.rows()];
    int count = 0;
    for (int i = 0; i < inverse.length; i++) {
      double square = Distances.squaredNorm(block.values(), i * block.dim(), block.dim());
      if (square > 0) {
        inverse[i] = 1 / Math.sqrt(square);
        directed[count++] = i;
      }
    }
    return new Directions(block, inverse, Arrays.copyOf(directed, count));
  }

  /** Returns how many rows have a direction. */
  int rows() {
    return directed.length;
  }

  /** Returns the mean cosine of two different rows, NaN if fewer than two have a direction. */
  Measured meanCosine() {
    double[] sum = sum(directed, 0, directed.length);
    double others = directed.length - 1;
    double[] means = new double[directed.length];
    Arrays.setAll(means, i -> (product(directed[i], sum) - 1) / others);
    return Measured.ofPairs(means);
  }

  /**
   * Returns the uniformity, NaN if fewer than two sampled rows have a direction.
   *
   * @param sample row numbers
   * @param workers share the rows
   */
  Measured uniformity(int[] sample, Workers workers) {
    int[] rows = Arrays.stream(sample).filter(i -> inverse[i] > 0).toArray();
    int dim = block.dim();
    double[] units = new double[Math.multiplyExact(rows.length, dim)];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < dim; c++) {
        units[i * dim + c] = block.values()[rows[i] * dim + c] * inverse[rows[i]];
      }
    }
    double[] means = new double[rows.length];
    workers.forRanges(
        rows.length,
        STRIP,
        (worker, from, to) -> {
          double[] cosines = new double[(to - from) * rows.length];
          DotProducts.multiply(units, from, to - from, units, rows.length, dim, cosines);
          for (int i = from; i < to; i++) {
            double sum = 0;
            for (int j = 0; j < rows.length; j++) {
              sum += j == i ? 0 : Math.exp(-4 + 4 * cosines[(i - from) * rows.length + j]);
            }
            means[i] = sum / (rows.length - 1);
          }
        });
    Measured kernel = Measured.ofPairs(means);
    return new Measured(Math.log(kernel.value()), kernel.error() / kernel.value(), kernel.count());
  }

  /** Returns the alignment, NaN if no label has two rows with a direction. */
  Measured alignment(CategoryColumn labels) {
    int[] codes = labels.codes();
    int[] labelled =
        Arrays.stream(directed).filter(i -> codes[i] != CategoryColumn.MISSING).toArray();
    int[] order =
        Arrays.stream(
                IndexSort.sorted(
                    labelled.length,
                    (a, b) -> Integer.compare(codes[labelled[a]], codes[labelled[b]])))
            .map(at -> labelled[at])
            .toArray();
    double total = 0;
    double variance = 0;
    long counted = 0;
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      while (to < order.length && codes[order[to]] == codes[order[from]]) {
        to++;
      }
      if (to - from > 1) {
        Measured within = within(order, from, to);
        double size = to - from;
        total += size * within.value();
        // Of two rows there is one distance and no spread.
        variance += Double.isNaN(within.error()) ? 0 : Math.pow(size * within.error(), 2);
        counted += to - from;
      }
      from = to;
    }
    return new Measured(total / counted, Math.sqrt(variance) / counted, counted);
  }

  private Measured within(int[] rows, int from, int to) {
    double[] sum = sum(rows, from, to);
    double[] means = new double[to - from];
    Arrays.setAll(means, i -> 2 - 2 * (product(rows[from + i], sum) - 1) / (means.length - 1));
    return Measured.ofPairs(means);
  }

  private double[] sum(int[] rows, int from, int to) {
    int dim = block.dim();
    double[] sum = new double[dim];
    for (int i = from; i < to; i++) {
      int at = rows[i] * dim;
      for (int c = 0; c < dim; c++) {
        sum[c] += block.values()[at + c] * inverse[rows[i]];
      }
    }
    return sum;
  }

  private double product(int row, double[] sum) {
    double product = 0;
    int at = row * block.dim();
    for (int c = 0; c < sum.length; c++) {
      product += block.values()[at + c] * sum[c];
    }
    return product * inverse[row];
  }
}
