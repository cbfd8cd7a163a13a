package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.DataException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJoinTest {
  private static final int NONE = JoinExpansion.NONE;

  @ParameterizedTest
  @EnumSource(names = {"EUCLIDEAN", "COSINE", "MANHATTAN"})
  void equalsBruteForceOnSeededTables(Metric metric) {
    for (int seed = 0; seed < 30; seed++) {
      int corpus = 1 + seed * 11;
      int dim = 1 + seed % 17;
      assertEqualsBruteForce(
          TestTables.normals(1 + seed * 5, dim, seed),
          TestTables.normals(corpus, dim, seed + 500),
          Math.min(corpus, 1 + seed % 20),
          metric);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EUCLIDEAN", "COSINE", "MANHATTAN", "HAMMING"})
  void equalsBruteForceOnTiesAndCopies(Metric metric) {
    for (int seed = 0; seed < 30; seed++) {
      int dim = 1 + seed % 4;
      assertEqualsBruteForce(
          TestTables.lattice(3 + seed * 5, dim, 4, seed),
          TestTables.lattice(3 + seed * 9, dim, 4, seed + 500),
          Math.min(3 + seed * 9, 12),
          metric);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void equalsBruteForceOverSeveralBlocks(int queries) {
    assertEqualsBruteForce(
        TestTables.normals(queries, 12, 1), TestTables.normals(1500, 12, 2), 15, Metric.EUCLIDEAN);
  }

  @Test
  void listsTheWholeCorpusInOrder() {
    float[][] queries = TestTables.normals(40, 3, 1);
    float[][] corpus = TestTables.lattice(60, 3, 3, 2);
    assertEqualsBruteForce(queries, corpus, 60, Metric.EUCLIDEAN);
  }

  @Test
  void putsTheLargestInnerProductFirst() {
    float[][] corpus = {{0f, 1f}, {1f, 5f}, {2f, 0f}, {-3f, 0f}};
    JoinedLists lists = join(new float[][] {{1f, 0f}, {0f, 0f}}, corpus, 4, Metric.INNER_PRODUCT);
    assertThat(lists.neighbors()).containsExactly(2, 1, 0, 3, 0, 1, 2, 3);
    // The largest norm is that of (1, 5).
    assertThat(lists.distances()[0]).isEqualTo((float) Math.sqrt(2 - 2 * (2 / Math.sqrt(26))));
  }

  @Test
  void listsACorpusOfOneRow() {
    JoinedLists lists =
        join(new float[][] {{3f, 4f}, {0f, 0f}}, new float[][] {{0f, 0f}}, 1, Metric.EUCLIDEAN);
    assertThat(lists.neighbors()).containsExactly(0, 0);
    assertThat(lists.distances()).containsExactly(5f, 0f);
    assertThat(lists.copiedQueries()).isEqualTo(1);
  }

  @Test
  void putsTheCopiesOfAQueryFirst() {
    float[][] rows = TestTables.normals(80, 4, 3);
    float[][] corpus = Arrays.copyOf(rows, 160);
    System.arraycopy(rows, 0, corpus, 80, 80);
    JoinedLists lists = join(rows, corpus, 3, Metric.COSINE);
    for (int i = 0; i < 80; i++) {
      assertThat(Arrays.copyOfRange(lists.neighbors(), 3 * i, 3 * i + 2))
          .containsExactly(i, i + 80);
      assertThat(lists.distances()[3 * i + 1]).isZero();
    }
    assertThat(lists.copiedQueries()).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 200})
  void equalsTheGraphWhereRowsOfTheSameIdAreLeftOut(int side) {
    float[][] rows = TestTables.lattice(300, 3, side, 5);
    NeighborGraph graph =
        TestTables.graph(
            rows, TestTables.parameters(9, Metric.EUCLIDEAN, SearchMode.EXACT, 0.98), 2);
    JoinedLists lists =
        JoinTables.join(
            rows,
            rows,
            JoinTables.parameters(9, Metric.EUCLIDEAN, "mode=exact", "exclude-same-id=true"),
            2);
    assertThat(lists.neighbors()).isEqualTo(graph.neighbors());
    assertThat(lists.distances()).isEqualTo(graph.distances());
  }

  @Test
  void leavesOnlyTheRowOfTheSameIdOut() {
    float[][] queries = {{0f}, {9f}, {5f}};
    float[][] corpus = {{0f}, {1f}};
    JoinedLists lists =
        JoinTables.join(
            queries, corpus, JoinTables.parameters(1, Metric.EUCLIDEAN, "exclude-same-id=true"), 1);
    // Query 0 may not list row 0, query 1 not row 1; query 2 has no namesake.
    assertThat(lists.neighbors()).containsExactly(1, 0, 1);
    assertThat(lists.distances()).containsExactly(1f, 9f, 4f);
  }

  @Test
  void namesRowsWhoseDistanceNoFloatHolds() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () -> join(new float[][] {{3e38f}}, new float[][] {{-3e38f}}, 1, Metric.EUCLIDEAN))
        .withMessage(
            "The distance between row 0 of table vectors and row 0 of table corpus is beyond 3.4028235E38, the largest float: divide all vectors by a constant.");
  }

  @Test
  void refusesTablesOfDifferentDimension() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> join(new float[][] {{1f}}, new float[][] {{1f, 2f}}, 1, Metric.EUCLIDEAN))
        .withMessageContaining("Table vectors has 1 columns but table corpus has 2");
  }

  private static void assertEqualsBruteForce(
      float[][] queries, float[][] corpus, int k, Metric metric) {
    JoinedLists lists = join(queries, corpus, k, metric);
    assertThat(lists.isExact()).isTrue();
    for (int i = 0; i < queries.length; i++) {
      int[] list = Arrays.copyOfRange(lists.neighbors(), i * k, (i + 1) * k);
      assertThat(list).isEqualTo(JoinTables.nearest(queries[i], corpus, k, metric, NONE));
      for (int r = 0; r < k; r++) {
        assertThat(lists.distances()[i * k + r])
            .isEqualTo(BruteForce.distance(queries[i], corpus[list[r]], metric));
      }
    }
  }

  private static JoinedLists join(float[][] queries, float[][] corpus, int k, Metric metric) {
    return JoinTables.join(queries, corpus, JoinTables.parameters(k, metric, "mode=exact"), 2);
  }
}
