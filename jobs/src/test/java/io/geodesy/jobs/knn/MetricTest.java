package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.VectorRule;
import io.geodesy.error.DataException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTest {
  @Test
  void putsTheLargestInnerProductFirst() {
    float[][] rows = {{1, 0}, {4, 3}, {0, 2}, {-1, 0}};
    NeighborGraph graph = graph(rows, 3, Metric.INNER_PRODUCT);
    // From (1, 0): 4, 0 and -1 over the largest norm, 5.
    assertThat(graph.neighbors()).startsWith(1, 2, 3);
    assertThat(graph.distances()[0]).isCloseTo((float) Math.sqrt(2 - 2 * 0.8), within());
    assertThat(graph.distances()[1]).isEqualTo((float) Math.sqrt(2));
    assertThat(graph.distances()[2]).isCloseTo((float) Math.sqrt(2 + 2 * 0.2), within());
  }

  @Test
  void givesInnerProductsBack() {
    float[][] rows = TestTables.stretched(TestTables.normals(80, 5, 1), 2);
    NeighborGraph graph = graph(rows, 10, Metric.INNER_PRODUCT);
    double largest = Math.sqrt(BruteForce.largestSquaredNorm(rows));
    for (int at = 0; at < graph.neighbors().length; at++) {
      float[] x = rows[at / 10];
      float[] y = rows[graph.neighbors()[at]];
      double product = 0;
      double norm = 0;
      for (int t = 0; t < 5; t++) {
        product += (double) x[t] * y[t];
        norm += (double) x[t] * x[t];
      }
      double d = graph.distances()[at];
      double longest = Math.sqrt(norm) * largest;
      // A float's half unit in the last place of d, at most 2.
      assertThat(longest * (1 - d * d / 2)).isCloseTo(product, Offset.offset(longest * 3e-7));
    }
  }

  @Test
  void isTheChordWhenAllNormsAreEqual() {
    float[][] rows = TestTables.normals(200, 6, 3);
    for (float[] row : rows) {
      double squared = 0;
      for (float value : row) {
        squared += (double) value * value;
      }
      for (int t = 0; t < 6; t++) {
        row[t] /= (float) Math.sqrt(squared);
      }
    }
    // Norms differ from 1 by a few units of 2^-24, which moves the square of a chord by as much.
    assertThat(graph(rows, 5, Metric.INNER_PRODUCT).distances())
        .containsExactly(graph(rows, 5, Metric.COSINE).distances(), Offset.offset(1e-6f));
  }

  @Test
  void seesAllRowsAlikeFromAZeroVector() {
    float[][] rows = {{0, 0}, {1, 0}, {0, 0}, {3, 1}};
    NeighborGraph graph = graph(rows, 3, Metric.INNER_PRODUCT);
    assertThat(graph.neighbors()).startsWith(1, 2, 3);
    assertThat(graph.distances()).startsWith(root(), root(), root());
    assertThat(graph(new float[4][2], 2, Metric.INNER_PRODUCT).distances()).containsOnly(root());
  }

  @Test
  void letsACopyBeFartherThanALongerRow() {
    float[][] rows = {{1, 0}, {1, 0}, {9, 0}};
    NeighborGraph graph = graph(rows, 2, Metric.INNER_PRODUCT);
    assertThat(graph.neighbors()).containsExactly(2, 1, 2, 0, 0, 1);
    assertThat(graph.duplicateRows()).isEqualTo(1);
  }

  @Test
  void addsAbsoluteDifferences() {
    NeighborGraph graph = graph(new float[][] {{0, 0}, {3, -4}, {6, 0}}, 2, Metric.MANHATTAN);
    assertThat(graph.neighbors()).containsExactly(2, 1, 0, 2, 0, 1);
    assertThat(graph.distances()).containsExactly(6, 7, 7, 7, 6, 7);
  }

  @Test
  void countsElementsThatDiffer() {
    float[][] rows = {{0, 255, 7}, {0, 254, 7}, {1, 1, 1}};
    NeighborGraph graph = graph(rows, 2, Metric.HAMMING);
    assertThat(graph.neighbors()).containsExactly(1, 2, 0, 2, 0, 1);
    assertThat(graph.distances()).containsExactly(1, 3, 1, 3, 3, 3);
  }

  @ParameterizedTest
  @CsvSource({"-1, -1.0", "256, 256.0", "0.5, 0.5"})
  void namesTheRowThatHoldsNoBytes(float value, String shown) {
    float[][] rows = {{0, 1}, {2, 3}, {4, value}};
    assertThatThrownBy(() -> ByteValues.require("vectors", TestTables.block(rows)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Row 2 of table vectors: element 1, counted from 0, is %s, but metric hamming compares bytes, whole numbers from 0 to 255. Write the vectors as bytes, or take another metric.",
            shown);
  }

  @Test
  void needsDirectionsUnderCosineOnly() {
    for (Metric metric : Metric.values()) {
      assertThat(metric.vectorRule())
          .isEqualTo(metric == Metric.COSINE ? VectorRule.HAS_DIRECTION : VectorRule.FINITE);
    }
  }

  private static float root() {
    return (float) Math.sqrt(2);
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-7f);
  }

  private static NeighborGraph graph(float[][] rows, int k, Metric metric) {
    return TestTables.graph(rows, TestTables.parameters(k, metric, SearchMode.EXACT, 0.98), 1);
  }
}
