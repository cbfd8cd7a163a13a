package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two hundred tables whose shape, kind, metric and k are drawn by a seed, each against all pairs
 * one at a time: the same lists and the same bits of every distance.
 */
class ExactOracleTest {
  private static final int TABLES = 40;

  @ParameterizedTest
  @EnumSource(Metric.class)
  void equalsBruteForceOnDrawnTables(Metric metric) {
    for (int table = 0; table < TABLES; table++) {
      long seed = SeededStream.derive(table, metric.key());
      Draw draw = new Draw(seed);
      // Every tenth table spans several blocks of the self-join; most are small and odd.
      int rows = table % 10 == 9 ? 520 + draw.below(300) : 2 + draw.below(90);
      int dim = draw.below(4) == 0 ? 1 + draw.below(3) : 1 + draw.below(70);
      float[][] values = values(metric, rows, dim, draw);
      int k = 1 + draw.below(Math.min(rows - 1, 60));
      int threads = 1 + draw.below(3);
      NeighborGraph graph =
          TestTables.graph(
              values, TestTables.parameters(k, metric, SearchMode.EXACT, 0.98), threads);
      assertEqualsBruteForce(
          graph,
          values,
          metric,
          "seed %d: %s, %d rows, %d columns, k = %d".formatted(seed, metric, rows, dim, k));
    }
  }

  private static float[][] values(Metric metric, int rows, int dim, Draw draw) {
    long seed = draw.below(1 << 20);
    int kind = draw.below(6);
    float[][] values =
        switch (kind) {
          case 0 -> TestTables.lattice(rows, dim, 2 + draw.below(5), seed);
          case 1 -> TestTables.bytes(rows, dim, seed);
          default ->
              metric == Metric.HAMMING
                  ? TestTables.lattice(rows, dim, 2 + draw.below(200), seed)
                  : TestTables.normals(rows, dim, seed);
        };
    if (metric == Metric.COSINE) {
      // A direction for every row: bytes may all be zero.
      Arrays.stream(values).forEach(row -> row[0] = row[0] == 0 ? 1 : row[0]);
    }
    if (kind == 3) {
      copy(values, draw);
    }
    if (kind == 4 && metric != Metric.HAMMING) {
      TestTables.stretched(values, seed);
    }
    if (kind == 5 && metric != Metric.HAMMING) {
      Arrays.stream(values).forEach(row -> row[dim / 2] += 1000);
    }
    return values;
  }

  /** Makes about half of the rows copies of others. */
  private static void copy(float[][] values, Draw draw) {
    for (int i = 0; i < values.length / 2; i++) {
      values[draw.below(values.length)] = values[draw.below(values.length)].clone();
    }
  }

  private static void assertEqualsBruteForce(
      NeighborGraph graph, float[][] rows, Metric metric, String drawn) {
    int k = graph.k();
    double largest = BruteForce.largestSquaredNorm(rows);
    int[][] expected = BruteForce.neighbors(rows, k, metric);
    int[] neighbors = Arrays.stream(expected).flatMapToInt(Arrays::stream).toArray();
    float[] distances = new float[neighbors.length];
    for (int at = 0; at < distances.length; at++) {
      distances[at] = BruteForce.distance(rows[at / k], rows[neighbors[at]], metric, largest);
    }
    assertThat(graph.distances()).as(drawn).isEqualTo(distances);
    assertThat(graph.neighbors()).as(drawn).isEqualTo(neighbors);
    assertThat(graph.isExact()).isTrue();
  }

  /** Numbers of a seed, one after the other. */
  private static final class Draw {
    private final long seed;
    private int drawn;

    private Draw(long seed) {
      this.seed = seed;
    }

    private int below(int bound) {
      return (int) (bound * SeededStream.uniform(seed, drawn++));
    }
  }
}
