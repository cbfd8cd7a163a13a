package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Recall of approximate graphs on thirty seeds, six a metric: what is found among the true
 * neighbours of every fifteenth row is compared with what a search of the promised recall would
 * find by chance, and with what the graph says of itself.
 */
class GraphRecallTest {
  private static final int SEEDS = 6;
  private static final int K = 10;
  private static final int STEP = 15;
  private static final double PROMISED = 0.98;

  /** One false alarm in 30 000 for independent misses; those of one row come together. */
  private static final double SIGMAS = 4;

  @ParameterizedTest
  @EnumSource(Metric.class)
  void keepsItsPromiseOnSeededTables(Metric metric) {
    for (int table = 0; table < SEEDS; table++) {
      long seed = SeededStream.derive(table, metric.key());
      float[][] rows = rows(metric, table, seed);
      NeighborGraph graph =
          TestTables.graph(
              rows,
              TestTables.parameters(
                  K, metric, SearchMode.APPROXIMATE, PROMISED, "recall-queries=500"),
              2);
      long trials = (long) K * ((rows.length + STEP - 1) / STEP);
      long hits = hits(graph, rows, metric);
      double deviation = Math.sqrt(trials * PROMISED * (1 - PROMISED));
      assertThat((double) hits)
          .as("seed %d: %s, of %d", seed, metric, trials)
          .isGreaterThan(trials * PROMISED - SIGMAS * deviation);
      assertThat(graph.recall().value()).as("seed %d: %s", seed, metric).isGreaterThan(PROMISED);
      double error = graph.recall().standardError() + deviation / trials;
      assertThat((double) hits / trials)
          .as("seed %d: %s", seed, metric)
          .isBetween(
              graph.recall().value() - SIGMAS * error, graph.recall().value() + SIGMAS * error);
    }
  }

  private static float[][] rows(Metric metric, int table, long seed) {
    int count = 1500 + 300 * table;
    if (metric == Metric.HAMMING) {
      return TestTables.bytes(count, 48, seed);
    }
    float[][] rows = TestTables.mixture(count, 32, 6, seed);
    return metric == Metric.INNER_PRODUCT && table % 2 == 1
        ? TestTables.stretched(rows, seed)
        : rows;
  }

  private static long hits(NeighborGraph graph, float[][] rows, Metric metric) {
    double largest = BruteForce.largestSquaredNorm(rows);
    long hits = 0;
    for (int i = 0; i < rows.length; i += STEP) {
      float[] distances = new float[rows.length];
      for (int j = 0; j < rows.length; j++) {
        distances[j] = BruteForce.distance(rows[i], rows[j], metric, largest);
      }
      distances[i] = Float.POSITIVE_INFINITY;
      Arrays.sort(distances);
      for (int r = 0; r < K; r++) {
        hits += graph.distances()[i * K + r] <= distances[K - 1] ? 1 : 0;
      }
    }
    return hits;
  }
}
