package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApproximateJoinTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsNearlyAllNeighborsOnSeededMixtures(long seed) {
    float[][] rows = TestTables.mixture(6000, 40, 6, seed);
    JoinedLists lists = join(head(rows), tail(rows), 10, Metric.EUCLIDEAN);
    assertThat(lists.isExact()).isFalse();
    assertThat(trueShare(lists, head(rows), tail(rows), Metric.EUCLIDEAN)).isGreaterThan(0.97);
  }

  @Test
  void findsNearlyAllNeighborsOnLeadingAxes() {
    float[][] rows = TestTables.mixture(5000, 200, 8, 7);
    JoinedLists lists = join(head(rows), tail(rows), 10, Metric.COSINE);
    assertThat(trueShare(lists, head(rows), tail(rows), Metric.COSINE)).isGreaterThan(0.97);
  }

  @Test
  void reportsTheRecallItHas() {
    float[][] queries = TestTables.normals(2000, 24, 5);
    float[][] corpus = TestTables.normals(4000, 24, 6);
    JoinedLists lists =
        JoinTables.join(
            queries,
            corpus,
            JoinTables.parameters(
                10, Metric.EUCLIDEAN, "mode=approximate", "fanout=1", "recall-target=0.5"),
            2);
    double actual = trueShare(lists, queries, corpus, Metric.EUCLIDEAN);
    assertThat(lists.recall().queries()).isEqualTo(1000);
    assertThat(lists.recall().value())
        .isLessThan(0.97)
        .isCloseTo(actual, Offset.offset(4 * 2 * lists.recall().standardError()));
  }

  @Test
  void makesFurtherPassesUntilTheTargetIsMet() {
    float[][] queries = TestTables.normals(1500, 24, 5);
    float[][] corpus = TestTables.normals(4000, 24, 6);
    JoinedLists once = joinWithTarget(queries, corpus, 0.5);
    double target = once.recall().value() + 0.02;
    assertThat(joinWithTarget(queries, corpus, target).recall().value())
        .isGreaterThanOrEqualTo(target);
  }

  @Test
  void doesNotDependOnThreads() {
    float[][] queries = TestTables.mixture(3000, 20, 5, 9);
    float[][] corpus = TestTables.mixture(3000, 20, 5, 10);
    System.arraycopy(queries, 0, corpus, 2800, 200);
    JoinedLists one = join(queries, corpus, 12, Metric.COSINE, 1);
    for (int threads = 2; threads < 4; threads++) {
      JoinedLists more = join(queries, corpus, 12, Metric.COSINE, threads);
      assertThat(more.neighbors()).isEqualTo(one.neighbors());
      assertThat(more.distances()).isEqualTo(one.distances());
      assertThat(more.recall()).isEqualTo(one.recall());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EUCLIDEAN", "COSINE", "MANHATTAN", "HAMMING"})
  void equalsBruteForceOnACorpusOfOneCell(Metric metric) {
    float[][] queries = TestTables.lattice(900, 3, 5, 1);
    float[][] corpus = TestTables.lattice(700, 3, 5, 2);
    JoinedLists lists = join(queries, corpus, 9, metric);
    for (int i = 0; i < queries.length; i += 10) {
      assertThat(Arrays.copyOfRange(lists.neighbors(), i * 9, (i + 1) * 9))
          .isEqualTo(JoinTables.nearest(queries[i], corpus, 9, metric, JoinExpansion.NONE));
    }
  }

  private static float[][] head(float[][] rows) {
    return Arrays.copyOfRange(rows, 0, rows.length / 3);
  }

  private static float[][] tail(float[][] rows) {
    return Arrays.copyOfRange(rows, rows.length / 3, rows.length);
  }

  private static JoinedLists join(float[][] queries, float[][] corpus, int k, Metric metric) {
    return join(queries, corpus, k, metric, 2);
  }

  private static JoinedLists join(
      float[][] queries, float[][] corpus, int k, Metric metric, int threads) {
    return JoinTables.join(
        queries, corpus, JoinTables.parameters(k, metric, "mode=approximate"), threads);
  }

  private static JoinedLists joinWithTarget(float[][] queries, float[][] corpus, double target) {
    return JoinTables.join(
        queries,
        corpus,
        JoinTables.parameters(
            10, Metric.EUCLIDEAN, "mode=approximate", "fanout=1", "recall-target=" + target),
        2);
  }

  /** The share of neighbours no further than the true k-th, for up to 300 queries. */
  private static double trueShare(
      JoinedLists lists, float[][] queries, float[][] corpus, Metric metric) {
    int k = lists.k();
    int step = Math.max(1, queries.length / 300);
    long hits = 0;
    long all = 0;
    for (int i = 0; i < queries.length; i += step) {
      float[] distances = new float[corpus.length];
      for (int j = 0; j < corpus.length; j++) {
        distances[j] = BruteForce.distance(queries[i], corpus[j], metric);
      }
      Arrays.sort(distances);
      for (int r = 0; r < k; r++) {
        hits += lists.distances()[i * k + r] <= distances[k - 1] * (1 + 1e-6) ? 1 : 0;
        all++;
      }
    }
    return (double) hits / all;
  }
}
