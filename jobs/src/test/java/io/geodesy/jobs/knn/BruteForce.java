package io.geodesy.jobs.knn;

import io.geodesy.kernel.NeighborKey;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The definition, one pair at a time. */
final class BruteForce {
  private BruteForce() {}

  /** Returns the indices of the k nearest of every row, by (float distance, index). */
  static int[][] neighbors(float[][] rows, int k, Metric metric) {
    int n = rows.length;
    double largest = largestSquaredNorm(rows);
    return IntStream.range(0, n)
        .mapToObj(
            i ->
                IntStream.range(0, n)
                    .filter(j -> j != i)
                    .mapToLong(j -> NeighborKey.of(distance(rows[i], rows[j], metric, largest), j))
                    .sorted()
                    .limit(k)
                    .mapToInt(NeighborKey::index)
                    .toArray())
        .toArray(int[][]::new);
  }

  /** Returns the square of the M of {@link Metric#INNER_PRODUCT}. */
  static double largestSquaredNorm(float[][] rows) {
    return Arrays.stream(rows).mapToDouble(BruteForce::squaredNorm).max().orElse(0);
  }

  /** Distance under a metric for which other rows do not count: all but inner product. */
  static float distance(float[] x, float[] y, Metric metric) {
    if (metric == Metric.INNER_PRODUCT) {
      throw new IllegalArgumentException("Inner product needs the largest norm");
    }
    return distance(x, y, metric, 0);
  }

  static float distance(float[] x, float[] y, Metric metric, double largestSquaredNorm) {
    return switch (metric) {
      case EUCLIDEAN, COSINE -> euclidean(x, y, metric);
      case INNER_PRODUCT -> product(x, y, largestSquaredNorm);
      case MANHATTAN -> manhattan(x, y);
      case HAMMING -> IntStream.range(0, x.length).filter(t -> x[t] != y[t]).count();
    };
  }

  private static float euclidean(float[] x, float[] y, Metric metric) {
    double fx = metric == Metric.COSINE ? 1 / norm(x) : 1;
    double fy = metric == Metric.COSINE ? 1 / norm(y) : 1;
    double sum = 0;
    boolean areCopies = true;
    for (int t = 0; t < x.length; t++) {
      double difference = x[t] * fx - y[t] * fy;
      sum += difference * difference;
      areCopies &= (float) (x[t] * fx) == (float) (y[t] * fy);
    }
    return areCopies ? 0 : (float) Math.sqrt(sum);
  }

  private static float product(float[] x, float[] y, double largestSquaredNorm) {
    double sum = 0;
    for (int t = 0; t < x.length; t++) {
      sum += (double) x[t] * y[t];
    }
    double length = Math.sqrt(squaredNorm(x) * largestSquaredNorm);
    return (float) Math.sqrt(length > 0 ? Math.max(0, 2 - 2 * (sum / length)) : 2);
  }

  private static float manhattan(float[] x, float[] y) {
    double sum = 0;
    for (int t = 0; t < x.length; t++) {
      sum += Math.abs((double) x[t] - y[t]);
    }
    return (float) sum;
  }

  private static double norm(float[] x) {
    return Math.sqrt(squaredNorm(x));
  }

  private static double squaredNorm(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += (double) value * value;
    }
    return sum;
  }
}
