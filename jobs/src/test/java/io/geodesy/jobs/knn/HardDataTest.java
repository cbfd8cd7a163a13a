package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables on which a search that works elsewhere loses rows, digits, time or memory. */
class HardDataTest {
  @Test
  void findsNeighborsWhereOneCellHoldsNearlyAllRows() {
    float[][] rows = TestTables.normals(4000, 10, 2);
    for (int i = 3600; i < 4000; i++) {
      for (int t = 0; t < 10; t++) {
        rows[i][t] = 500 * rows[i][t];
      }
    }
    assertRecall(rows, 10, Metric.EUCLIDEAN, 0.97);
  }

  @ParameterizedTest
  @CsvSource({"EUCLIDEAN, 1e-5", "EUCLIDEAN, 1e-7", "COSINE, 1e-5"})
  void tellsNearCopiesBeyondALeafApart(Metric metric, double apart) {
    float[][] rows = TestTables.normals(5000, 12, 4);
    float[][] noise = TestTables.normals(5000, 12, 5);
    for (int i = 1000; i < 5000; i++) {
      // Two crowds of 2000 rows, 1000 times as far from each other as a crowd is wide.
      double place = i < 3000 ? 1 : 1 + 1000 * apart;
      for (int t = 0; t < 12; t++) {
        rows[i][t] = (float) (place * (t == 0 ? 1 : 0.25 * t) + apart * noise[i][t]);
      }
    }
    assertRecall(rows, 10, metric, 0.97);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void ordersEqualRowsById(Metric metric) {
    float[][] rows = new float[3000][4];
    for (float[] row : rows) {
      Arrays.fill(row, 7);
    }
    NeighborGraph graph = graph(rows, 5, metric, SearchMode.APPROXIMATE);
    assertThat(Arrays.copyOfRange(graph.neighbors(), 0, 5)).containsExactly(1, 2, 3, 4, 5);
    assertThat(Arrays.copyOfRange(graph.neighbors(), 10, 15)).containsExactly(0, 1, 3, 4, 5);
    assertThat(graph.distances()).containsOnly(0f);
    assertThat(graph.distinctRows()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void joinsTwoRows(Metric metric) {
    for (SearchMode mode : SearchMode.values()) {
      NeighborGraph graph = graph(new float[][] {{1, 2}, {2, 1}}, 1, metric, mode);
      assertThat(graph.neighbors()).containsExactly(1, 0);
    }
  }

  @Test
  void listsAHubFirstForAllRowsOfAShell() {
    // Directions in 200 columns are nearly orthogonal: the centre, at 1, is nearer than all others.
    float[][] rows = TestTables.normals(3000, 200, 3);
    for (float[] row : rows) {
      double squared = 0;
      for (float value : row) {
        squared += (double) value * value;
      }
      for (int t = 0; t < 200; t++) {
        row[t] /= (float) Math.sqrt(squared);
      }
    }
    Arrays.fill(rows[1234], 0);
    NeighborGraph graph = graph(rows, 5, Metric.EUCLIDEAN, SearchMode.APPROXIMATE);
    int first = 0;
    for (int i = 0; i < 3000; i++) {
      first += graph.neighbors()[i * 5] == 1234 ? 1 : 0;
    }
    assertThat(first).isGreaterThan((int) (0.97 * 2999));
  }

  @Test
  void findsNeighborsOnALine() {
    float[][] rows = TestTables.normals(5000, 1, 4);
    assertRecall(rows, 10, Metric.EUCLIDEAN, 0.99);
    assertRecall(rows, 10, Metric.MANHATTAN, 0.99);
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "INNER_PRODUCT", "MANHATTAN"})
  void findsNeighborsInManyColumns(Metric metric) {
    assertRecall(TestTables.mixture(1200, 4096, 8, 5), 8, metric, 0.95);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 500})
  void keepsLongLists(int k) {
    float[][] rows = TestTables.mixture(2500, 16, 5, 6);
    NeighborGraph graph = assertRecall(rows, k, Metric.EUCLIDEAN, 0.98);
    for (int i = 0; i < rows.length; i += 50) {
      int[] list = Arrays.copyOfRange(graph.neighbors(), i * k, (i + 1) * k);
      assertThat(list).doesNotHaveDuplicates().doesNotContain(i);
    }
  }

  @Test
  void listsAllOthersOfATableOfFiveHundredAndOne() {
    NeighborGraph graph =
        graph(TestTables.normals(501, 3, 7), 500, Metric.EUCLIDEAN, SearchMode.APPROXIMATE);
    assertThat(Arrays.copyOf(graph.neighbors(), 500)).doesNotHaveDuplicates().doesNotContain(0);
    assertThat(graph.distances()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "COSINE", "INNER_PRODUCT", "MANHATTAN"})
  void holdsForHugeNorms(Metric metric) {
    float[][] rows = TestTables.mixture(2000, 20, 4, 8);
    for (float[] row : rows) {
      for (int t = 0; t < 20; t++) {
        row[t] *= 0x1p57f;
      }
    }
    assertThat(Math.sqrt(BruteForce.largestSquaredNorm(rows))).isGreaterThan(1e18);
    assertRecall(rows, 10, metric, 0.97);
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "COSINE", "INNER_PRODUCT"})
  void resolvesTinyDistancesBetweenUnitVectors(Metric metric) {
    int dim = 100;
    float[][] rows = TestTables.normals(1000, dim, 9);
    for (int i = 0; i < rows.length; i++) {
      double squared = 0;
      for (int t = 0; t < dim; t++) {
        if (i % 2 == 1) {
          // 3e-4 away from the row before, times the length of a normal vector over that length.
          rows[i][t] = (float) (rows[i - 1][t] + 3e-5 * SeededStream.normal(10, i * 100L + t));
        }
        squared += (double) rows[i][t] * rows[i][t];
      }
      for (int t = 0; t < dim; t++) {
        rows[i][t] /= (float) Math.sqrt(squared);
      }
    }
    NeighborGraph graph = graph(rows, 3, metric, SearchMode.APPROXIMATE);
    for (int i = 0; i < rows.length; i++) {
      double squared = 0;
      double product = 0;
      double norm = 0;
      double other = 0;
      for (int t = 0; t < dim; t++) {
        double x = rows[i][t];
        double y = rows[i ^ 1][t];
        squared += (x - y) * (x - y);
        product += x * y;
        norm += x * x;
        other += y * y;
      }
      double expected =
          switch (metric) {
            case EUCLIDEAN -> Math.sqrt(squared);
            case COSINE ->
                Math.sqrt(
                    (squared - Math.pow(Math.sqrt(norm) - Math.sqrt(other), 2))
                        / Math.sqrt(norm * other));
            default ->
                Math.sqrt(2 - 2 * product / Math.sqrt(norm * BruteForce.largestSquaredNorm(rows)));
          };
      assertThat(graph.neighbors()[i * 3]).isEqualTo(i ^ 1);
      assertThat((double) graph.distances()[i * 3])
          .isCloseTo(expected, Percentage.withPercentage(1e-4));
    }
  }

  /** Asks 300 rows spread over the table for their true neighbours. */
  private static NeighborGraph assertRecall(float[][] rows, int k, Metric metric, double least) {
    NeighborGraph graph = graph(rows, k, metric, SearchMode.APPROXIMATE);
    double largest = BruteForce.largestSquaredNorm(rows);
    int step = Math.max(1, rows.length / 300);
    long hits = 0;
    long all = 0;
    for (int i = 0; i < rows.length; i += step) {
      float[] distances = new float[rows.length];
      for (int j = 0; j < rows.length; j++) {
        distances[j] = BruteForce.distance(rows[i], rows[j], metric, largest);
      }
      distances[i] = Float.POSITIVE_INFINITY;
      Arrays.sort(distances);
      for (int r = 0; r < k; r++) {
        hits += graph.distances()[i * k + r] <= distances[k - 1] ? 1 : 0;
        all++;
      }
    }
    assertThat((double) hits / all).isGreaterThanOrEqualTo(least);
    return graph;
  }

  private static NeighborGraph graph(float[][] rows, int k, Metric metric, SearchMode mode) {
    return TestTables.graph(
        rows, TestTables.parameters(k, metric, mode, 0.98, "recall-queries=500"), 2);
  }
}
