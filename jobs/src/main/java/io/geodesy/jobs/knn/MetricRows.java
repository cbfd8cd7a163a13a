package io.geodesy.jobs.knn;

import io.geodesy.kernel.ByteKernel;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.PairKernel;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rows as given, with their exact distance: {@code n x dim} row-major float32, all arithmetic
 * in double.
 *
 * <p>The distance of two rows is {@code (float) sqrt(sum (x - y)^2)}, under cosine after division
 * by the norms, in double; under other metrics what {@link Metric} says, rounded to float at the
 * end. All order in the graph is by this float and then by row index.
 *
 * <p>Rows of whole numbers that a byte holds, pixels or quantised embeddings, may be kept as bytes
 * besides: their distances have the same bits, since both ways are exact, for a quarter of what is
 * read.
 *
 * @param values row-major
 * @param dim columns
 * @param metric of the distance
 * @param inverseNorms one a row under cosine, empty otherwise
 * @param squaredNorms one a row under inner product, empty otherwise
 * @param largestSquaredNorm the square of the M of {@link Metric#INNER_PRODUCT}, zero otherwise
 * @param bytes the values less {@code offset}, or empty
 * @param offset of the bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record MetricRows(
    float[] values,
    int dim,
    Metric metric,
    double[] inverseNorms,
    double[] squaredNorms,
    double largestSquaredNorm,
    byte[] bytes,
    int offset) {
  private static final int GRAIN = 256;
  private static final double[] NONE = {};
  private static final byte[] NO_BYTES = {};

  /** Prepares rows for a metric. */
  static MetricRows of(float[] values, int dim, Metric metric, Workers workers) {
    if (metric != Metric.COSINE && metric != Metric.INNER_PRODUCT) {
      return new MetricRows(values, dim, metric, NONE, NONE, 0, NO_BYTES, 0);
    }
    double[] squared = new double[values.length / dim];
    workers.forRanges(
        squared.length,
        GRAIN,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            squared[i] = Distances.squaredNorm(values, i * dim, dim);
          }
        });
    if (metric == Metric.INNER_PRODUCT) {
      double largest = Arrays.stream(squared).max().orElse(0);
      return new MetricRows(values, dim, metric, NONE, squared, largest, NO_BYTES, 0);
    }
    double[] inverse = Arrays.stream(squared).map(norm -> 1 / Math.sqrt(norm)).toArray();
    return new MetricRows(values, dim, metric, inverse, NONE, 0, NO_BYTES, 0);
  }

  /**
   * Returns these rows with their bytes, where distances can be found from them: under the
   * Euclidean metric, if every value is a whole number from 0 to 255, or every one from -128 to
   * 127. One pass over the values, which ends at the first that is none.
   */
  MetricRows withBytes(Workers workers) {
    if (metric != Metric.EUCLIDEAN || dim > ByteKernel.MOST_COLUMNS) {
      return this;
    }
    int n = rows();
    // Most tables are told by their first rows, before memory is taken.
    int few = Math.min(n, GRAIN);
    byte[] first = new byte[few * dim];
    for (int candidate : ByteValues.OFFSETS) {
      if (!pack(0, few, candidate, first)) {
        continue;
      }
      byte[] packed = new byte[values.length];
      AtomicBoolean isWhole = new AtomicBoolean(true);
      workers.forRanges(
          n,
          GRAIN,
          (worker, from, to) -> {
            if (isWhole.get() && !pack(from, to, candidate, packed)) {
              isWhole.set(false);
            }
          });
      if (isWhole.get()) {
        return new MetricRows(
            values, dim, metric, inverseNorms, squaredNorms, largestSquaredNorm, packed, candidate);
      }
    }
    return this;
  }

  /** Row by row: so many calls are compiled before a table is read. */
  private boolean pack(int from, int to, int candidate, byte[] packed) {
    for (int at = from * dim; at < to * dim; at += dim) {
      if (!Kernels.bytes().pack(values, at, at + dim, candidate, packed, at)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the rows are kept as bytes too. */
  boolean hasBytes() {
    return bytes.length > 0;
  }

  int rows() {
    return values.length / dim;
  }

  /** Returns the factor by which a row is searched: one over its norm under cosine, else 1. */
  double factor(int row) {
    return metric == Metric.COSINE ? inverseNorms[row] : 1;
  }

  /** Returns the published distance; infinity if a float cannot hold it. */
  float distance(int i, int j) {
    int x = i * dim;
    int y = j * dim;
    return switch (metric) {
      case EUCLIDEAN ->
          (float)
              Math.sqrt(
                  hasBytes()
                      ? Kernels.bytes().squared(bytes, x, y, dim)
                      : Kernels.pair().squared(values, x, values, y, dim));
      case COSINE ->
          (float)
              Math.sqrt(
                  Kernels.pair()
                      .squaredScaled(values, x, inverseNorms[i], values, y, inverseNorms[j], dim));
      case INNER_PRODUCT -> {
        double longest = Math.sqrt(squaredNorms[i] * largestSquaredNorm);
        double product = Distances.product(values, x, values, y, dim);
        yield (float) Math.sqrt(longest > 0 ? Math.max(0, 2 - 2 * (product / longest)) : 2);
      }
      case MANHATTAN -> (float) Distances.manhattan(values, x, values, y, dim);
      case HAMMING -> Distances.hamming(values, x, values, y, dim);
    };
  }

  /**
   * Writes the published distances of a row to four others, as {@link #distance} gives them.
   *
   * @param others row numbers
   * @param scratch of this thread
   */
  void distances(int i, int[] others, FourRows scratch) {
    if (metric != Metric.EUCLIDEAN) {
      for (int r = 0; r < PairKernel.FOUR; r++) {
        scratch.distances[r] = distance(i, others[r]);
      }
      return;
    }
    for (int r = 0; r < PairKernel.FOUR; r++) {
      scratch.at[r] = others[r] * dim;
    }
    if (hasBytes()) {
      Kernels.bytes().squaredOfFour(bytes, i * dim, scratch.at, dim, scratch.whole);
      for (int r = 0; r < PairKernel.FOUR; r++) {
        scratch.distances[r] = (float) Math.sqrt(scratch.whole[r]);
      }
      return;
    }
    Kernels.pair().squaredOfFour(values, i * dim, scratch.at, dim, scratch.squared);
    for (int r = 0; r < PairKernel.FOUR; r++) {
      scratch.distances[r] = (float) Math.sqrt(scratch.squared[r]);
    }
  }

  /** Scratch memory of a thread. */
  static final class FourRows {
    private final int[] at = new int[PairKernel.FOUR];
    private final int[] whole = new int[PairKernel.FOUR];
    private final double[] squared = new double[PairKernel.FOUR];
    private final float[] distances = new float[PairKernel.FOUR];

    /** Returns the distance to the r-th of the four. */
    float distance(int r) {
      return distances[r];
    }
  }

  /**
   * Returns what the kernel would find for a pair at a distance, were it exact: the squared
   * distance, {@code 2 (M^2 - <x,y>)} under inner product, or the distance itself.
   *
   * @param row whose distance
   * @param distance as published
   * @param scale by which rows were multiplied
   */
  double compared(int row, float distance, double scale) {
    double scaled = distance * scale;
    return switch (metric) {
      case EUCLIDEAN, COSINE -> scaled * scaled;
      case INNER_PRODUCT -> {
        double longest = Math.sqrt(squaredNorms[row] * largestSquaredNorm);
        double product = longest * (1 - 0.5 * distance * distance);
        yield distance == Float.POSITIVE_INFINITY
            ? distance
            : 2 * scale * scale * (largestSquaredNorm - product);
      }
      case MANHATTAN, HAMMING -> scaled;
    };
  }
}
