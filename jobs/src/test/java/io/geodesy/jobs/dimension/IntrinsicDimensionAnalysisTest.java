package io.geodesy.jobs.dimension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.DataException;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.ExactNeighbors;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntrinsicDimensionAnalysisTest {
  private final IntrinsicDimensionAnalysis analysis = new IntrinsicDimensionAnalysis();
  private final DimensionParameters defaults = ParameterBinder.defaults(DimensionParameters.class);

  private static Attributes euclidean(int n, int dim) {
    return Attributes.none()
        .with("metric", "euclidean")
        .with("n", n)
        .with("dim", dim)
        .with("recall", 1.0);
  }

  private static Dataset<Row> vectors(
      double[][] points, IntFunction<Object> id, IntFunction<String> group) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      Float[] vector = Arrays.stream(points[i]).mapToObj(v -> (float) v).toArray(Float[]::new);
      rows.add(RowFactory.create(id.apply(i), vector, group.apply(i)));
    }
    DataType idType = id.apply(0) instanceof Long ? DataTypes.LongType : DataTypes.StringType;
    return SharedSession.get()
        .createDataFrame(
            rows, StandardTables.VECTORS.schema(idType).add("group", DataTypes.StringType, true));
  }

  private static Tables inputs(double[][] points, int k) {
    return inputs(points, k, i -> (long) i, i -> null);
  }

  private static Tables inputs(
      double[][] points, int k, IntFunction<Object> id, IntFunction<String> group) {
    Attributes attributes = euclidean(points.length, points[0].length);
    return Tables.none()
        .with("neighbors", new Table(ExactNeighbors.of(points, k).toTable(id), attributes))
        .with("vectors", new Table(vectors(points, id, group), attributes));
  }

  private Tables run(Tables inputs) {
    return analysis.run(defaults, inputs, new TestContext());
  }

  private static Row one(Tables result, String estimator, int rank2) {
    return result
        .dataset("dimension_groups")
        .where(
            functions
                .col("group")
                .isNull()
                .and(functions.col("estimator").equalTo(estimator))
                .and(functions.col("rank2").equalTo(rank2)))
        .collectAsList()
        .get(0);
  }

  private static double d(Tables result, String estimator, int rank2) {
    return one(result, estimator, rank2).getAs("d");
  }

  private static double statistic(Tables result, String metric) {
    return result
        .dataset("statistics")
        .where(functions.col("metric").equalTo(metric).and(functions.col("group").isNull()))
        .collectAsList()
        .get(0)
        .getAs("value");
  }

  @Test
  void finds5OnTheFiveSphere() {
    Tables result = run(inputs(Samples.sphere(10_000, 5, 42), 20));
    assertThat(d(result, "mle", 20)).isCloseTo(5, within(0.15));
    assertThat(d(result, "gride", 4)).isCloseTo(5.01, within(0.15));
    Row mle = one(result, "mle", 20);
    assertThat((double) mle.getAs("high")).isLessThan(5.3);
    assertThat((double) mle.getAs("low")).isGreaterThan(4.7);
    assertThat((boolean) mle.getAs("lower_bound")).isFalse();
    assertThat(mle.<String>getAs("note")).isNull();
  }

  /** Reference values of exact graphs at 10 000 rows, mean of several draws; band 3 %. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "2,2.00,1.98,1.98,1.98,2.01,2.00,2.00,1.99,2.00",
    "5,4.95,4.89,4.92,4.92,5.01,4.98,4.94,4.92,4.87",
    "10,9.32,9.68,9.70,9.70,9.49,9.45,9.26,9.10,8.95",
    "20,16.4,17.3,17.4,17.4,17.2,16.6,16.3,15.9,15.4",
    "50,32.2,35.1,35.5,35.5,34.6,33.1,31.8,30.4,29.3"
  })
  void reproducesTheReferenceOnSpheres(
      int sphere,
      double mle,
      double linear,
      double likelihood,
      double gride1,
      double gride2,
      double gride4,
      double gride8,
      double gride16,
      double gride32) {
    Tables inputs = inputs(Samples.sphere(10_000, sphere, 11), 64);
    Tables result = run(inputs);
    assertThat(d(result, "mle", 20) / mle).isCloseTo(1, within(0.03));
    assertThat((double) one(result, "mle", 20).getAs("calibrated_d") / sphere)
        .isCloseTo(1, within(0.02));
    assertThat(d(result, "twonn-linear", 2) / linear).isCloseTo(1, within(0.04));
    assertThat(d(result, "twonn-ml", 2) / likelihood).isCloseTo(1, within(0.03));
    double[] curve = {gride1, gride2, gride4, gride8, gride16, gride32};
    for (int s = 0; s < curve.length; s++) {
      assertThat(d(result, "gride", 2 << s) / curve[s]).isCloseTo(1, within(0.03));
    }
    assertThat((boolean) one(result, "mle", 64).getAs("lower_bound"))
        .isEqualTo(d(result, "mle", 64) > 15);
  }

  /** Reference values; band 5 % as one draw is compared with their mean. */
  @Test
  void seesNoiseAtSmallAndTheSheetAtLargeScalesOfASwissRoll() {
    Tables noisy = run(inputs(Samples.swissRoll(5000, 0.3, 7), 64));
    double[] expected = {2.81, 2.71, 2.48, 2.27, 2.11, 1.98};
    for (int s = 0; s < expected.length; s++) {
      assertThat(d(noisy, "gride", 2 << s) / expected[s]).isCloseTo(1, within(0.05));
    }
    Tables clean = run(inputs(Samples.swissRoll(5000, 0, 7), 3));
    assertThat(d(clean, "twonn-linear", 2)).isCloseTo(1.96, within(0.06));
  }

  @Test
  void collapsesNearCopiesAndReportsTheirRate() {
    double[][] points = Samples.sphere(10_000, 10, 5);
    for (int i = 0; i < 1000; i++) {
      points[9 + 10 * i] = points[8 + 10 * i].clone();
      points[9 + 10 * i][i % 11] += 1e-4;
    }
    Tables inputs = inputs(points, 16);
    Tables result = run(inputs);
    assertThat(d(result, "twonn-linear", 2)).isCloseTo(9.7, within(0.5));
    assertThat(d(result, "gride", 2)).isCloseTo(9.7, within(0.5));
    assertThat(statistic(result, "duplicate-rate")).isCloseTo(0.1, within(1e-9));
    assertThat(one(result, "mle", 16).<String>getAs("note")).contains("10.00 % of the rows");
    Tables kept =
        analysis.run(
            ParameterBinder.bind(DimensionParameters.class, Map.of("duplicate-policy", "keep")),
            inputs,
            new TestContext());
    assertThat(d(kept, "twonn-ml", 2)).isCloseTo(0.65, within(0.1));
  }

  @Test
  void countsExactCopiesOnce() {
    double[][] distinct = Samples.sphere(1000, 3, 6);
    double[][] points = Arrays.copyOf(distinct, 1300);
    for (int i = 0; i < 300; i++) {
      points[1000 + i] = distinct[i];
    }
    Tables clean = run(inputs(distinct, 16));
    Tables copied = run(inputs(points, 16));
    // Lists lose places to copies, but the two nearest distinct neighbours stay.
    assertThat(d(copied, "twonn-ml", 2)).isEqualTo(d(clean, "twonn-ml", 2));
    assertThat(d(copied, "twonn-linear", 2)).isEqualTo(d(clean, "twonn-linear", 2));
    assertThat(statistic(copied, "duplicate-rate")).isCloseTo(300 / 1300.0, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "7"})
  void hasTheSameBitsForAnyPartitioning(int partitions) {
    double[][] points = Samples.sphere(600, 4, 8);
    points[17] = points[400];
    IntFunction<Object> id = i -> "row-" + i;
    Tables once = inputs(points, 9, id, i -> i % 3 == 0 ? null : "g" + i % 3);
    Tables again =
        Tables.none()
            .with(
                "neighbors",
                new Table(
                    once.dataset("neighbors")
                        .orderBy(functions.col("id").desc())
                        .repartition(partitions),
                    once.attributes("neighbors")))
            .with(
                "vectors",
                new Table(
                    once.dataset("vectors").repartition(partitions), once.attributes("vectors")));
    for (String table : List.of("dimension_groups", "statistics")) {
      assertThat(run(again).dataset(table).collectAsList())
          .isEqualTo(run(once).dataset(table).collectAsList());
    }
    assertThat(run(again).dataset("dimension_rows").orderBy("id").collectAsList())
        .isEqualTo(run(once).dataset("dimension_rows").orderBy("id").collectAsList());
  }

  @Test
  void tellsGroupsApart() {
    double[][] points = Samples.cube(3000, 6, 12);
    for (int i = 0; i < 1500; i++) {
      points[i] = new double[] {10 + points[i][0], points[i][1], 0, 0, 0, 0};
    }
    Tables result =
        run(inputs(points, 16, i -> (long) i, i -> i == 0 ? "lone" : i < 1500 ? "flat" : "full"));
    List<Row> mle =
        result
            .dataset("dimension_groups")
            .where("estimator = 'mle' and rank2 = 16 and group is not null")
            .orderBy("group")
            .collectAsList();
    assertThat(mle).hasSize(2);
    assertThat((double) mle.get(0).getAs("d")).isCloseTo(2, within(0.15));
    assertThat((double) mle.get(1).getAs("d")).isCloseTo(5.4, within(0.4));
    Row skipped = result.dataset("statistics").where("metric = 'skipped'").collectAsList().get(0);
    assertThat(skipped.<String>getAs("group")).isEqualTo("lone");
    assertThat((double) skipped.getAs("value")).isEqualTo(1);
  }

  @Test
  void givesRowsTheirOwnEstimates() {
    double[][] points = Samples.sphere(200, 2, 13);
    Tables result = run(inputs(points, 10));
    ExactNeighbors oracle = ExactNeighbors.of(points, 10);
    Row row = result.dataset("dimension_rows").where("id = 7").collectAsList().get(0);
    double sum = 0;
    for (double r : oracle.distances()[7]) {
      sum += Math.log(oracle.distances()[7][9] / r);
    }
    assertThat((double) row.getAs("mle")).isCloseTo(9 / sum, within(1e-5));
    assertThat((double) row.getAs("mle_low")).isLessThan(row.getAs("mle"));
    assertThat((double) row.getAs("mle_high")).isGreaterThan(row.getAs("mle"));
    assertThat((double) row.getAs("ratio"))
        .isCloseTo(oracle.distances()[7][1] / oracle.distances()[7][0], within(1e-5));
    DimensionTables.ROWS.check(result.dataset("dimension_rows").schema());
    DimensionTables.GROUPS.check(result.dataset("dimension_groups").schema());
  }

  @Test
  void isNullWithANoteWhenAllRowsAreEqual() {
    Tables result = run(inputs(new double[80][3], 10));
    List<Row> groups = result.dataset("dimension_groups").collectAsList();
    assertThat(groups).allMatch(row -> row.getAs("d") == null);
    assertThat(groups)
        .allMatch(row -> row.<String>getAs("note").startsWith("no row has enough neighbours"));
    assertThat(result.dataset("dimension_rows").where("mle is not null").isEmpty()).isTrue();
  }

  @Test
  void skipsTwoRows() {
    Tables result = run(inputs(new double[][] {{0}, {1}}, 1));
    assertThat(result.dataset("dimension_groups").isEmpty()).isTrue();
    assertThat(result.dataset("dimension_rows").count()).isEqualTo(2);
    assertThat(statistic(result, "skipped")).isEqualTo(2);
    assertThat(analysis.panels(defaults, result).get(0).findings().get(0).weight())
        .isEqualTo(Finding.Weight.CAUTION);
  }

  @Test
  void findsOneDirectionOnALine() {
    Tables result = run(inputs(Samples.cube(500, 1, 14), 12));
    assertThat(d(result, "mle", 12)).isCloseTo(1, within(0.1));
  }

  @Test
  void refusesASquaredMetric() {
    Tables inputs = inputs(Samples.cube(60, 2, 15), 5);
    Tables squared =
        inputs.with(
            "neighbors",
            new Table(
                inputs.dataset("neighbors"), Attributes.none().with("metric", "sqeuclidean")));
    assertThatThrownBy(() -> run(squared))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("metric sqeuclidean")
        .hasMessageContaining("Compute the graph with --metric euclidean or cosine");
  }

  @Test
  void refusesFewerThanThreeNeighbours() {
    assertThatThrownBy(() -> run(inputs(Samples.cube(60, 2, 15), 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lists 2 neighbours a row")
        .hasMessageContaining("at least 3");
  }

  @Test
  void cautionsAgainstAPoorGraph() {
    Tables inputs = inputs(Samples.sphere(500, 2, 16), 10);
    Tables poor =
        inputs.with(
            "neighbors",
            new Table(
                inputs.dataset("neighbors"), inputs.attributes("neighbors").with("recall", 0.8)));
    Tables result = run(poor);
    assertThat(one(result, "mle", 10).<String>getAs("note")).contains("recall 0.800");
    assertThat((double) one(result, "mle", 10).getAs("graph_recall")).isEqualTo(0.8);
    assertThat(analysis.panels(defaults, result).get(0).findings())
        .anyMatch(f -> f.weight() == Finding.Weight.CAUTION && f.sentence().contains("only 80 %"));
  }

  @Test
  void saysTheDimensionInPlainWords() {
    Tables inputs = inputs(Samples.sphere(2000, 2, 17), 16, i -> (long) i, i -> "g" + i % 2);
    Tables result = run(inputs).with("vectors", inputs.table("vectors"));
    Panel panel = analysis.panels(defaults, result).get(0);
    assertThat(panel.findings().get(0).sentence())
        .startsWith("Locally these rows vary in about 2 directions, although each has 3 columns");
    assertThat(panel.charts()).hasSize(2);
    assertThat(panel.grids()).hasSize(2);
  }
}
