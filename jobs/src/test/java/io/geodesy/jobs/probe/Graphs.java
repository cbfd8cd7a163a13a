package io.geodesy.jobs.probe;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Neighbour lists of small point sets by comparing all pairs. */
final class Graphs {
  private Graphs() {}

  static NeighborLists neighbors(double[][] points, int k) {
    int n = points.length;
    int[] neighbors = new int[n * k];
    float[] distances = new float[n * k];
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double total = 0;
        for (int c = 0; c < points[i].length; c++) {
          total += (points[i][c] - points[j][c]) * (points[i][c] - points[j][c]);
        }
        d[j] = Math.sqrt(total);
      }
      int row = i;
      int[] nearest =
          IntStream.range(0, n)
              .filter(j -> j != row)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer j) -> d[j]).thenComparingInt(j -> j))
              .limit(k)
              .mapToInt(Integer::intValue)
              .toArray();
      for (int j = 0; j < k; j++) {
        neighbors[i * k + j] = nearest[j];
        distances[i * k + j] = (float) d[nearest[j]];
      }
    }
    return of(neighbors, distances, n, k);
  }

  static NeighborLists of(int[] neighbors, float[] distances, int n, int k) {
    return new NeighborLists(
        RowIds.ofNumbers(IntStream.range(100, 100 + n).asLongStream().toArray()),
        IntStream.rangeClosed(0, n).map(i -> i * k).toArray(),
        neighbors,
        distances,
        new int[n]);
  }

  /** Equispaced points of unit circles, the c-th about (10 c, 0). */
  static double[][] circles(int circles, int each) {
    return IntStream.range(0, circles * each)
        .mapToObj(
            i ->
                new double[] {
                  10.0 * Math.floorDiv(i, each) + Math.cos(2 * Math.PI * (i % each) / each),
                  Math.sin(2 * Math.PI * (i % each) / each)
                })
        .toArray(double[][]::new);
  }

  /**
   * The lists of a circle of n equispaced rows, written down so that ties and rounding play no
   * part: k / 2 rows on either side at their chordal distance.
   */
  static NeighborLists circle(int n, int k) {
    int[] neighbors = new int[n * k];
    float[] distances = new float[n * k];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        int step = j / 2 + 1;
        neighbors[i * k + j] = Math.floorMod(j % 2 == 0 ? i + step : i - step, n);
        distances[i * k + j] = (float) (2 * Math.sin(Math.PI * step / n));
      }
    }
    return of(neighbors, distances, n, k);
  }

  /** The eigenvalue of frequency j of the weighted circle. */
  static double eigenvalue(int n, int k, double s, int frequency) {
    double sum = 0;
    double weighted = 0;
    for (int step = 1; step <= k / 2; step++) {
      double d = (float) (2 * Math.sin(Math.PI * step / n));
      double weight = Math.exp(-d * d / (s * s));
      sum += weight;
      weighted += weight * Math.cos(2 * Math.PI * step * frequency / n);
    }
    return weighted / sum;
  }

  static long[] keys(int n) {
    long[] keys = new long[n];
    Arrays.setAll(keys, i -> SeededStream.hash(42, i));
    return keys;
  }
}
