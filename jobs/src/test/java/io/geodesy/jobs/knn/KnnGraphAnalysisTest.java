package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnnGraphAnalysisTest {
  private static final KnnGraphAnalysis ANALYSIS = new KnnGraphAnalysis();

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "7, 3"})
  void doesNotDependOnPartitionsThreadsOrInputOrder(int partitions, int threads) {
    float[][] rows = TestTables.lattice(300, 3, 5, 8);
    KnnGraphParameters parameters = parameters(9, Metric.EUCLIDEAN);
    List<Row> expected = neighbors(table(rows, i -> (long) i, DataTypes.LongType), parameters, 2);
    Dataset<Row> shuffled =
        shuffled(rows, i -> (long) i, DataTypes.LongType).repartition(partitions);
    assertThat(neighbors(shuffled, parameters, threads)).isEqualTo(expected);
  }

  @Test
  void keepsNegativeAndGreatestIds() {
    float[][] rows = {{0f}, {1f}, {3f}};
    long[] ids = {Long.MAX_VALUE, -5, Long.MIN_VALUE};
    List<Row> lists =
        neighbors(table(rows, i -> ids[i], DataTypes.LongType), parameters(2, Metric.EUCLIDEAN), 1);
    assertThat(lists.get(0).getLong(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(lists.get(0).<Long>getList(1)).containsExactly(-5L, Long.MAX_VALUE);
    assertThat(lists.get(0).<Float>getList(2)).containsExactly(2f, 3f);
    assertThat(lists.get(2).<Long>getList(1)).containsExactly(-5L, Long.MIN_VALUE);
  }

  @Test
  void keepsTextIds() {
    float[][] rows = {{0f, 1f}, {1f, 1f}, {1f, 0f}};
    String[] ids = {"b", "ä", "a"};
    List<Row> lists =
        neighbors(table(rows, i -> ids[i], DataTypes.StringType), parameters(1, Metric.COSINE), 1);
    assertThat(lists).extracting(row -> row.getString(0)).containsExactly("a", "b", "ä");
    assertThat(lists)
        .extracting(row -> row.<String>getList(1).get(0))
        .containsExactly("ä", "ä", "a");
    assertThat(lists.get(0).<Float>getList(2).get(0))
        .isCloseTo((float) Math.sqrt(2 - Math.sqrt(2)), org.assertj.core.data.Offset.offset(1e-7f));
  }

  @Test
  void keepsItsContractsAndSaysHowGoodItIs() {
    float[][] rows = TestTables.normals(50, 4, 3);
    rows[7] = rows[3];
    Tables tables =
        ANALYSIS.run(
            parameters(5, Metric.EUCLIDEAN),
            Tables.of("vectors", table(rows, i -> (long) i, DataTypes.LongType)),
            new TestContext());
    StandardTables.NEIGHBORS.check(tables.dataset("neighbors").schema());
    StandardTables.STATISTICS.check(tables.dataset("statistics").schema());
    assertThat(tables.attributes("neighbors").asMap())
        .containsEntry("n", 50L)
        .containsEntry("dim", 4L)
        .containsEntry("metric", "euclidean")
        .containsEntry("k", 5L)
        .containsEntry("mode", "exact")
        .containsEntry("recall", 1.0)
        .containsEntry("recall-se", 0.0)
        .containsEntry("recall-queries", 50L)
        .containsEntry("duplicate-rows", 1L);
    assertThat(NeighborLists.collect(tables.dataset("neighbors")).minDegree()).isEqualTo(5);
  }

  @Test
  void tellsTheReportWhatToDistrust() {
    float[][] rows = TestTables.normals(60, 4, 3);
    for (int i = 0; i < 10; i++) {
      rows[i] = rows[20];
    }
    KnnGraphParameters parameters = parameters(5, Metric.EUCLIDEAN);
    Tables tables =
        ANALYSIS.run(
            parameters,
            Tables.of("vectors", table(rows, i -> (long) i, DataTypes.LongType)),
            new TestContext());
    Panel panel = ANALYSIS.panels(parameters, tables).get(0);
    assertThat(panel.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "10 of 60 rows (16.7 %) repeat an earlier row exactly: the nearest neighbours of such rows are their copies, at distance zero, which bends hubs, densities and the purity of labels. Consider removing the repeats first.");
    Chart.Histogram histogram = (Chart.Histogram) panel.charts().get(0);
    assertThat(Arrays.stream(histogram.counts()).sum()).isEqualTo(60);
  }

  @Test
  void saysWhereNeighborsAreMissed() {
    float[][] rows = TestTables.normals(2000, 24, 5);
    KnnGraphParameters parameters =
        TestTables.parameters(
            10, Metric.EUCLIDEAN, SearchMode.APPROXIMATE, 0.5, "fanout=1", "rounds=0");
    Tables tables =
        ANALYSIS.run(
            parameters,
            Tables.of("vectors", table(rows, i -> (long) i, DataTypes.LongType)),
            new TestContext());
    Row whole = row(tables, "metric = 'recall' and group is null");
    List<Row> groups =
        tables
            .dataset("statistics")
            .where("metric = 'recall' and group is not null")
            .collectAsList();
    double sum = 0;
    for (Row group : groups) {
      sum += group.<Double>getAs("value") * group.<Long>getAs("n");
    }
    assertThat(groups).hasSizeGreaterThan(3);
    assertThat(sum / whole.<Long>getAs("n"))
        .isCloseTo(whole.<Double>getAs("value"), org.assertj.core.data.Offset.offset(1e-12));
    assertThat(row(tables, "metric = 'distance-ratio'").<Double>getAs("value")).isGreaterThan(1);
    Panel panel = ANALYSIS.panels(parameters, tables).get(0);
    Chart.Bars bars = (Chart.Bars) panel.charts().get(0);
    assertThat(bars.categories()).hasSameSizeAs(groups);
    assertThat(bars.values()[1]).isGreaterThan(bars.values()[bars.values().length - 1]);
  }

  @Test
  void drawsEqualDistances() {
    float[][] rows = {{0f}, {1f}, {2f}};
    KnnGraphParameters parameters = parameters(1, Metric.EUCLIDEAN);
    Tables tables =
        ANALYSIS.run(
            parameters,
            Tables.of("vectors", table(rows, i -> (long) i, DataTypes.LongType)),
            new TestContext());
    Chart.Histogram histogram =
        (Chart.Histogram) ANALYSIS.panels(parameters, tables).get(0).charts().get(0);
    assertThat(Arrays.stream(histogram.counts()).sum()).isEqualTo(3);
    assertThat(histogram.edges()).isSorted();
  }

  @Test
  void estimatesMoreForMoreRows() {
    KnnGraphParameters parameters = parameters(15, Metric.EUCLIDEAN);
    Estimate small = ANALYSIS.estimate(parameters, new TableShape(70_000, 100, 2));
    Estimate large = ANALYSIS.estimate(parameters, new TableShape(140_000, 100, 2));
    assertThat(large.seconds()).isGreaterThan(1.9 * small.seconds());
    assertThat(large.memoryBytes()).isEqualTo(2 * small.memoryBytes());
    assertThat(small.plan()).hasSize(4).first().asString().startsWith("70,000 rows of 100 columns");
  }

  @Test
  void refusesAsManyNeighborsAsRows() {
    Dataset<Row> table = table(TestTables.normals(15, 2, 1), i -> (long) i, DataTypes.LongType);
    assertThatThrownBy(() -> neighbors(table, parameters(15, Metric.EUCLIDEAN), 1))
        .isInstanceOf(DataException.class)
        .hasMessage("k is 15 but table vectors has 15 rows: k must be below the number of rows.");
  }

  @Test
  void refusesASingleRow() {
    Dataset<Row> table = table(new float[][] {{1f}}, i -> (long) i, DataTypes.LongType);
    assertThatThrownBy(() -> neighbors(table, parameters(1, Metric.EUCLIDEAN), 1))
        .hasMessage("k is 1 but table vectors has 1 row: k must be below the number of rows.");
  }

  @Test
  void needsDirectionsUnderCosineOnly() {
    assertThat(ANALYSIS.vectorRule(parameters(1, Metric.COSINE)))
        .isEqualTo(VectorRule.HAS_DIRECTION);
    assertThat(ANALYSIS.vectorRule(parameters(1, Metric.EUCLIDEAN))).isEqualTo(VectorRule.FINITE);
  }

  @Test
  void hasDefaults() {
    assertThat(ParameterBinder.defaults(KnnGraphParameters.class))
        .isEqualTo(
            new KnnGraphParameters(
                15,
                Metric.EUCLIDEAN,
                SearchMode.AUTO,
                Preset.STANDARD,
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                1000,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  private static KnnGraphParameters parameters(int k, Metric metric) {
    return TestTables.parameters(k, metric, SearchMode.AUTO, 0.98);
  }

  private static List<Row> neighbors(
      Dataset<Row> vectors, KnnGraphParameters parameters, int threads) {
    return ANALYSIS
        .run(parameters, Tables.of("vectors", vectors), new TestContext(42, threads))
        .dataset("neighbors")
        .collectAsList();
  }

  private static Row row(Tables tables, String condition) {
    return tables.dataset("statistics").where(condition).head();
  }

  private static Dataset<Row> table(float[][] rows, IntFunction<Object> id, DataType type) {
    return dataset(list(rows, id), type);
  }

  private static Dataset<Row> shuffled(float[][] rows, IntFunction<Object> id, DataType type) {
    List<Row> list = list(rows, id);
    Collections.shuffle(list, new Random(11));
    return dataset(list, type);
  }

  private static List<Row> list(float[][] rows, IntFunction<Object> id) {
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      list.add(RowFactory.create(id.apply(i), rows[i]));
    }
    return list;
  }

  private static Dataset<Row> dataset(List<Row> rows, DataType type) {
    return SharedSession.get().createDataFrame(rows, StandardTables.VECTORS.schema(type));
  }
}
