package io.geodesy.jobs.knn;

import java.util.stream.IntStream;

/** The definition, one pair at a time. */
final class BruteForce {
  private BruteForce() {}

  /** Returns the indices of the k nearest of every row, by (float distance, index). */
  static int[][] neighbors(float[][] rows, int k, Metric metric) {
    int n = rows.length;
    return IntStream.range(0, n)
        .mapToObj(
            i ->
                IntStream.range(0, n)
                    .filter(j -> j != i)
                    .boxed()
                    .sorted(
                        (a, b) -> {
                          int order =
                              Float.compare(
                                  distance(rows[i], rows[a], metric),
                                  distance(rows[i], rows[b], metric));
                          return order != 0 ? order : Integer.compare(a, b);
                        })
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray())
        .toArray(int[][]::new);
  }

  static float distance(float[] x, float[] y, Metric metric) {
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

  private static double norm(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
