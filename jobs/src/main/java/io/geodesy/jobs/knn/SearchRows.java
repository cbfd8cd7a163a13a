package io.geodesy.jobs.knn;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.Workers;

/**
 * The distinct rows as the float32 kernel searches them: divided by their norms under cosine, moved
 * to their mean and, where they are huge or tiny, multiplied by a power of two so that the largest
 * norm lies in [1/2, 1). Centring takes the common part out of norms and products, which is what
 * cancels; scaling keeps squares of huge and tiny values finite and normal.
 *
 * <p>The kernel finds squared Euclidean distances. Under inner product, rows stay where they are
 * and all have M^2 for their squared norm, so that it finds {@code 2 (M^2 - <x,y>)}: of a pair the
 * same for both, never negative, and for every row in the order of inner products. Under Manhattan
 * and Hamming another kernel takes its place, and norms are zero; rows of byte values stay as they
 * are.
 *
 * <p>Memory: {@code 4 m d} bytes. Determinism class D0. {@link CentredRows} makes them.
 *
 * @param values {@code m x dim} row-major
 * @param norms what the kernel adds for each row: its squared norm, or what the metric puts there
 * @param dim columns
 * @param scale by which rows were multiplied
 * @param metric of the rows
 */
@SuppressWarnings("ArrayRecordComponent")
record SearchRows(float[] values, float[] norms, int dim, double scale, Metric metric) {
  private static final int CHUNK = 1024;

  /** Covers rounding of a distance to float and of what the kernel finds for it. */
  private static final double ROUNDING = 1 + 1e-6;

  /** Rows that are compared by their Euclidean distance. */
  SearchRows(float[] values, float[] norms, int dim, double scale) {
    this(values, norms, dim, scale, Metric.EUCLIDEAN);
  }

  /** Returns the kernel that compares these rows. */
  PanelKernel kernel() {
    return switch (metric) {
      case EUCLIDEAN, COSINE, INNER_PRODUCT -> Kernels.panel();
      case MANHATTAN -> Kernels.manhattanPanel();
      case HAMMING -> Kernels.hammingPanel();
    };
  }

  /** Returns the rows on their first columns. */
  SearchRows leading(int count, Workers workers) {
    float[] first = new float[Math.multiplyExact(rows(), count)];
    float[] squared = new float[rows()];
    workers.forRanges(
        rows(),
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            System.arraycopy(values, i * dim, first, i * count, count);
            squared[i] = (float) Distances.squaredNorm(first, i * count, count);
          }
        });
    return new SearchRows(first, squared, count, scale, metric);
  }

  int rows() {
    return norms.length;
  }

  /**
   * Returns norms made so small that what the kernel finds never exceeds the truth.
   *
   * @see #rounding
   */
  float[] lowerNorms() {
    double factor = 1 - roundingFactor();
    float[] lower = new float[norms.length];
    for (int i = 0; i < lower.length; i++) {
      lower[i] =
          switch (metric) {
            case EUCLIDEAN, COSINE -> (float) (norms[i] * factor - 1e-36);
            case INNER_PRODUCT -> {
              double own = Distances.squaredNorm(values, i * dim, dim);
              double unit = roundingFactor() / (dim + 16);
              yield (float) (norms[i] - (dim * own + 16.0 * norms[i]) * unit - 1e-36);
            }
            case MANHATTAN -> (float) (-roundingFactor() * absoluteSum(i) - 1e-36);
            case HAMMING -> 0f;
          };
    }
    return lower;
  }

  /**
   * Returns by how much what the kernel finds may exceed the truth. A product of dim terms is off
   * by at most {@code dim u |x| |y|} with {@code u = 2^-24}, and rounding of norms, sums and the
   * rows themselves adds less than {@code 16 u (|x|^2 + |y|^2)}; under inner product no norm
   * exceeds that which the kernel adds. A sum of dim absolute differences is off by as many times
   * {@code u (|x| + |y|)} in the norm of absolute values, which costs as much as the distance: no
   * use is made of it here. The constant covers numbers too small to be normal. Counts are exact.
   */
  double rounding(int i, int j) {
    return switch (metric) {
      case EUCLIDEAN, COSINE, INNER_PRODUCT ->
          roundingFactor() * ((double) norms[i] + norms[j]) + 2e-36;
      case MANHATTAN -> Double.POSITIVE_INFINITY;
      case HAMMING -> 0;
    };
  }

  private double roundingFactor() {
    return (dim + 16) * 1.01 * 0x1p-24;
  }

  private double absoluteSum(int row) {
    double sum = 0;
    for (int at = row * dim; at < (row + 1) * dim; at++) {
      sum += Math.abs(values[at]);
    }
    return sum;
  }

  /**
   * Returns what the kernel may find at most for a pair at an exact distance; what rounds to the
   * same float is not beyond it.
   *
   * @param rows from which these were made
   * @param row whose distance, among all rows
   */
  double bound(MetricRows rows, int row, float distance) {
    return rows.compared(row, distance, scale) * ROUNDING;
  }
}
