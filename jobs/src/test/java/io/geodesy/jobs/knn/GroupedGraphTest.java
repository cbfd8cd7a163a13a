package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Tables;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupedGraphTest {
  private static final KnnGraphAnalysis ANALYSIS = new KnnGraphAnalysis();

  @ParameterizedTest
  @EnumSource(Metric.class)
  void equalsBruteForceWithinEveryGroup(Metric metric) {
    float[][] rows = TestTables.lattice(900, 3, 6, 1);
    // Groups of 600 rows, of 1, 2, 3, ... and again of many.
    int[] groups = skewed(rows.length);
    int k = 6;
    NeighborGraph graph = graph(rows, groups, parameters(k, metric, SearchMode.AUTO), 2);
    for (int group = 0; group <= largest(groups); group++) {
      int own = group;
      int[] members = IntStream.range(0, rows.length).filter(i -> groups[i] == own).toArray();
      float[][] some = Arrays.stream(members).mapToObj(i -> rows[i]).toArray(float[][]::new);
      int degree = Math.min(k, members.length - 1);
      int[][] expected = BruteForce.neighbors(some, degree, metric);
      for (int i = 0; i < members.length; i++) {
        int row = members[i];
        assertThat(graph.degree(row)).isEqualTo(degree);
        assertThat(Arrays.copyOfRange(graph.neighbors(), row * k, row * k + degree))
            .as("row %d of group %d", row, group)
            .isEqualTo(Arrays.stream(expected[i]).map(j -> members[j]).toArray());
      }
    }
    assertThat(graph.isExact()).isTrue();
  }

  @Test
  void doesNotDependOnThreads() {
    float[][] rows = TestTables.mixture(4000, 10, 4, 2);
    int[] groups = IntStream.range(0, 4000).map(i -> i % 5 == 0 ? 1 + i / 5 % 140 : 0).toArray();
    KnnGraphParameters parameters = parameters(5, Metric.COSINE, SearchMode.APPROXIMATE);
    NeighborGraph one = graph(rows, groups, parameters, 1);
    NeighborGraph three = graph(rows, groups, parameters, 3);
    assertThat(three.neighbors()).isEqualTo(one.neighbors());
    assertThat(three.distances()).isEqualTo(one.distances());
    assertThat(three.cells()).isEqualTo(one.cells());
    assertThat(three.recall()).isEqualTo(one.recall());
  }

  @Test
  void measuresRecallWithinGroups() {
    float[][] rows = TestTables.mixture(5000, 24, 6, 3);
    int[] groups = IntStream.range(0, 5000).map(i -> i % 2).toArray();
    NeighborGraph graph =
        graph(rows, groups, parameters(10, Metric.EUCLIDEAN, SearchMode.APPROXIMATE), 2);
    assertThat(graph.isExact()).isFalse();
    assertThat(graph.recall().queries()).isEqualTo(2000);
    assertThat(graph.recall().value()).isBetween(0.97, 1.0);
    for (int at = 0; at < graph.neighbors().length; at++) {
      assertThat(groups[graph.neighbors()[at]]).isEqualTo(groups[at / 10]);
    }
  }

  @Test
  void buildsTenThousandGroupsBesideALargeOne() {
    float[][] rows = TestTables.normals(33_000, 8, 4);
    int[] groups = IntStream.range(0, 33_000).map(i -> i < 3000 ? 0 : 1 + i % 10_000).toArray();
    NeighborGraph graph = graph(rows, groups, parameters(15, Metric.EUCLIDEAN, SearchMode.AUTO), 2);
    assertThat(IntStream.range(0, 3000).map(graph::degree)).containsOnly(15);
    assertThat(IntStream.range(3000, 33_000).map(graph::degree)).containsOnly(2);
  }

  @Test
  @Promise(
      "Nine tenths of the rows in one group of a graph within groups: it is searched as a table is, and no neighbour is of another group")
  void searchesAGroupOfNineTenthsAsATable() {
    int n = 20_000;
    float[][] rows = TestTables.mixture(n, 16, 6, 6);
    int[] groups = IntStream.range(0, n).map(i -> i % 10 == 0 ? 1 + i / 10 % 50 : 0).toArray();
    NeighborGraph graph =
        graph(rows, groups, parameters(10, Metric.EUCLIDEAN, SearchMode.APPROXIMATE), 2);
    assertThat(graph.recall().value()).isBetween(0.97, 1.0);
    for (int at = 0; at < graph.neighbors().length; at++) {
      assertThat(groups[graph.neighbors()[at]]).isEqualTo(groups[at / 10]);
    }
  }

  @Test
  void givesGroupsCellsOfTheirOwn() {
    float[][] rows = TestTables.normals(60, 2, 5);
    int[] groups = skewed(60);
    int[] cells = graph(rows, groups, parameters(3, Metric.EUCLIDEAN, SearchMode.AUTO), 1).cells();
    assertThat(cells).isEqualTo(groups);
  }

  @Test
  void publishesShortListsThatReadersTake() {
    float[][] rows = {{0}, {1}, {3}, {10}, {11}, {50}};
    String[] tenants = {"a", "a", "a", "b", "b", "c"};
    KnnGraphParameters parameters =
        TestTables.parameters(2, Metric.EUCLIDEAN, SearchMode.AUTO, 0.98, "within=tenant");
    Tables tables =
        ANALYSIS.run(parameters, Tables.of("vectors", table(rows, tenants)), new TestContext());
    StandardTables.NEIGHBORS.check(tables.dataset("neighbors").schema());
    NeighborLists lists = NeighborLists.collect(tables.dataset("neighbors"));
    assertThat(lists.offsets()).containsExactly(0, 2, 4, 6, 7, 8, 8);
    assertThat(lists.neighbors()).containsExactly(1, 2, 0, 2, 1, 0, 4, 3);
    assertThat(lists.distances()).containsExactly(1, 3, 1, 2, 2, 3, 1, 1);
    assertThat(tables.attributes("neighbors").text("within")).contains("tenant");
    List<Row> shortLists =
        tables.dataset("statistics").where("metric = 'short-lists'").collectAsList();
    assertThat(shortLists)
        .singleElement()
        .extracting(row -> row.<Double>getAs("value"))
        .isEqualTo(3.0);
    assertThat(ANALYSIS.panels(parameters, tables)).hasSize(1);
  }

  @Test
  void takesFewerRowsThanNeighborsAsked() {
    KnnGraphParameters parameters =
        TestTables.parameters(15, Metric.EUCLIDEAN, SearchMode.AUTO, 0.98, "within=tenant");
    Dataset<Row> vectors = table(new float[][] {{0}, {1}, {2}}, new String[] {"a", "a", "b"});
    List<Row> lists =
        ANALYSIS
            .run(parameters, Tables.of("vectors", vectors), new TestContext())
            .dataset("neighbors")
            .orderBy("id")
            .collectAsList();
    assertThat(lists).extracting(row -> row.getList(1).size()).containsExactly(1, 1, 0);
  }

  @Test
  void namesARowWithoutAGroup() {
    assertRefuses(
        "tenant",
        new String[] {"a", "a", null},
        "Row 2 of table vectors has no value in column tenant, but neighbours are sought within its groups: fill the column, or leave such rows out of the table.");
  }

  @Test
  void refusesGroupsOfSingleRows() {
    assertRefuses(
        "tenant",
        new String[] {"a", "b", "c"},
        "Every row of table vectors has a value of its own in column tenant, so that none has a neighbour within its group: name another column with knn-graph.within.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenat", "vector"})
  void namesAColumnThatIsNotThere(String column) {
    assertRefuses(
        column,
        new String[] {"a", "a", "a"},
        "Table vectors has no column %s by which knn-graph.within could divide it. It has tenant."
            .formatted(column));
  }

  private static void assertRefuses(String within, String[] tenants, String message) {
    KnnGraphParameters parameters =
        TestTables.parameters(1, Metric.EUCLIDEAN, SearchMode.AUTO, 0.98, "within=" + within);
    Tables inputs = Tables.of("vectors", table(new float[][] {{0}, {1}, {2}}, tenants));
    assertThatThrownBy(() -> ANALYSIS.run(parameters, inputs, new TestContext()))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  private static Dataset<Row> table(float[][] rows, String[] tenants) {
    List<Row> list =
        IntStream.range(0, rows.length)
            .mapToObj(i -> RowFactory.create((long) i, rows[i], tenants[i]))
            .toList();
    return SharedSession.get()
        .createDataFrame(
            list,
            StandardTables.VECTORS.schema(DataTypes.LongType).add("tenant", DataTypes.StringType));
  }

  /** Two thirds of the rows in group 0, the others in groups of 1, 2, 3, ... rows. */
  private static int[] skewed(int rows) {
    int[] groups = new int[rows];
    int group = 1;
    int left = 1;
    for (int i = 0; i < rows; i += 3) {
      groups[i] = group;
      if (--left == 0) {
        group++;
        left = group;
      }
    }
    return groups;
  }

  private static int largest(int[] groups) {
    return Arrays.stream(groups).max().orElse(0);
  }

  private static KnnGraphParameters parameters(int k, Metric metric, SearchMode mode) {
    return TestTables.parameters(k, metric, mode, 0.5, "within=tenant");
  }

  private static NeighborGraph graph(
      float[][] rows, int[] groups, KnnGraphParameters parameters, int threads) {
    List<String> names =
        IntStream.rangeClosed(0, largest(groups)).mapToObj(Integer::toString).toList();
    try (Workers workers = new Workers(threads)) {
      return new GroupedGraph(TestTables.block(rows), parameters, 42, workers, Progress.SILENT)
          .build(new CategoryColumn(names, groups));
    }
  }
}
