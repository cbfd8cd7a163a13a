package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactGraphTest {
  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void equalsBruteForceOnSeededTables(Metric metric) {
    for (int seed = 0; seed < 40; seed++) {
      int rows = 2 + seed * 7;
      int dim = 1 + seed % 19;
      assertEqualsBruteForce(
          TestTables.normals(rows, dim, seed), Math.min(rows - 1, 1 + seed % 20), metric);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void equalsBruteForceOnTiesAndCopies(Metric metric) {
    for (int seed = 0; seed < 30; seed++) {
      int rows = 3 + seed * 9;
      assertEqualsBruteForce(
          TestTables.lattice(rows, 1 + seed % 4, 4, seed), Math.min(rows - 1, 12), metric);
    }
  }

  @ParameterizedTest
  @CsvSource({"1300, 5, 15", "1100, 40, 30"})
  void equalsBruteForceOverSeveralBlocks(int rows, int dim, int k) {
    assertEqualsBruteForce(TestTables.normals(rows, dim, 3), k, Metric.EUCLIDEAN);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e20f, 1e-20f, 1e37f, 1e-38f})
  void holdsForHugeAndTinyValues(float unit) {
    float[][] rows = TestTables.normals(120, 6, 9);
    for (float[] row : rows) {
      for (int t = 0; t < row.length; t++) {
        row[t] *= unit;
      }
    }
    assertEqualsBruteForce(rows, 7, Metric.EUCLIDEAN);
    assertEqualsBruteForce(rows, 7, Metric.COSINE);
  }

  @Test
  void resolvesTinyDistancesFarFromTheOrigin() {
    float[][] rows = TestTables.normals(300, 8, 4);
    for (int i = 0; i < rows.length; i++) {
      for (int t = 0; t < 8; t++) {
        rows[i][t] = 1 + rows[i][t] * 1e-6f;
      }
    }
    rows[0][0] = 1e6f;
    assertEqualsBruteForce(rows, 10, Metric.EUCLIDEAN);
    assertEqualsBruteForce(rows, 10, Metric.COSINE);
  }

  @Test
  void namesRowsWhoseDistanceNoFloatHolds() {
    float[][] rows = {{3e38f}, {-3e38f}, {-2e38f}};
    assertThatThrownBy(() -> graph(rows, 1, Metric.EUCLIDEAN))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The distance between rows 0 and 1 of table vectors is beyond 3.4028235E38, the largest float: divide all vectors by a constant.");
  }

  @Test
  void ordersEqualRowsById() {
    float[][] rows = new float[40][3];
    for (float[] row : rows) {
      Arrays.fill(row, 2.5f);
    }
    NeighborGraph graph = graph(rows, 5, Metric.COSINE);
    assertThat(Arrays.copyOfRange(graph.neighbors(), 0, 5)).containsExactly(1, 2, 3, 4, 5);
    assertThat(Arrays.copyOfRange(graph.neighbors(), 10, 15)).containsExactly(0, 1, 3, 4, 5);
    assertThat(graph.distances()).containsOnly(0f);
    assertThat(graph.duplicateRows()).isEqualTo(39);
    assertThat(graph.distinctRows()).isEqualTo(1);
  }

  @Test
  void putsTheCopyFirstWhenEveryRowIsDoubled() {
    float[][] rows = TestTables.normals(250, 5, 14);
    float[][] doubled = Arrays.copyOf(rows, 500);
    System.arraycopy(rows, 0, doubled, 250, 250);
    NeighborGraph once = graph(rows, 3, Metric.EUCLIDEAN);
    NeighborGraph twice = graph(doubled, 7, Metric.EUCLIDEAN);
    for (int i = 0; i < 250; i++) {
      int[] expected = new int[7];
      expected[0] = i + 250;
      for (int r = 0; r < 3; r++) {
        expected[1 + 2 * r] = once.neighbors()[i * 3 + r];
        expected[2 + 2 * r] = once.neighbors()[i * 3 + r] + 250;
      }
      assertThat(Arrays.copyOfRange(twice.neighbors(), i * 7, (i + 1) * 7)).isEqualTo(expected);
    }
  }

  @Test
  void countsMinusZeroAsZero() {
    float[][] rows = {{0f, 1f}, {-0f, 1f}, {5f, 5f}};
    NeighborGraph graph = graph(rows, 1, Metric.EUCLIDEAN);
    assertThat(graph.neighbors()).containsExactly(1, 0, 0);
    assertThat(graph.duplicateRows()).isEqualTo(1);
  }

  @Test
  void joinsTwoRows() {
    NeighborGraph graph = graph(new float[][] {{1f}, {4f}}, 1, Metric.EUCLIDEAN);
    assertThat(graph.neighbors()).containsExactly(1, 0);
    assertThat(graph.distances()).containsExactly(3f, 3f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096})
  void holdsForOneColumnAndForManyColumns(int dim) {
    assertEqualsBruteForce(TestTables.normals(60, dim, 2), 10, Metric.EUCLIDEAN);
  }

  @Test
  void doesNotDependOnThreads() {
    float[][] rows = TestTables.normals(1700, 9, 6);
    KnnGraphParameters parameters = parameters(11, Metric.EUCLIDEAN);
    NeighborGraph one = TestTables.graph(rows, parameters, 1);
    for (int threads = 2; threads < 4; threads++) {
      NeighborGraph more = TestTables.graph(rows, parameters, threads);
      assertThat(more.neighbors()).isEqualTo(one.neighbors());
      assertThat(more.distances()).isEqualTo(one.distances());
    }
  }

  private static void assertEqualsBruteForce(float[][] rows, int k, Metric metric) {
    NeighborGraph graph = graph(rows, k, metric);
    int[][] expected = BruteForce.neighbors(rows, k, metric);
    double largest = BruteForce.largestSquaredNorm(rows);
    for (int i = 0; i < rows.length; i++) {
      int[] list = Arrays.copyOfRange(graph.neighbors(), i * k, (i + 1) * k);
      assertThat(list).as("row %d of %d, k = %d", i, rows.length, k).isEqualTo(expected[i]);
      for (int r = 0; r < k; r++) {
        assertThat(graph.distances()[i * k + r])
            .isEqualTo(BruteForce.distance(rows[i], rows[list[r]], metric, largest));
      }
    }
  }

  private static NeighborGraph graph(float[][] rows, int k, Metric metric) {
    return TestTables.graph(rows, parameters(k, metric), 2);
  }

  private static KnnGraphParameters parameters(int k, Metric metric) {
    return TestTables.parameters(k, metric, SearchMode.EXACT, 0.98);
  }
}
