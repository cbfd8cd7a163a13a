package io.geodesy.jobs.cluster;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.Workers;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The silhouette under squared Euclidean distance: for every row (b - a) / max(a, b), where a is
 * the mean squared distance to the other rows of its cluster and b the least mean squared distance
 * to the rows of another one. Noise is left out; a row alone in its cluster has 0.
 *
 * <p>Not comparable with the silhouette of distances, which is lower: hence the name. Equals
 * MLlib's ClusteringEvaluator, whose decomposition into cluster sums it shares, and gives the mean
 * of every cluster too. Cost: {@code 2 n C d} flops. Determinism class D0 ({@link DotProducts}).
 *
 * <p>Paper: Rousseeuw, Silhouettes, Journal of Computational and Applied Mathematics 1987. Differs
 * from the paper: squared distances.
 *
 * @param mean over the rows of all clusters; NaN where there are fewer than two clusters
 * @param perCluster mean over the rows of each cluster
 */
@SuppressWarnings("ArrayRecordComponent")
record SquaredSilhouette(double mean, double[] perCluster) {
  private static final int ROWS_PER_TASK = 64;

  /**
   * Measures a grouping.
   *
   * @param values n x dim row-major
   * @param dim columns
   * @param partition the clusters
   * @param workers share the rows
   */
  static SquaredSilhouette of(float[] values, int dim, Partition partition, Workers workers) {
    int[] cluster = partition.cluster();
    int[] sizes = partition.sizes();
    if (sizes.length < 2) {
      return undefined(sizes.length);
    }
    Sums sums = Sums.of(values, dim, cluster, sizes.length);
    return of(sums.silhouettes(values, dim, cluster, sizes, workers), sizes);
  }

  /** Returns the silhouette of a grouping that has none. */
  static SquaredSilhouette undefined(int clusters) {
    double[] none = new double[clusters];
    Arrays.fill(none, Double.NaN);
    return new SquaredSilhouette(Double.NaN, none);
  }

  /**
   * Averages silhouettes.
   *
   * @param summed over the rows of each cluster
   * @param sizes of the clusters
   */
  static SquaredSilhouette of(double[] summed, int[] sizes) {
    double[] means = new double[sizes.length];
    Arrays.setAll(means, c -> summed[c] / sizes[c]);
    double all = 0;
    for (double sum : summed) {
      all += sum;
    }
    return new SquaredSilhouette(all / Arrays.stream(sizes).sum(), means);
  }

  /**
   * What the silhouette needs to know of all rows.
   *
   * @param sums of the rows of every cluster, {@code C x dim}
   * @param squares of their lengths, summed
   */
  record Sums(double[] sums, double[] squares) implements Serializable {
    /** Sums rows. */
    static Sums of(float[] values, int dim, int[] cluster, int count) {
      Sums all = new Sums(new double[count * dim], new double[count]);
      for (int i = 0; i < cluster.length; i++) {
        int c = cluster[i];
        for (int j = 0; c >= 0 && j < dim; j++) {
          double value = values[i * dim + j];
          all.sums[c * dim + j] += value;
          all.squares[c] += value * value;
        }
      }
      return all;
    }

    /** Adds those of further rows. */
    void add(Sums other) {
      Arrays.setAll(sums, i -> sums[i] + other.sums[i]);
      Arrays.setAll(squares, i -> squares[i] + other.squares[i]);
    }

    /** Returns the silhouettes of rows, summed over those of each cluster. */
    double[] silhouettes(float[] values, int dim, int[] cluster, int[] sizes, Workers workers) {
      int count = sizes.length;
      double[] silhouettes = new double[cluster.length];
      double[][] rows = new double[workers.threads()][ROWS_PER_TASK * dim];
      double[][] products = new double[workers.threads()][ROWS_PER_TASK * count];
      workers.forRanges(
          cluster.length,
          ROWS_PER_TASK,
          (worker, from, to) -> {
            for (int j = 0; j < (to - from) * dim; j++) {
              rows[worker][j] = values[from * dim + j];
            }
            DotProducts.multiply(rows[worker], 0, to - from, sums, count, dim, products[worker]);
            for (int i = from; i < to; i++) {
              if (cluster[i] >= 0 && sizes[cluster[i]] > 1) {
                double norm = Distances.squaredNorm(values, i * dim, dim);
                silhouettes[i] =
                    silhouette(
                        norm, products[worker], (i - from) * count, cluster[i], sizes, squares);
              }
            }
          });
      double[] summed = new double[count];
      for (int i = 0; i < cluster.length; i++) {
        if (cluster[i] >= 0) {
          summed[cluster[i]] += silhouettes[i];
        }
      }
      return summed;
    }
  }

  private static double silhouette(
      double norm, double[] products, int at, int own, int[] sizes, double[] squares) {
    double inside = 0;
    double outside = Double.POSITIVE_INFINITY;
    for (int c = 0; c < sizes.length; c++) {
      double total = Math.max(0, sizes[c] * norm + squares[c] - 2 * products[at + c]);
      if (c == own) {
        inside = total / (sizes[c] - 1);
      } else {
        outside = Math.min(outside, total / sizes[c]);
      }
    }
    double greater = Math.max(inside, outside);
    return greater == 0 ? 0 : (outside - inside) / greater;
  }
}
