package io.geodesy.jobs.statistics;

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
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.Moments;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import io.geodesy.testing.ExactNeighbors;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsAnalysisTest {
  private final StatisticsAnalysis analysis = new StatisticsAnalysis();
  private final StatisticsParameters defaults =
      ParameterBinder.defaults(StatisticsParameters.class);

  private static double[][] normal(int n, int dim, long seed) {
    double[][] points = new double[n][dim];
    for (int i = 0; i < n * dim; i++) {
      points[i / dim][i % dim] = (float) SeededStream.normal(seed, i);
    }
    return points;
  }

  private static Tables inputs(double[][] points, int k, IntFunction<String> label) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      Float[] vector = Arrays.stream(points[i]).mapToObj(v -> (float) v).toArray(Float[]::new);
      rows.add(RowFactory.create((long) i, vector, label.apply(i)));
    }
    Dataset<Row> vectors =
        SharedSession.get()
            .createDataFrame(
                rows,
                StandardTables.VECTORS
                    .schema(DataTypes.LongType)
                    .add("label", DataTypes.StringType, true));
    Attributes attributes =
        Attributes.none().with("n", points.length).with("dim", points[0].length).with("k", k);
    return Tables.none()
        .with("neighbors", new Table(ExactNeighbors.of(points, k).toTable(), attributes))
        .with("vectors", new Table(vectors, attributes));
  }

  private static List<Row> digits() {
    return SharedSession.get()
        .read()
        .parquet(Path.of("../test-data/digits.parquet").toString())
        .orderBy("id")
        .collectAsList();
  }

  private static double[][] points(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                row.<Float>getList(row.fieldIndex("vector")).stream()
                    .mapToDouble(Float::doubleValue)
                    .toArray())
        .toArray(double[][]::new);
  }

  @Test
  void publishesIssuesUnderTheNamesOfCleanlab() {
    double[][] points = normal(60, 2, 1);
    points[7] = new double[] {50, 50};
    for (int i = 0; i < 60; i++) {
      points[i][0] += i % 2 == 0 ? 20 : 0;
    }
    Tables made =
        analysis.run(
            defaults,
            inputs(points, 8, i -> i == 11 ? null : i == 4 ? "odd" : i % 2 == 0 ? "even" : "odd"),
            new TestContext());
    Dataset<Row> issues = made.dataset("issues");
    assertThat(issues.columns())
        .containsExactly(
            "id",
            "is_outlier_issue",
            "outlier_score",
            "is_label_issue",
            "label_score",
            "given_label",
            "predicted_label");
    assertThat(issues.where("is_outlier_issue").select("id").collectAsList())
        .extracting(row -> row.getLong(0))
        .contains(7L);
    assertThat(issues.where("is_label_issue").head())
        .satisfies(
            row -> {
              assertThat(row.getLong(0)).isEqualTo(4);
              assertThat(row.getDouble(4)).isZero();
              assertThat(row.getString(5)).isEqualTo("odd");
              assertThat(row.getString(6)).isEqualTo("even");
            });
    assertThat(issues.where("id = 11").head().isNullAt(3)).isTrue();
    assertThat(
            issues
                .join(made.dataset("outliers").withColumnRenamed("outlier_score", "o"), "id")
                .where("outlier_score <> inlier_score or is_outlier_issue <> (o > 0.99)")
                .count())
        .isZero();
    assertThat(issues.count()).isEqualTo(60);
  }

  /** Coordinates of centred rows along the two leading eigenvectors of their covariance. */
  private static double[][] principalAxes(double[][] points) {
    int dim = points[0].length;
    float[] values = new float[points.length * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) points[i / dim][i % dim];
    }
    try (Workers workers = new Workers(1)) {
      Moments moments = Moments.of(values, 0, points.length, dim, workers);
      double[] mean = moments.mean();
      double[] vectors = DenseAlgebra.leadingEigen(moments.covariance(), dim, 2).vectors();
      return Arrays.stream(points)
          .map(
              point -> {
                double[] at = new double[2];
                for (int c = 0; c < 2 * dim; c++) {
                  at[c / dim] += vectors[c] * (point[c % dim] - mean[c % dim]);
                }
                return at;
              })
          .toArray(double[][]::new);
    }
  }

  private Tables run(Tables inputs) {
    return analysis.run(defaults, inputs, new TestContext());
  }

  private static Row row(Tables result, String metric, String group) {
    return result
        .dataset("statistics")
        .where(
            functions
                .col("metric")
                .equalTo(metric)
                .and(functions.col("group").eqNullSafe(functions.lit(group))))
        .collectAsList()
        .get(0);
  }

  private static Double value(Tables result, String metric) {
    return row(result, metric, null).getAs("value");
  }

  /** Skewness measured by SciPy on the exact 10-neighbour graph of the same table. */
  @Test
  void findsTheHubsOfDigits() {
    Tables result = run(inputs(points(digits()), 10, i -> null));
    assertThat(value(result, "k-occurrence-skewness")).isCloseTo(0.7924, within(1e-4));
    assertThat(value(result, "k-occurrence-max")).isEqualTo(35);
    assertThat(value(result, "antihub-share")).isCloseTo(0.008903728, within(1e-8));
    assertThat(value(result, "rankme-singular-values")).isCloseTo(39.708509835697, within(1e-6));
    assertThat(value(result, "participation-ratio")).isCloseTo(13.168511170070, within(1e-8));
    assertThat(result.dataset("statistics").where("metric = 'label-purity'").isEmpty()).isTrue();
    assertThat(
            result
                .dataset("hubs")
                .agg(functions.sum("occurrences"))
                .collectAsList()
                .get(0)
                .getLong(0))
        .isEqualTo(17_970);
  }

  @Test
  void listsTheRowFarthestApartFirst() {
    double[][] points = normal(300, 5, 11);
    points[123] = new double[] {9, 9, 9, 9, 9};
    Tables result = run(inputs(points, 8, i -> null));
    Row first = result.dataset("outliers").orderBy(functions.desc("outlier_score")).first();
    assertThat(first.getLong(0)).isEqualTo(123);
    assertThat(first.<Double>getAs("outlier_score")).isGreaterThan(0.99);
    assertThat(first.<Double>getAs("inlier_score"))
        .isEqualTo(1 - first.<Double>getAs("outlier_score"));
    assertThat(first.<Double>getAs("lof_percentile")).isEqualTo(1);
    assertThat(value(result, "lof-max")).isEqualTo(first.<Double>getAs("lof"));
    assertThat(value(result, "outlier-share")).isBetween(1 / 300.0, 0.03);
    Panel panel =
        analysis.panels(defaults, result).stream()
            .filter(p -> p.title().equals("Outliers"))
            .findFirst()
            .orElseThrow();
    assertThat(panel.grids().get(0).rows()).hasSize(10);
    assertThat(panel.grids().get(0).rows().get(0).get(0)).isEqualTo("123");
  }

  /** 5 % of the labels replaced by another digit: which rows is a function of the seed. */
  @Test
  void findsReplacedLabelsOfDigits() {
    List<Row> digits = digits();
    boolean[] isReplaced = new boolean[digits.size()];
    String[] labels = new String[digits.size()];
    for (int i = 0; i < labels.length; i++) {
      int label = digits.get(i).getAs("label");
      isReplaced[i] = SeededStream.uniform(77, i) < 0.05;
      int shift = isReplaced[i] ? 1 + (int) (9 * SeededStream.uniform(78, i)) : 0;
      labels[i] = Integer.toString((label + shift) % 10);
    }
    Tables result = run(inputs(points(digits), 10, i -> labels[i]));
    List<Row> errors = result.dataset("label_errors").orderBy("rank").collectAsList();
    long replaced = IntStream.range(0, labels.length).filter(i -> isReplaced[i]).count();
    long found =
        errors.stream().filter(row -> isReplaced[(int) row.<Long>getAs("id").longValue()]).count();
    List<Row> candidates =
        errors.stream().filter(row -> row.<Boolean>getAs("is_candidate")).toList();
    long right =
        candidates.stream()
            .filter(row -> isReplaced[(int) row.<Long>getAs("id").longValue()])
            .count();
    assertThat((double) found / replaced).isGreaterThan(0.97);
    assertThat((double) right / replaced).isGreaterThan(0.8);
    assertThat((double) right / candidates.size()).isGreaterThan(0.9);
    assertThat(value(result, "label-error-candidates")).isEqualTo(candidates.size());
    assertThat(errors.get(0).<Integer>getAs("rank")).isZero();
    Panel panel =
        analysis.panels(defaults, result).stream()
            .filter(p -> p.title().equals("Labels to look at"))
            .findFirst()
            .orElseThrow();
    assertThat(panel.grids().get(0).rows().get(0).get(0))
        .isEqualTo(errors.get(0).getAs("id").toString());
  }

  /**
   * Digits on their first two principal axes, as scikit-learn's trustworthiness gives it for its
   * own PCA: 0.8304, 0.8300, 0.8288.
   */
  @Test
  void measuresHowFarAMapOfDigitsCanBeTrusted() {
    double[][] points = points(digits());
    double[][] axes = principalAxes(points);
    Tables inputs = inputs(points, 10, i -> null);
    Dataset<Row> vectors = inputs.dataset("vectors");
    List<Row> coordinates = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      coordinates.add(RowFactory.create((long) i, axes[i][0], axes[i][1]));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("x", DataTypes.DoubleType)
            .add("y", DataTypes.DoubleType);
    Tables mapped =
        inputs.with(
            "vectors",
            new Table(
                vectors.join(SharedSession.get().createDataFrame(coordinates, schema), "id"),
                inputs.attributes("vectors")));
    StatisticsParameters parameters =
        ParameterBinder.bind(StatisticsParameters.class, Map.of("coordinates", "x,y"));
    Tables result = analysis.run(parameters, mapped, new TestContext());
    assertThat(value(result, "map-trustworthiness-5")).isCloseTo(0.8304, within(5e-5));
    assertThat(value(result, "map-trustworthiness-10")).isCloseTo(0.8300, within(5e-5));
    assertThat(value(result, "map-trustworthiness-15")).isCloseTo(0.8288, within(5e-5));
    assertThat(value(result, "map-continuity-10")).isBetween(0.9, 0.99);
    assertThat(analysis.panels(parameters, result))
        .anyMatch(panel -> panel.title().equals("The map x, y"));
    assertThat(value(result, "k-occurrence-skewness")).isCloseTo(0.7924, within(1e-4));
  }

  @Test
  void saysWhyAMapHasNoFigures() {
    Tables inputs = inputs(normal(40, 3, 12), 5, i -> null);
    Tables mapped =
        inputs.with(
            "vectors",
            new Table(
                inputs.dataset("vectors").withColumn("x", functions.col("id").multiply(2)),
                inputs.attributes("vectors")));
    StatisticsParameters parameters =
        ParameterBinder.bind(
            StatisticsParameters.class, Map.of("coordinates", "x", "coordinates-k", "20,3"));
    Tables some = analysis.run(parameters, mapped, new TestContext());
    assertThat(row(some, "map-skipped", null).<String>getAs("note")).contains("half the rows");
    assertThat(value(some, "map-overlap-3")).isNotNull();
    Tables hamming =
        mapped.with(
            "neighbors",
            new Table(
                inputs.dataset("neighbors"),
                inputs.attributes("neighbors").with("metric", "hamming")));
    Tables none = analysis.run(parameters, hamming, new TestContext());
    assertThat(row(none, "map-skipped", null).<String>getAs("note"))
        .contains("the graph's metric is hamming");
    assertThat(analysis.panels(parameters, none)).noneMatch(p -> p.title().startsWith("The map"));
  }

  @Test
  void measuresPurityOfLabelledRowsAlone() {
    double[][] points = {{0}, {1}, {2}, {10}, {11}, {12}};
    String[] labels = {"a", "a", "b", null, "b", ""};
    Tables result = run(inputs(points, 2, i -> labels[i]));
    // a: 1/2, 1/2; b at 2: 0/2; b at 11: both neighbours are unlabelled, so it does not count.
    assertThat(value(result, "label-purity")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat((double) row(result, "label-purity", "a").getAs("value")).isEqualTo(0.5);
    assertThat((double) row(result, "label-purity", "b").getAs("value")).isEqualTo(0);
    assertThat((long) row(result, "label-purity", "b").getAs("n")).isEqualTo(1);
    assertThat(value(result, "label-purity-chance")).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void listsEveryRowThatHasACopy() {
    double[][] points = normal(30, 4, 3);
    points[7] = points[2];
    points[20] = points[2];
    points[29] = points[11];
    points[3] = new double[] {0, 1, 2, 3};
    points[4] = new double[] {-0.0, 1, 2, 3};
    Tables result = run(inputs(points, 5, i -> null));
    assertThat(result.dataset("duplicates").orderBy("id").collectAsList())
        .containsExactly(
            RowFactory.create(2L, 2L, 3L),
            RowFactory.create(3L, 3L, 2L),
            RowFactory.create(4L, 3L, 2L),
            RowFactory.create(7L, 2L, 3L),
            RowFactory.create(11L, 11L, 2L),
            RowFactory.create(20L, 2L, 3L),
            RowFactory.create(29L, 11L, 2L));
    assertThat(value(result, "exact-duplicate-rate")).isCloseTo(4 / 30.0, within(1e-12));
  }

  @Test
  void describesAnIsotropicCloud() {
    Tables result = run(inputs(normal(4000, 10, 5), 10, i -> null));
    assertThat(value(result, "effective-rank")).isBetween(9.9, 10.0);
    assertThat(value(result, "participation-ratio")).isBetween(9.8, 10.0);
    assertThat(value(result, "iso-score"))
        .isCloseTo((value(result, "participation-ratio") - 1) / 9, within(1e-12));
    Row score = row(result, "iso-score", null);
    assertThat((double) score.getAs("low")).isLessThan(score.getAs("value"));
    assertThat(score.<String>getAs("note")).contains("standard error");
    assertThat(value(result, "uniformity")).isBetween(-3.7, -3.1);
    assertThat(value(result, "dimensions-80")).isEqualTo(8);
    assertThat(value(result, "total-variance")).isCloseTo(10, within(0.3));
    assertThat(value(result, "norm-quantile-50")).isCloseTo(Math.sqrt(9.34), within(0.06));
    assertThat(value(result, "mean-vector-norm")).isLessThan(0.1);
    assertThat(value(result, "mean-cosine")).isCloseTo(0, within(0.005));
    List<Row> spectrum = result.dataset("covariance_spectrum").orderBy("rank").collectAsList();
    assertThat(spectrum).hasSize(10);
    assertThat((double) spectrum.get(9).getAs("cumulative_share")).isCloseTo(1, within(1e-12));
  }

  @Test
  void seesTheCommonDirection() {
    double[][] points = normal(500, 6, 6);
    for (double[] point : points) {
      point[0] += 20;
    }
    Tables inputs = inputs(points, 5, i -> null);
    Tables result = run(inputs);
    assertThat(value(result, "mean-cosine")).isGreaterThan(0.95);
    assertThat(value(result, "mean-vector-share")).isGreaterThan(0.95);
    assertThat(findings(result)).anyMatch(f -> f.sentence().startsWith("All rows lean one way"));
  }

  private List<Finding> findings(Tables result) {
    return analysis.panels(defaults, result).stream().flatMap(p -> p.findings().stream()).toList();
  }

  @Test
  void isUndefinedWithANoteWhenAllRowsAreEqual() {
    double[][] points = new double[20][3];
    Arrays.fill(points, new double[] {1, 2, 3});
    Tables inputs = inputs(points, 5, i -> "one");
    Tables result = run(inputs);
    assertThat(value(result, "participation-ratio")).isNull();
    assertThat(row(result, "participation-ratio", null).<String>getAs("note"))
        .isEqualTo("undefined: all rows are equal");
    assertThat(value(result, "label-purity")).isEqualTo(1);
    assertThat(value(result, "label-alignment")).isCloseTo(0, within(1e-12));
    assertThat(value(result, "iso-score")).isNull();
    assertThat(result.dataset("covariance_spectrum").where("share is not null").isEmpty()).isTrue();
    assertThat(findings(result)).anyMatch(f -> f.sentence().startsWith("All rows are equal"));
  }

  @Test
  void bearsTwoRowsOfOneColumn() {
    Tables result = run(inputs(new double[][] {{1}, {3}}, 1, i -> null));
    assertThat(value(result, "total-variance")).isEqualTo(2);
    assertThat(value(result, "effective-rank")).isEqualTo(1);
    assertThat(value(result, "k-occurrence-skewness")).isNull();
    assertThat(analysis.panels(defaults, result)).hasSize(3);
  }

  @Test
  void ignoresConstantColumns() {
    double[][] points = normal(300, 4, 8);
    for (double[] point : points) {
      point[1] = 7;
      point[3] = -1;
    }
    Tables result = run(inputs(points, 5, i -> null));
    assertThat(value(result, "effective-rank")).isBetween(1.9, 2.0);
    assertThat(value(result, "dimensions-99")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void hasTheSameBitsForAnyPartitioning(int partitions) {
    Tables once = inputs(normal(500, 7, 9), 6, i -> "l" + i % 3);
    Tables again =
        Tables.none()
            .with("neighbors", once.dataset("neighbors").repartition(partitions))
            .with("vectors", once.dataset("vectors").repartition(partitions));
    Tables expected = analysis.run(defaults, once, new TestContext(42, 1));
    Tables actual = analysis.run(defaults, again, new TestContext(42, 3));
    for (TableContract contract : analysis.descriptor().outputs()) {
      String table = contract.name();
      assertThat(actual.dataset(table).collectAsList())
          .isEqualTo(expected.dataset(table).collectAsList());
    }
  }

  @Test
  void refusesTheGraphOfAnotherTable() {
    Tables one = inputs(normal(30, 3, 1), 5, i -> null);
    Tables other = inputs(normal(31, 3, 1), 5, i -> null);
    assertThatThrownBy(() -> run(one.with("neighbors", other.table("neighbors"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("neighbors has 31 rows, table vectors 30");
  }

  @Test
  void saysWhatItFoundInPlainWords() {
    Tables inputs = inputs(normal(1000, 40, 10), 10, i -> i % 2 == 0 ? "even" : "odd");
    Tables result = run(inputs);
    List<Panel> panels = analysis.panels(defaults, result);
    assertThat(panels).hasSize(5);
    assertThat(findings(result))
        .anyMatch(f -> f.sentence().startsWith("Some rows are hubs"))
        .anyMatch(f -> f.sentence().contains("nearest neighbours carry its label"))
        .anyMatch(f -> f.sentence().contains("directions out of 40"));
    for (TableContract contract : analysis.descriptor().outputs()) {
      contract.check(result.dataset(contract.name()).schema());
    }
  }
}
