package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApproximateGraphTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsNearlyAllNeighborsOnSeededMixtures(long seed) {
    float[][] rows = TestTables.mixture(4000, 40, 6, seed);
    NeighborGraph graph = TestTables.graph(rows, parameters(10, Metric.EUCLIDEAN), 2);
    assertThat(graph.isExact()).isFalse();
    assertThat(trueShare(graph, rows, Metric.EUCLIDEAN)).isGreaterThan(0.98);
  }

  @Test
  void findsNearlyAllNeighborsOnLeadingAxes() {
    float[][] rows = TestTables.mixture(3000, 200, 8, 7);
    KnnGraphParameters parameters = parameters(10, Metric.COSINE);
    try (Workers workers = new Workers(1)) {
      MetricRows metricRows =
          MetricRows.of(TestTables.block(rows).values(), 200, Metric.COSINE, workers);
      int[] all = IntStream.range(0, 3000).toArray();
      SearchPlanner.Decision decision =
          new SearchPlanner(parameters, (stage, row) -> stage + row, 1, workers)
              .decide(CentredRows.of(metricRows, all, workers), 10);
      assertThat(decision.plan().axes()).isEqualTo(16);
    }
    NeighborGraph graph = TestTables.graph(rows, parameters, 2);
    assertThat(trueShare(graph, rows, Metric.COSINE)).isGreaterThan(0.98);
  }

  /** Clusters far apart hold the spread on a few axes; within them rows differ on many more. */
  @Test
  void searchesAllColumnsWhereLeadingAxesHideTheNeighbors() {
    int dim = 64;
    float[][] rows = TestTables.normals(3000, dim, 11);
    float[][] centres = TestTables.normals(10, dim, 12);
    for (int i = 0; i < rows.length; i++) {
      for (int t = 0; t < dim; t++) {
        rows[i][t] *= 0.2f / (float) Math.sqrt(1 + t / 4.0);
        rows[i][t] += 3 * centres[i % 10][t];
      }
    }
    NeighborGraph once = TestTables.graph(rows, target(0.5), 2);
    assertThat(once.passes()).isEqualTo(1);
    assertThat(once.axes()).isEqualTo(16);
    assertThat(once.recall().value()).isLessThan(0.9);
    NeighborGraph graph = TestTables.graph(rows, target(0.98), 2);
    assertThat(graph.passes()).isEqualTo(2);
    assertThat(graph.axes()).isZero();
    assertThat(graph.cells()).isEqualTo(once.cells());
    assertThat(trueShare(graph, rows, Metric.EUCLIDEAN)).isGreaterThan(0.98);
  }

  private static KnnGraphParameters target(double recall) {
    return TestTables.parameters(10, Metric.EUCLIDEAN, SearchMode.APPROXIMATE, recall);
  }

  @Test
  void reportsTheRecallItHas() {
    float[][] rows = TestTables.normals(3000, 24, 5);
    NeighborGraph graph =
        TestTables.graph(
            rows,
            TestTables.parameters(
                10, Metric.EUCLIDEAN, SearchMode.APPROXIMATE, 0.5, "fanout=1", "rounds=0"),
            2);
    double actual = trueShare(graph, rows, Metric.EUCLIDEAN);
    assertThat(graph.recall().queries()).isEqualTo(1000);
    assertThat(graph.recall().value())
        .isBetween(
            actual - 4 * graph.recall().standardError(),
            actual + 4 * graph.recall().standardError())
        .isLessThan(0.97);
  }

  @Test
  void makesFurtherPassesUntilTheTargetIsMet() {
    float[][] rows = TestTables.normals(3000, 24, 5);
    double once = recallAt(rows, 0.5);
    assertThat(recallAt(rows, Math.min(1, once + 0.02))).isGreaterThan(once + 0.02);
  }

  @Test
  void doesNotDependOnThreads() {
    float[][] rows = TestTables.mixture(5000, 20, 5, 9);
    for (int i = 0; i < 200; i++) {
      rows[4000 + i] = rows[i];
    }
    KnnGraphParameters parameters = parameters(12, Metric.COSINE);
    NeighborGraph one = TestTables.graph(rows, parameters, 1);
    for (int threads = 2; threads < 4; threads++) {
      NeighborGraph more = TestTables.graph(rows, parameters, threads);
      assertThat(more.neighbors()).isEqualTo(one.neighbors());
      assertThat(more.distances()).isEqualTo(one.distances());
      assertThat(more.cells()).isEqualTo(one.cells());
      assertThat(more.recall()).isEqualTo(one.recall());
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void equalsBruteForceOnTablesOfOneLeaf(Metric metric) {
    for (int seed = 0; seed < 10; seed++) {
      float[][] rows = TestTables.lattice(20 + 60 * seed, 3, 5, seed);
      NeighborGraph graph = TestTables.graph(rows, parameters(9, metric), 2);
      assertThat(trueShare(graph, rows, metric)).isEqualTo(1);
    }
  }

  @Test
  void findsNeighborsOnNestedScales() {
    float[][] rows = TestTables.normals(6000, 3, 4);
    for (int i = 0; i < rows.length; i++) {
      for (int t = 0; t < 3; t++) {
        rows[i][t] *= (float) Math.pow(10, -(i % 4));
      }
    }
    NeighborGraph graph = TestTables.graph(rows, parameters(8, Metric.EUCLIDEAN), 2);
    assertThat(trueShare(graph, rows, Metric.EUCLIDEAN)).isGreaterThan(0.95);
  }

  @Test
  void listsEveryRowOnceAndNeverItself() {
    float[][] rows = TestTables.lattice(4000, 4, 7, 3);
    int k = 15;
    NeighborGraph graph = TestTables.graph(rows, parameters(k, Metric.EUCLIDEAN), 2);
    for (int i = 0; i < rows.length; i++) {
      int row = i;
      int[] list = Arrays.copyOfRange(graph.neighbors(), i * k, (i + 1) * k);
      assertThat(Arrays.stream(list).distinct().filter(j -> j != row).count()).isEqualTo(k);
    }
  }

  private static double recallAt(float[][] rows, double target) {
    return TestTables.graph(
            rows,
            TestTables.parameters(
                10, Metric.EUCLIDEAN, SearchMode.APPROXIMATE, target, "fanout=1", "rounds=0"),
            2)
        .recall()
        .value();
  }

  private static KnnGraphParameters parameters(int k, Metric metric) {
    return TestTables.parameters(k, metric, SearchMode.APPROXIMATE, 0.5);
  }

  /** The share of neighbours no further than the true k-th, for 300 rows spread over the table. */
  private static double trueShare(NeighborGraph graph, float[][] rows, Metric metric) {
    int k = graph.k();
    int step = Math.max(1, rows.length / 300);
    double largest = BruteForce.largestSquaredNorm(rows);
    long hits = 0;
    long all = 0;
    for (int i = 0; i < rows.length; i += step) {
      float[] distances = new float[rows.length - 1];
      for (int j = 0; j < rows.length; j++) {
        if (j != i) {
          distances[j < i ? j : j - 1] = BruteForce.distance(rows[i], rows[j], metric, largest);
        }
      }
      Arrays.sort(distances);
      for (int r = 0; r < k; r++) {
        hits += graph.distances()[i * k + r] <= distances[k - 1] * (1 + 1e-6) ? 1 : 0;
        all++;
      }
    }
    return (double) hits / all;
  }
}
