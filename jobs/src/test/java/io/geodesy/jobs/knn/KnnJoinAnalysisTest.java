package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.DataException;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnnJoinAnalysisTest {
  private static final KnnJoinAnalysis ANALYSIS = new KnnJoinAnalysis();

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "7, 3"})
  void doesNotDependOnPartitionsThreadsOrInputOrder(int partitions, int threads) {
    float[][] queries = TestTables.lattice(150, 3, 5, 8);
    float[][] corpus = TestTables.lattice(200, 3, 5, 9);
    KnnJoinParameters parameters = JoinTables.parameters(9, Metric.EUCLIDEAN);
    List<Row> expected = join(table(queries, "q"), table(corpus, "c"), parameters, 2);
    assertThat(
            join(
                shuffled(queries, "q").repartition(partitions),
                shuffled(corpus, "c").repartition(partitions),
                parameters,
                threads))
        .isEqualTo(expected);
  }

  @Test
  void keepsTheIdTypeOfEachTable() {
    List<Row> lists =
        join(
            numbered(new float[][] {{0f}, {2f}}),
            table(new float[][] {{3f}, {1f}}, "c"),
            JoinTables.parameters(2, Metric.EUCLIDEAN),
            1);
    assertThat(lists).extracting(row -> row.getLong(0)).containsExactly(0L, 1L);
    assertThat(lists.get(0).<String>getList(1)).containsExactly("c1", "c0");
    assertThat(lists.get(0).<Float>getList(2)).containsExactly(1f, 3f);
    // Both are one away: the smaller id comes first.
    assertThat(lists.get(1).<String>getList(1)).containsExactly("c0", "c1");
  }

  @Test
  void keepsItsContractsAndSaysHowGoodItIs() {
    Tables tables = run(JoinTables.parameters(5, Metric.EUCLIDEAN));
    StandardTables.JOINED_NEIGHBORS.check(tables.dataset("joined_neighbors").schema());
    StandardTables.STATISTICS.check(tables.dataset("statistics").schema());
    assertThat(tables.attributes("joined_neighbors").asMap())
        .containsAllEntriesOf(
            Map.of(
                "n", 50L,
                "corpus-rows", 70L,
                "dim", 4L,
                "metric", "euclidean",
                "k", 5L,
                "mode", "exact",
                "recall", 1.0,
                "recall-queries", 50L,
                "copied-queries", 1L));
  }

  @Test
  void countsCopiesListingsAndDistances() {
    Dataset<Row> statistics = run(JoinTables.parameters(5, Metric.EUCLIDEAN)).dataset("statistics");
    assertThat(value(statistics, "copied-rows")).isEqualTo(1);
    assertThat(value(statistics, "corpus-rows-listed")).isBetween(5.0, 70.0);
    assertThat(value(statistics, "most-listed")).isBetween(4.0, 50.0);
    assertThat(statistics.where("metric = 'nearest-distance'").count()).isEqualTo(7);
    // Row 3 has a copy at distance zero, which is therefore the least.
    assertThat(
            statistics
                .where("metric = 'nearest-distance' and note like 'quantile 0.0%'")
                .head()
                .<Double>getAs("value"))
        .isZero();
  }

  @Test
  void tellsTheReportWhatItFound() {
    KnnJoinParameters parameters = JoinTables.parameters(5, Metric.EUCLIDEAN);
    Panel panel = ANALYSIS.panels(parameters, run(parameters)).get(0);
    assertThat(panel.findings())
        .extracting(Finding::sentence)
        .containsExactly("1 of 50 rows (2 %) have an exact copy in the corpus.");
    assertThat(panel.charts()).hasSize(1);
  }

  @Test
  void estimatesFromBothTables() {
    KnnJoinParameters parameters = JoinTables.parameters(15, Metric.EUCLIDEAN);
    TableShape queries = new TableShape(100_000, 128, 2);
    Estimate exact = estimate(parameters, queries, 1000);
    Estimate approximate = estimate(parameters, queries, 1_000_000);
    assertThat(exact.plan().get(0))
        .isEqualTo(
            "100,000 rows and 1,000 of the corpus, of 128 columns, are held in one block in the driver.");
    assertThat(exact.plan().get(1)).contains("every list is proven exact");
    assertThat(approximate.plan().get(1)).contains("the 8 nearest cells of the corpus");
    // All pairs would take 2 q c d operations.
    assertThat(approximate.seconds()).isLessThan(2e5 * 1e6 * 128 / 30e9 / 2 / 4);
    assertThat(approximate.memoryBytes()).isGreaterThan(12L * 1_100_000 * 128);
  }

  @Test
  void comparesAllWhereFewRowsAskOfALargeCorpus() {
    KnnJoinParameters parameters = JoinTables.parameters(15, Metric.EUCLIDEAN);
    assertThat(new JoinCost(parameters, 500, 1_000_000).isExact()).isTrue();
    assertThat(new JoinCost(parameters, 100_000, 1_000_000).isExact()).isFalse();
    assertThat(new JoinCost(parameters, 1_000_000, 500).isExact()).isTrue();
  }

  @Test
  void refusesMoreNeighborsThanTheCorpusHasRows() {
    assertRefused(
        JoinTables.parameters(3, Metric.EUCLIDEAN),
        "k is 3 but table corpus has 2 rows: k must be at most the number of its rows.");
    assertRefused(
        JoinTables.parameters(2, Metric.EUCLIDEAN, "exclude-same-id=true"),
        "k is 2 but table corpus has 2 rows: k must be below the number of its rows.");
  }

  @Test
  void refusesToCompareIdsOfDifferentTypes() {
    Dataset<Row> queries = numbered(new float[][] {{0f}});
    Dataset<Row> corpus = table(new float[][] {{3f}, {1f}}, "c");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () ->
                join(
                    queries,
                    corpus,
                    JoinTables.parameters(1, Metric.EUCLIDEAN, "exclude-same-id=true"),
                    1))
        .withMessageContaining("ids of table vectors are BIGINT and those of table corpus STRING");
  }

  @Test
  void needsDirectionsUnderCosineOnly() {
    assertThat(ANALYSIS.vectorRule(JoinTables.parameters(1, Metric.COSINE)))
        .isEqualTo(VectorRule.HAS_DIRECTION);
    assertThat(ANALYSIS.vectorRule(JoinTables.parameters(1, Metric.EUCLIDEAN)))
        .isEqualTo(VectorRule.FINITE);
  }

  @Test
  void hasDefaults() {
    assertThat(ParameterBinder.defaults(KnnJoinParameters.class))
        .isEqualTo(JoinTables.parameters(15, Metric.EUCLIDEAN));
  }

  private static Estimate estimate(KnnJoinParameters parameters, TableShape queries, long corpus) {
    return ANALYSIS.estimate(
        parameters, queries.with(Map.of("corpus", new TableShape(corpus, 128, 2))));
  }

  private static void assertRefused(KnnJoinParameters parameters, String message) {
    Dataset<Row> rows = numbered(new float[][] {{0f}, {1f}});
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> join(rows, rows, parameters, 1))
        .withMessage(message);
  }

  private static double value(Dataset<Row> statistics, String metric) {
    return statistics.where("metric = '" + metric + "'").head().<Double>getAs("value");
  }

  /** Fifty rows and a corpus of seventy, of which one is a copy of row 3. */
  private static Tables run(KnnJoinParameters parameters) {
    float[][] queries = TestTables.normals(50, 4, 3);
    float[][] corpus = TestTables.normals(70, 4, 4);
    corpus[9] = queries[3];
    return ANALYSIS.run(
        parameters,
        Tables.of("vectors", table(queries, "q")).with("corpus", table(corpus, "c")),
        new TestContext());
  }

  private static List<Row> join(
      Dataset<Row> queries, Dataset<Row> corpus, KnnJoinParameters parameters, int threads) {
    return ANALYSIS
        .run(
            parameters,
            Tables.of("vectors", queries).with("corpus", corpus),
            new TestContext(42, threads))
        .dataset("joined_neighbors")
        .collectAsList();
  }

  private static Dataset<Row> table(float[][] rows, String prefix) {
    return SharedSession.get()
        .createDataFrame(
            list(rows, i -> prefix + i), StandardTables.VECTORS.schema(DataTypes.StringType));
  }

  private static Dataset<Row> shuffled(float[][] rows, String prefix) {
    List<Row> list = list(rows, i -> prefix + i);
    Collections.shuffle(list, new Random(11));
    return SharedSession.get()
        .createDataFrame(list, StandardTables.VECTORS.schema(DataTypes.StringType));
  }

  private static Dataset<Row> numbered(float[][] rows) {
    return SharedSession.get()
        .createDataFrame(
            list(rows, i -> (long) i), StandardTables.VECTORS.schema(DataTypes.LongType));
  }

  private static List<Row> list(float[][] rows, IntFunction<Object> id) {
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      list.add(RowFactory.create(id.apply(i), rows[i]));
    }
    return list;
  }
}
