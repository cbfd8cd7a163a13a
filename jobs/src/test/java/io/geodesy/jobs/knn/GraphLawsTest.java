package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not change when rows are moved, turned, stretched, doubled or renamed. */
class GraphLawsTest {
  private static final int K = 7;

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "MANHATTAN"})
  void doesNotChangeUnderTranslation(Metric metric) {
    // Small whole numbers: the sums are exact, so that the lists must be equal, not close.
    float[][] rows = TestTables.lattice(400, 3, 9, 12);
    NeighborGraph before = exact(rows, K, metric);
    for (float[] row : rows) {
      row[0] += 1000;
      row[2] -= 77;
    }
    assertSame(exact(rows, K, metric), before);
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "COSINE", "INNER_PRODUCT"})
  void keepsDistancesUnderRotation(Metric metric) {
    float[][] rows = TestTables.normals(300, 4, 13);
    NeighborGraph before = exact(rows, K, metric);
    for (float[] row : rows) {
      float x = row[0];
      row[0] = (float) (0.6 * x - 0.8 * row[3]);
      row[3] = (float) (0.8 * x + 0.6 * row[3]);
    }
    // Rounding of the rotated rows to float moves elements of about 1 by 2^-24. Under inner product
    // it moves the square of a distance by as much, and so a distance of 0.05 by ten times that.
    float offset = metric == Metric.INNER_PRODUCT ? 1e-5f : 2e-6f;
    assertThat(exact(rows, K, metric).distances())
        .containsExactly(before.distances(), Offset.offset(offset));
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"MANHATTAN", "HAMMING"})
  void doesNotChangeWhenColumnsAreMirroredAndExchanged(Metric metric) {
    float[][] rows = TestTables.lattice(400, 5, 9, 14);
    NeighborGraph before = exact(rows, K, metric);
    for (float[] row : rows) {
      float first = row[0];
      row[0] = 255 - row[4];
      row[4] = first;
    }
    assertSame(exact(rows, K, metric), before);
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void scalesDistancesWithTheRows(Metric metric) {
    for (SearchMode mode : new SearchMode[] {SearchMode.EXACT, SearchMode.APPROXIMATE}) {
      float[][] rows = TestTables.mixture(1500, 12, 4, 15);
      NeighborGraph before = graph(rows, K, metric, mode);
      for (float[] row : rows) {
        for (int t = 0; t < row.length; t++) {
          row[t] *= 0x1p20f;
        }
      }
      NeighborGraph after = graph(rows, K, metric, mode);
      boolean hasUnit = metric == Metric.EUCLIDEAN || metric == Metric.MANHATTAN;
      float factor = hasUnit ? 0x1p20f : 1;
      float[] expected = before.distances().clone();
      for (int i = 0; i < expected.length; i++) {
        expected[i] *= factor;
      }
      assertThat(after.neighbors()).isEqualTo(before.neighbors());
      assertThat(after.distances()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void bringsTheCopiesOfNeighborsWhenEveryRowIsDoubled(Metric metric) {
    float[][] rows = TestTables.bytes(250, 6, 16);
    float[][] doubled = Arrays.copyOf(rows, 500);
    System.arraycopy(rows, 0, doubled, 250, 250);
    NeighborGraph once = exact(rows, K, metric);
    NeighborGraph twice = exact(doubled, 2 * K, metric);
    double largest = BruteForce.largestSquaredNorm(rows);
    for (int i = 0; i < 250; i++) {
      // Each distance twice, and the copy at its own: zero, or anywhere under inner product.
      float[] distances = new float[2 * K + 1];
      for (int r = 0; r < K; r++) {
        distances[2 * r] = once.distances()[i * K + r];
        distances[2 * r + 1] = distances[2 * r];
      }
      distances[2 * K] = BruteForce.distance(rows[i], rows[i], metric, largest);
      Arrays.sort(distances);
      assertThat(Arrays.copyOfRange(twice.distances(), i * 2 * K, (i + 1) * 2 * K))
          .as("row %d", i)
          .isEqualTo(Arrays.copyOf(distances, 2 * K));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void followsTheRowsWhenTheyAreRenamed(Metric metric) {
    // No two distances of a row are equal, so that ids decide nothing.
    float[][] rows = TestTables.normals(300, 9, 17);
    int[] renamed =
        IntStream.range(0, rows.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> SeededStream.bits(5, i)))
            .mapToInt(Integer::intValue)
            .toArray();
    float[][] moved = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      moved[renamed[i]] = rows[i];
    }
    NeighborGraph before = exact(rows, K, metric);
    NeighborGraph after = exact(moved, K, metric);
    for (int i = 0; i < rows.length; i++) {
      int[] expected =
          Arrays.stream(before.neighbors(), i * K, (i + 1) * K).map(j -> renamed[j]).toArray();
      int at = renamed[i] * K;
      assertThat(Arrays.copyOfRange(after.neighbors(), at, at + K)).isEqualTo(expected);
    }
  }

  private static void assertSame(NeighborGraph after, NeighborGraph before) {
    assertThat(after.neighbors()).isEqualTo(before.neighbors());
    assertThat(after.distances()).isEqualTo(before.distances());
  }

  private static NeighborGraph exact(float[][] rows, int k, Metric metric) {
    return graph(rows, k, metric, SearchMode.EXACT);
  }

  private static NeighborGraph graph(float[][] rows, int k, Metric metric, SearchMode mode) {
    return TestTables.graph(rows, TestTables.parameters(k, metric, mode, 0.5), 2);
  }
}
