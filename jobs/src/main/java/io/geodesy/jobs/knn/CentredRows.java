package io.geodesy.jobs.knn;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The distinct rows where {@link SearchRows} has them, moved and scaled, before they are copied: a
 * search on leading axes projects them as they are read, and holds no second table.
 *
 * <p>Cost: two passes over the rows, for the mean and for the norms; {@code 4 m} bytes, and those
 * of all rows once somebody asks for them. Determinism class D0: the mean is summed in chunks of
 * fixed size.
 */
final class CentredRows {
  private static final int CHUNK = 1024;

  /** Norms within this power of two either way square to floats that are finite and normal. */
  private static final int ORDINARY = 40;

  private final MetricRows rows;
  private final int[] chosen;

  /** Of the values, or of the bytes where rows have them. */
  private final float[] mean;

  private final double scale;
  private final float[] norms;
  private final Workers workers;
  private SearchRows all;

  private CentredRows(
      MetricRows rows, int[] chosen, float[] mean, double scale, float[] norms, Workers workers) {
    this.rows = rows;
    this.chosen = chosen;
    this.mean = mean;
    this.scale = scale;
    this.norms = norms;
    this.workers = workers;
  }

  /**
   * Prepares them.
   *
   * @param rows all rows
   * @param chosen the distinct ones
   */
  static CentredRows of(MetricRows rows, int[] chosen, Workers workers) {
    Metric metric = rows.metric();
    boolean isMoved = metric.isEuclidean() || metric == Metric.MANHATTAN;
    float[] mean = isMoved ? mean(rows, chosen, workers) : new float[rows.dim()];
    double[] squared = new double[chosen.length];
    workers.forRanges(
        chosen.length,
        CHUNK,
        (worker, from, to) -> {
          float[] scratch = new float[mean.length];
          for (int i = from; i < to; i++) {
            squared[i] = squared(rows, chosen[i], mean, scratch);
          }
        });
    double scale = scale(Arrays.stream(squared).max().orElse(0));
    float[] norms = new float[squared.length];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = (float) (squared[i] * scale * scale);
    }
    return new CentredRows(rows, chosen, mean, scale, norms, workers);
  }

  private static double squared(MetricRows rows, int row, float[] mean, float[] scratch) {
    int dim = mean.length;
    if (rows.hasBytes()) {
      Kernels.bytes().centre(rows.bytes(), row * dim, mean, scratch, 0);
      return Distances.squaredNorm(scratch, 0, dim);
    }
    double factor = rows.factor(row);
    return factor == 1
        ? Distances.squared(rows.values(), row * dim, mean, 0, dim)
        : Distances.squaredScaled(rows.values(), row * dim, factor, mean, 0, 1, dim);
  }

  private static double scale(double largestSquared) {
    int exponent = Math.getExponent(Math.sqrt(largestSquared));
    // Of a power of two only the exponents change, so that ordinary values are as good unscaled.
    return largestSquared == 0 || Math.abs(exponent) <= ORDINARY
        ? 1
        : Math.scalb(1.0, -1 - exponent);
  }

  int rows() {
    return chosen.length;
  }

  int dim() {
    return rows.dim();
  }

  Metric metric() {
    return rows.metric();
  }

  /** Returns by what the rows are multiplied. */
  double scale() {
    return scale;
  }

  /** Returns the squared distance of every row from the mean, after scaling. */
  float[] norms() {
    return norms;
  }

  /** Writes the rows {@code from <= i < to}, one after the other. */
  void write(int from, int to, float[] into) {
    for (int i = from; i < to; i++) {
      write(i, into, (i - from) * rows.dim());
    }
  }

  /** Writes a row. */
  void write(int row, float[] into, int at) {
    float[] values = rows.values();
    int dim = rows.dim();
    int from = chosen[row] * dim;
    double factor = rows.factor(chosen[row]);
    if (rows.hasBytes()) {
      // Their norms are ordinary: the scale is 1.
      Kernels.bytes().centre(rows.bytes(), from, mean, into, at);
      return;
    }
    if (factor == 1 && scale == 1) {
      for (int t = 0; t < dim; t++) {
        into[at + t] = values[from + t] - mean[t];
      }
      return;
    }
    for (int t = 0; t < dim; t++) {
      into[at + t] = (float) ((values[from + t] * factor - mean[t]) * scale);
    }
  }

  /** Returns whether {@link #all} has been asked for. */
  boolean isCopied() {
    return all != null;
  }

  /** Returns a copy of all rows; the same every time. */
  SearchRows all() {
    if (all == null) {
      all = copy();
    }
    return all;
  }

  private SearchRows copy() {
    int dim = rows.dim();
    float[] values = new float[Math.multiplyExact(chosen.length, dim)];
    float[] own = new float[chosen.length];
    workers.forRanges(
        chosen.length,
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            write(i, values, i * dim);
            own[i] = (float) Distances.squaredNorm(values, i * dim, dim);
          }
        });
    if (!rows.metric().isEuclidean()) {
      // Zero but under inner product.
      Arrays.fill(own, (float) (rows.largestSquaredNorm() * scale * scale));
    }
    return new SearchRows(values, own, dim, scale, rows.metric());
  }

  private static float[] mean(MetricRows rows, int[] chosen, Workers workers) {
    int dim = rows.dim();
    int chunks = (chosen.length + CHUNK - 1) / CHUNK;
    double[][] sums = new double[chunks][];
    workers.forRanges(
        chunks,
        1,
        (worker, chunk, end) -> {
          int last = Math.min(chosen.length, (chunk + 1) * CHUNK);
          sums[chunk] = sum(rows, chosen, chunk * CHUNK, last);
        });
    double[] mean = new double[dim];
    for (double[] sum : sums) {
      for (int t = 0; t < dim; t++) {
        mean[t] += sum[t];
      }
    }
    // Where exactly the centre is does not matter, but that it is the same for all rows.
    float[] centre = new float[dim];
    for (int t = 0; t < dim; t++) {
      centre[t] = (float) (mean[t] / chosen.length);
    }
    return centre;
  }

  private static double[] sum(MetricRows rows, int[] chosen, int from, int to) {
    int dim = rows.dim();
    double[] sum = new double[dim];
    if (rows.hasBytes()) {
      int[] whole = new int[dim];
      for (int i = from; i < to; i++) {
        int at = chosen[i] * dim;
        for (int t = 0; t < dim; t++) {
          whole[t] += rows.bytes()[at + t];
        }
      }
      Arrays.setAll(sum, t -> whole[t]);
      return sum;
    }
    for (int i = from; i < to; i++) {
      double factor = rows.factor(chosen[i]);
      int at = chosen[i] * dim;
      for (int t = 0; t < dim; t++) {
        sum[t] += rows.values()[at + t] * factor;
      }
    }
    return sum;
  }
}
