package io.geodesy.jobs.heat;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.RowIds;
import io.geodesy.testing.ExactNeighbors;
import java.util.stream.IntStream;

/** Point sets and graphs with known distances. */
final class Shapes {
  private Shapes() {}

  /**
   * A noisy swiss roll.
   *
   * @param points in space
   * @param strip arc length and width of each point, row-major
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Roll(double[][] points, double[] strip) {}

  /** Angle 1.5 pi (1 + 2 u), width 5, noise 0.1. */
  static Roll swissRoll(int n, long seed) {
    double[][] points = new double[n][];
    double[] strip = new double[2 * n];
    for (int i = 0; i < n; i++) {
      double angle = 1.5 * Math.PI * (1 + 2 * SeededStream.uniform(seed, 2L * i));
      double width = 5 * SeededStream.uniform(seed, 2L * i + 1);
      points[i] =
          new double[] {
            angle * Math.cos(angle) + 0.1 * SeededStream.normal(seed + 1, 3L * i),
            width + 0.1 * SeededStream.normal(seed + 1, 3L * i + 1),
            angle * Math.sin(angle) + 0.1 * SeededStream.normal(seed + 1, 3L * i + 2)
          };
      double root = Math.sqrt(1 + angle * angle);
      strip[2 * i] = (angle * root + Math.log(angle + root)) / 2;
      strip[2 * i + 1] = width;
    }
    return new Roll(points, strip);
  }

  /** The graph of the k nearest neighbours; ids are 0, 1, ... */
  static NeighborLists graph(double[][] points, int k) {
    ExactNeighbors exact = ExactNeighbors.of(points, k);
    int n = points.length;
    int[] offsets = new int[n + 1];
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = offsets[i] + exact.neighbors()[i].length;
    }
    int[] neighbors = new int[offsets[n]];
    float[] distances = new float[offsets[n]];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < exact.neighbors()[i].length; j++) {
        neighbors[offsets[i] + j] = exact.neighbors()[i][j];
        distances[offsets[i] + j] = (float) exact.distances()[i][j];
      }
    }
    return new NeighborLists(
        RowIds.ofNumbers(IntStream.range(0, n).asLongStream().toArray()),
        offsets,
        neighbors,
        distances,
        new int[n]);
  }

  /** The ring of n rows: two neighbours each, at distance 1. */
  static NeighborLists ring(int n) {
    int[] neighbors = new int[2 * n];
    float[] distances = new float[2 * n];
    for (int i = 0; i < n; i++) {
      neighbors[2 * i] = (i + n - 1) % n;
      neighbors[2 * i + 1] = (i + 1) % n;
      distances[2 * i] = 1;
      distances[2 * i + 1] = 1;
    }
    return new NeighborLists(
        RowIds.ofNumbers(IntStream.range(0, n).asLongStream().toArray()),
        IntStream.rangeClosed(0, n).map(i -> 2 * i).toArray(),
        neighbors,
        distances,
        new int[n]);
  }

  /** Two heaps of points far apart. */
  static double[][] heaps(int first, int second) {
    return IntStream.range(0, first + second)
        .mapToObj(
            i ->
                new double[] {
                  SeededStream.uniform(5, 2L * i) + (i < first ? 0 : 100),
                  SeededStream.uniform(5, 2L * i + 1)
                })
        .toArray(double[][]::new);
  }
}
