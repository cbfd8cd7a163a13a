package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Tables;
import io.geodesy.error.ConfigException;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.ExactNeighbors;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockGraphTest {
  private static final KnnGraphAnalysis ANALYSIS = new KnnGraphAnalysis();
  private static final float[][] MIXTURE = TestTables.mixture(3000, 16, 4, 5);
  private static final List<Row> EXPECTED =
      neighbors(table(MIXTURE, i -> (long) i, DataTypes.LongType, 1), parameters(400), 1);

  @ParameterizedTest
  @CsvSource({"2, 2", "7, 1", "64, 2"})
  void doesNotDependOnPartitionsThreadsOrInputOrder(int partitions, int threads) {
    Dataset<Row> table = table(MIXTURE, i -> (long) i, DataTypes.LongType, partitions);
    assertThat(neighbors(table, parameters(400), threads)).isEqualTo(EXPECTED);
  }

  @Test
  void findsNearlyAllNeighbors() {
    int k = 10;
    int[][] truth = ExactNeighbors.of(doubles(MIXTURE), k).neighbors();
    long found = 0;
    for (Row row : EXPECTED) {
      List<Long> list = row.getList(1);
      found +=
          Arrays.stream(truth[(int) row.getLong(0)]).filter(j -> list.contains((long) j)).count();
    }
    assertThat((double) found / (k * MIXTURE.length)).isGreaterThan(0.97);
  }

  @Test
  void reportsTheRecallItHasAndWhatItPredicted() {
    Tables tables = run(table(MIXTURE, i -> (long) i, DataTypes.LongType, 3), parameters(400), 2);
    Attributes attributes = tables.attributes("neighbors");
    StandardTables.NEIGHBORS.check(tables.dataset("neighbors").schema());
    StandardTables.STATISTICS.check(tables.dataset("statistics").schema());
    double recall = attributes.number("recall").getAsDouble();
    double predicted = attributes.number("predicted-recall").getAsDouble();
    assertThat(recall)
        .isBetween(
            predicted - attributes.number("predicted-recall-error").getAsDouble() - 1e-9, 1.0);
    assertThat(attributes.number("shuffle-bytes").getAsDouble())
        .isEqualTo(attributes.number("predicted-shuffle-bytes").getAsDouble());
    assertThat(attributes.number("memory-bytes").getAsDouble())
        .isBetween(
            0.85 * attributes.number("predicted-memory-bytes").getAsDouble(),
            1.15 * attributes.number("predicted-memory-bytes").getAsDouble());
    assertThat(attributes.asMap()).containsEntry("mode", "approximate").containsEntry("k", 10L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysHowManyListsTheCheckedRowsAreInAndHowManyOfTheirNeighborsListThem(boolean isNumbered) {
    int n = 1500;
    int k = 5;
    float[][] rows = TestTables.mixture(n, 8, 3, 9);
    IntFunction<Object> id = isNumbered ? i -> (long) i : "r%04d"::formatted;
    DataType type = isNumbered ? DataTypes.LongType : DataTypes.StringType;
    KnnGraphParameters parameters =
        TestTables.parameters(
            k, Metric.EUCLIDEAN, SearchMode.AUTO, 0.5, "block-rows=300", "recall-queries=" + n);

    Tables tables = run(table(rows, id, type, 3), parameters, 2);

    Set<List<Object>> listed = new HashSet<>();
    for (Row row : sorted(tables.dataset("neighbors"))) {
      row.getList(1).forEach(neighbor -> listed.add(List.of(row.get(0), neighbor)));
    }
    long mutual = listed.stream().filter(pair -> listed.contains(reversed(pair))).count();
    Map<Object, Long> inDegrees =
        listed.stream().collect(Collectors.groupingBy(pair -> pair.get(1), Collectors.counting()));
    long hubs = inDegrees.values().stream().filter(lists -> lists > 2L * k).count();
    List<Row> statistics = tables.dataset("statistics").collectAsList();
    assertThat(value(statistics, "mutual-share", null))
        .isCloseTo((double) mutual / (n * k), within(1e-12));
    assertThat(
            statistics.stream()
                .filter(row -> "in-degree over 10".equals(row.getAs("group")))
                .filter(row -> row.getAs("metric").equals("recall"))
                .map(row -> row.<Long>getAs("n")))
        .containsExactly(hubs);
    assertThat(value(statistics, "distance-ratio", null)).isBetween(1.0, 1.01);
    assertThat(value(statistics, "perfect-lists", null)).isBetween(0.8, 1.0);
  }

  private static List<Object> reversed(List<Object> pair) {
    return List.of(pair.get(1), pair.get(0));
  }

  private static double value(List<Row> statistics, String metric, String group) {
    return statistics.stream()
        .filter(row -> row.getAs("metric").equals(metric))
        .filter(row -> Objects.equals(row.getAs("group"), group))
        .mapToDouble(row -> row.<Double>getAs("value"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keepsTextIdsAndCopiesUnderCosine() {
    float[][] rows = TestTables.mixture(1500, 8, 3, 9);
    for (int i = 0; i < 300; i++) {
      for (int t = 0; t < 8; t++) {
        rows[1200 + i][t] = (1 << i % 3) * rows[i][t];
      }
    }
    IntFunction<Object> id = i -> "r%04d".formatted(i);
    Dataset<Row> table = table(rows, id, DataTypes.StringType, 3);
    KnnGraphParameters parameters =
        TestTables.parameters(5, Metric.COSINE, SearchMode.AUTO, 0.5, "block-rows=300");
    Tables tables = run(table, parameters, 2);
    assertThat(tables.attributes("neighbors").number("duplicate-rows")).hasValue(300);
    for (Row row : sorted(tables.dataset("neighbors")).subList(0, 300)) {
      int i = Integer.parseInt(row.getString(0).substring(1));
      assertThat(row.<String>getList(1).get(0)).isEqualTo(id.apply(1200 + i));
      assertThat(row.<Float>getList(2).get(0)).isZero();
    }
  }

  @Test
  void equalsOneBlockWhereEveryRowJoinsEveryBlock() {
    float[][] rows = TestTables.lattice(400, 3, 6, 4);
    Dataset<Row> table = table(rows, i -> (long) i, DataTypes.LongType, 3);
    List<Row> blocks =
        neighbors(
            table,
            TestTables.parameters(
                7, Metric.EUCLIDEAN, SearchMode.AUTO, 0.98, "block-rows=100", "overlap=4"),
            2);
    List<Row> whole =
        neighbors(table, TestTables.parameters(7, Metric.EUCLIDEAN, SearchMode.AUTO, 0.98), 2);
    assertThat(withoutCells(blocks)).isEqualTo(withoutCells(whole));
  }

  @Test
  void searchesATableOfEqualRows() {
    float[][] rows = new float[300][4];
    for (float[] row : rows) {
      Arrays.fill(row, 2f);
    }
    List<Row> lists =
        neighbors(
            table(rows, i -> (long) i, DataTypes.LongType, 2),
            TestTables.parameters(
                3, Metric.EUCLIDEAN, SearchMode.AUTO, 0.98, "block-rows=100", "memory=1g"),
            2);
    assertThat(lists).hasSize(300);
    assertThat(lists.get(0).<Long>getList(1)).containsExactly(1L, 2L, 3L);
    assertThat(lists.get(299).<Long>getList(1)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void dividesACellThatHoldsNearlyAllRows() {
    float[][] rows = TestTables.normals(3000, 6, 3);
    for (int i = 300; i < 3000; i++) {
      for (int t = 0; t < 6; t++) {
        rows[i][t] = 50 + rows[i][t] / 100;
      }
    }
    Tables tables = run(table(rows, i -> (long) i, DataTypes.LongType, 4), parameters(300), 2);
    Attributes attributes = tables.attributes("neighbors");
    assertThat(attributes.number("recall").getAsDouble()).isGreaterThan(0.95);
    assertThat(statistic(tables, "largest-block-rows")).isLessThan(3 * 3 * 300.0);
  }

  @Test
  void completesListsOfRowsInBlocksOfAHandful() {
    float[][] rows = TestTables.normals(600, 3, 8);
    for (int i = 0; i < 5; i++) {
      for (int t = 0; t < 3; t++) {
        rows[i][t] = 10_000 + rows[i][t];
      }
    }
    int k = 30;
    List<Row> lists =
        neighbors(
            table(rows, i -> (long) i, DataTypes.LongType, 3),
            TestTables.parameters(
                k, Metric.EUCLIDEAN, SearchMode.AUTO, 0.5, "block-rows=40", "overlap=1"),
            2);
    int[][] truth = BruteForce.neighbors(rows, k, Metric.EUCLIDEAN);
    assertThat(lists).hasSize(600).allSatisfy(row -> assertThat(row.getList(1)).hasSize(k));
    assertThat(lists.get(2).<Long>getList(1))
        .containsExactlyElementsOf(Arrays.stream(truth[2]).mapToObj(j -> (long) j).toList());
  }

  @Test
  void makesFurtherPassesUntilTheTargetIsMet() {
    float[][] rows = TestTables.normals(1500, 5, 6);
    Dataset<Row> table = table(rows, i -> (long) i, DataTypes.LongType, 2);
    Attributes once = run(table, overlapOne(0.5), 2).attributes("neighbors");
    assertThat(once.number("passes")).hasValue(1);
    double recall = once.number("recall").getAsDouble();
    Attributes more = run(table, overlapOne(recall + 0.05), 2).attributes("neighbors");
    assertThat(more.number("passes").getAsDouble()).isGreaterThan(1);
    assertThat(more.number("recall").getAsDouble()).isGreaterThan(recall + 0.02);
  }

  @Test
  void refusesBlocksThatMemoryHasNoRoomFor() {
    Dataset<Row> table = table(MIXTURE, i -> (long) i, DataTypes.LongType, 1);
    assertThatThrownBy(
            () ->
                run(
                    table,
                    TestTables.parameters(
                        10,
                        Metric.EUCLIDEAN,
                        SearchMode.AUTO,
                        0.98,
                        "block-rows=1000",
                        "memory=100k"),
                    2))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("memory is 100k, which leaves 1 MiB for each of the 2 tasks");
  }

  private static double[][] doubles(float[][] rows) {
    double[][] values = new double[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int t = 0; t < rows[i].length; t++) {
        values[i][t] = rows[i][t];
      }
    }
    return values;
  }

  private static KnnGraphParameters overlapOne(double target) {
    return TestTables.parameters(
        10, Metric.EUCLIDEAN, SearchMode.AUTO, target, "block-rows=250", "overlap=1");
  }

  private static KnnGraphParameters parameters(int blockRows) {
    return TestTables.parameters(
        10, Metric.EUCLIDEAN, SearchMode.AUTO, 0.9, "block-rows=" + blockRows, "overlap=3");
  }

  private static double statistic(Tables tables, String metric) {
    return tables
        .dataset("statistics")
        .where("metric = '" + metric + "'")
        .select("value")
        .head()
        .getDouble(0);
  }

  private static List<List<Object>> withoutCells(List<Row> rows) {
    return rows.stream().map(row -> List.of(row.get(0), row.getList(1), row.getList(2))).toList();
  }

  private static List<Row> neighbors(
      Dataset<Row> vectors, KnnGraphParameters parameters, int threads) {
    return sorted(run(vectors, parameters, threads).dataset("neighbors"));
  }

  private static List<Row> sorted(Dataset<Row> rows) {
    return rows.orderBy("id").collectAsList();
  }

  private static Tables run(Dataset<Row> vectors, KnnGraphParameters parameters, int threads) {
    return ANALYSIS.run(parameters, Tables.of("vectors", vectors), new TestContext(42, threads));
  }

  private static Dataset<Row> table(
      float[][] rows, IntFunction<Object> id, DataType type, int partitions) {
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      list.add(RowFactory.create(id.apply(i), rows[i]));
    }
    Collections.shuffle(list, new Random(partitions));
    return SharedSession.get()
        .createDataFrame(list, StandardTables.VECTORS.schema(type))
        .repartition(partitions);
  }
}
