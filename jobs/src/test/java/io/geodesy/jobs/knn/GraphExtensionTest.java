package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.analysis.Progress;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An extended graph against the one that building it anew gives. */
class GraphExtensionTest {
  @ParameterizedTest
  @EnumSource(names = {"EUCLIDEAN", "COSINE"})
  void equalsTheGraphBuiltAnew(Metric metric) {
    for (int seed = 0; seed < 20; seed++) {
      float[][] rows = TestTables.normals(60 + 10 * seed, 1 + seed % 9, seed);
      assertEqualsRebuilt(
          table(rows, 0, rows.length * 9 / 10, seed),
          table(rows, rows.length / 12, rows.length, seed),
          parameters(1 + seed % 12, metric, "mode=exact"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EUCLIDEAN", "COSINE"})
  void equalsTheGraphBuiltAnewOnTiesAndCopies(Metric metric) {
    for (int seed = 0; seed < 30; seed++) {
      float[][] rows = TestTables.lattice(60 + 10 * seed, 1 + seed % 4, 3 + seed % 3, seed);
      assertEqualsRebuilt(
          table(rows, 0, rows.length * 9 / 10, seed),
          table(rows, rows.length / 12, rows.length, seed),
          parameters(1 + seed % 12, metric, "mode=exact"));
    }
  }

  @Test
  void takesOnlyAddedRows() {
    float[][] rows = TestTables.normals(300, 5, 1);
    GraphExtension.Extended extended =
        assertEqualsRebuilt(
            table(rows, 0, 280, 3), table(rows, 0, 300, 3), parameters(8, Metric.EUCLIDEAN));
    assertThat(extended.changes().added()).isEqualTo(20);
    assertThat(extended.changes().removed()).isZero();
    assertThat(extended.changes().changed()).isZero();
    assertThat(extended.searched()).isEqualTo(20);
  }

  @Test
  void removesRowsAndSearchesForThoseThatListedThem() {
    float[][] rows = TestTables.normals(300, 5, 2);
    GraphExtension.Extended extended =
        assertEqualsRebuilt(
            table(rows, 0, 300, 3), table(rows, 10, 300, 3), parameters(8, Metric.EUCLIDEAN));
    assertThat(extended.changes().removed()).isEqualTo(10);
    assertThat(extended.changes().added()).isZero();
    // Ten rows stand in about eighty lists.
    assertThat(extended.searched()).isBetween(20, 120);
  }

  @Test
  void copiesAGraphWhoseTableDidNotChange() {
    float[][] rows = TestTables.lattice(400, 3, 5, 3);
    GraphExtension.Extended extended =
        assertEqualsRebuilt(
            table(rows, 0, 400, 3), table(rows, 0, 400, 3), parameters(8, Metric.COSINE));
    assertThat(extended.searched()).isZero();
    assertThat(extended.graph().isExact()).isTrue();
  }

  @Test
  void noticesVectorsThatChangedUnderTheirId() {
    float[][] rows = TestTables.normals(300, 5, 4);
    Map<Long, float[]> before = table(rows, 0, 300, 3);
    Map<Long, float[]> after = new TreeMap<>(before);
    float[][] others = TestTables.normals(12, 5, 99);
    Long[] ids = before.keySet().toArray(Long[]::new);
    for (int i = 0; i < others.length; i++) {
      after.put(ids[20 * i], others[i]);
    }
    GraphExtension.Extended extended =
        assertEqualsRebuilt(before, after, parameters(8, Metric.EUCLIDEAN));
    assertThat(extended.changes().changed()).isBetween(12, 20);
    assertThat(extended.changes().added()).isZero();
  }

  @Test
  void keepsCellsAndPutsAddedRowsBesideTheirNeighbors() {
    float[][] rows = {{0f}, {1f}, {2f}, {50f}, {51f}, {52f}, {49f}};
    Map<Long, float[]> all = new TreeMap<>();
    for (int i = 0; i < rows.length; i++) {
      all.put((long) i, rows[i]);
    }
    Map<Long, float[]> before = new TreeMap<>(all);
    before.remove(6L);
    NeighborGraph graph = build(block(before), parameters(2, Metric.EUCLIDEAN));
    NeighborLists lists = lists(before, graph, new int[] {3, 3, 3, 7, 7, 7});
    GraphExtension.Extended extended =
        extend(block(all), lists, parameters(2, Metric.EUCLIDEAN), 1);
    assertThat(extended.graph().cells()).containsExactly(3, 3, 3, 7, 7, 7, 7);
  }

  @Test
  void extendsALargeGraphWithTheRecallOfARebuiltOne() {
    float[][] rows = TestTables.mixture(9000, 30, 6, 5);
    KnnGraphParameters parameters = parameters(10, Metric.EUCLIDEAN, "mode=approximate");
    Map<Long, float[]> before = table(rows, 0, 8000, 1);
    Map<Long, float[]> after = table(rows, 500, 9000, 1);
    NeighborGraph rebuilt = build(block(after), parameters);
    GraphExtension.Extended extended =
        extend(block(after), lists(before, build(block(before), parameters)), parameters, 2);
    assertThat(extended.graph().isExact()).isFalse();
    assertThat(extended.searched()).isLessThan(7000);
    assertThat(extended.graph().recall().value())
        .isGreaterThan(0.97)
        .isGreaterThan(rebuilt.recall().value() - 0.02);
  }

  @Test
  void doesNotDependOnThreads() {
    float[][] rows = TestTables.lattice(4000, 6, 5, 6);
    KnnGraphParameters parameters = parameters(10, Metric.COSINE, "mode=approximate");
    Map<Long, float[]> before = table(rows, 0, 3800, 1);
    NeighborLists graph = lists(before, build(block(before), parameters));
    VectorBlock after = block(table(rows, 100, 4000, 1));
    GraphExtension.Extended one = extend(after, graph, parameters, 1);
    GraphExtension.Extended more = extend(after, graph, parameters, 3);
    assertThat(more.graph().neighbors()).isEqualTo(one.graph().neighbors());
    assertThat(more.graph().distances()).isEqualTo(one.graph().distances());
    assertThat(more.graph().cells()).isEqualTo(one.graph().cells());
    assertThat(more.graph().recall()).isEqualTo(one.graph().recall());
  }

  @Test
  void refusesWhatIsMostlyAnotherTable() {
    float[][] rows = TestTables.normals(100, 3, 7);
    KnnGraphParameters parameters = parameters(5, Metric.EUCLIDEAN);
    Map<Long, float[]> before = table(rows, 0, 60, 3);
    NeighborLists graph = lists(before, build(block(before), parameters));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> extend(block(table(rows, 20, 100, 3)), graph, parameters, 1))
        .withMessageStartingWith(
            "The table has 80 rows and the graph of run a 60; 40 are added, 20 removed, and ")
        .withMessageEndingWith("more than half. Build the graph anew: leave --extend out.");
  }

  @Test
  void refusesATableOfOtherVectors() {
    KnnGraphParameters parameters = parameters(5, Metric.EUCLIDEAN);
    Map<Long, float[]> before = table(TestTables.normals(80, 3, 7), 0, 80, 3);
    NeighborLists graph = lists(before, build(block(before), parameters));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () ->
                extend(block(table(TestTables.normals(80, 3, 8), 0, 80, 3)), graph, parameters, 1))
        .withMessageContaining("80 kept their id but not their vector");
  }

  private static GraphExtension.Extended assertEqualsRebuilt(
      Map<Long, float[]> before, Map<Long, float[]> after, KnnGraphParameters parameters) {
    NeighborGraph expected = build(block(after), parameters);
    GraphExtension.Extended extended =
        extend(block(after), lists(before, build(block(before), parameters)), parameters, 2);
    assertThat(extended.graph().neighbors()).isEqualTo(expected.neighbors());
    assertThat(extended.graph().distances()).isEqualTo(expected.distances());
    assertThat(extended.graph().recall()).isEqualTo(expected.recall());
    assertThat(extended.graph().isExact()).isTrue();
    return extended;
  }

  private static GraphExtension.Extended extend(
      VectorBlock block, NeighborLists graph, KnnGraphParameters parameters, int threads) {
    try (Workers workers = new Workers(threads)) {
      boolean isExact = parameters.mode() != SearchMode.APPROXIMATE;
      return new GraphExtension(block, graph, "a", parameters, 42, workers, Progress.SILENT)
          .extend(isExact);
    }
  }

  private static NeighborGraph build(VectorBlock block, KnnGraphParameters parameters) {
    try (Workers workers = new Workers(2)) {
      return new NeighborGraphBuilder(block, parameters, 42, workers, Progress.SILENT).build();
    }
  }

  private static NeighborLists lists(Map<Long, float[]> rows, NeighborGraph graph) {
    return lists(rows, graph, graph.cells());
  }

  private static NeighborLists lists(Map<Long, float[]> rows, NeighborGraph graph, int[] cells) {
    int[] offsets = new int[graph.rows() + 1];
    Arrays.setAll(offsets, i -> i * graph.k());
    return new NeighborLists(
        block(rows).ids(), offsets, graph.neighbors(), graph.distances(), cells);
  }

  /** Rows under ids that do not follow their order. */
  private static Map<Long, float[]> table(float[][] rows, int from, int to, long seed) {
    Map<Long, float[]> table = new TreeMap<>();
    for (int i = from; i < to; i++) {
      table.put(SeededStream.hash(seed, i), rows[i]);
    }
    return table;
  }

  private static VectorBlock block(Map<Long, float[]> rows) {
    VectorBlock block = TestTables.block(rows.values().toArray(float[][]::new));
    long[] ids = rows.keySet().stream().mapToLong(Long::longValue).toArray();
    return new VectorBlock(RowIds.ofNumbers(ids), block.values(), block.dim());
  }

  private static KnnGraphParameters parameters(int k, Metric metric, String... further) {
    return TestTables.parameters(k, metric, SearchMode.AUTO, 0.98, further);
  }
}
