package io.geodesy.jobs.diffuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.ExactNeighbors;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffuseAnalysisTest {
  private static final int N = 400;
  private static final double[][] CIRCLE =
      IntStream.range(0, N)
          .mapToObj(
              i -> {
                double angle = 2 * Math.PI * SeededStream.uniform(3, i);
                return new double[] {Math.cos(angle), Math.sin(angle)};
              })
          .toArray(double[][]::new);

  private static DiffuseParameters with(Map<String, String> values) {
    return ParameterBinder.bind(DiffuseParameters.class, values);
  }

  private static double noisy(int i) {
    return CIRCLE[i][0] + 0.5 * SeededStream.normal(4, i);
  }

  /** Vectors on a circle; a constant column, and a smooth one under noise. */
  private static Tables inputs(int partitions, Double first) {
    List<Row> rows =
        IntStream.range(0, N)
            .mapToObj(
                i ->
                    RowFactory.create(
                        (long) i,
                        new float[] {(float) CIRCLE[i][0], (float) CIRCLE[i][1]},
                        7,
                        i == 0 ? first : Double.valueOf(noisy(i)),
                        "text"))
            .toList();
    Dataset<Row> vectors =
        SharedSession.get()
            .createDataFrame(
                rows,
                StandardTables.VECTORS
                    .schema(DataTypes.LongType)
                    .add("same", DataTypes.IntegerType)
                    .add("noisy", DataTypes.DoubleType)
                    .add("name", DataTypes.StringType));
    return Tables.none()
        .with(
            "neighbors",
            new Table(
                ExactNeighbors.of(CIRCLE, 12).toTable().repartition(partitions), Attributes.none()))
        .with("vectors", new Table(vectors.repartition(partitions), Attributes.none()));
  }

  private static Tables run(DiffuseParameters parameters) {
    Tables found = new DiffuseAnalysis().run(parameters, inputs(2, noisy(0)), new TestContext());
    DiffuseTables.DIFFUSED.check(found.dataset("diffused").schema());
    DiffuseTables.COLUMNS.check(found.dataset("diffused_columns").schema());
    DiffuseTables.CURVE.check(found.dataset("diffused_entropy").schema());
    return found;
  }

  @ParameterizedTest
  @CsvSource({"walk, 5", "heat, 5.5"})
  void keepsConstantsAndMeansAndMakesColumnsSmoother(String smoothing, String t) {
    Tables found = run(with(Map.of("smoothing", smoothing, "t", t, "columns", "same,noisy")));
    for (Row row : found.dataset("diffused").collectAsList()) {
      assertThat(row.<Float>getList(1).get(0)).isEqualTo(7, within(1e-5f));
    }
    List<Row> columns = found.dataset("diffused_columns").orderBy("position").collectAsList();
    assertThat(columns).extracting(r -> r.getString(1)).containsExactly("same", "noisy");
    for (Row column : columns) {
      assertThat(column.getDouble(3)).isEqualTo(column.getDouble(2), within(1e-7));
    }
    assertThat(columns.get(0).getDouble(6)).isEqualTo(0, within(1e-12));
    Row noisy = columns.get(1);
    assertThat(noisy.getDouble(5)).isLessThan(noisy.getDouble(4));
    assertThat(noisy.getDouble(7)).isLessThan(0.2 * noisy.getDouble(6));
  }

  @Test
  void bringsNoisyValuesNearTheTruth() {
    Tables found = run(with(Map.of("columns", "noisy")));
    double before = 0;
    double after = 0;
    for (Row row : found.dataset("diffused").collectAsList()) {
      int i = (int) row.getLong(0);
      before += Math.pow(noisy(i) - CIRCLE[i][0], 2) / N;
      after += Math.pow(row.<Float>getList(1).get(0) - CIRCLE[i][0], 2) / N;
    }
    assertThat(after).isLessThan(0.3 * before);
    assertThat(found.dataset("diffused_entropy").where("chosen").count()).isEqualTo(1);
    List<Row> curve = found.dataset("diffused_entropy").orderBy("t").collectAsList();
    for (int g = 1; g < curve.size(); g++) {
      assertThat(curve.get(g).getDouble(1)).isLessThan(curve.get(g - 1).getDouble(1));
    }
    Panel panel = new DiffuseAnalysis().panels(with(Map.of("columns", "noisy")), found).get(0);
    assertThat(panel.findings().get(0).sentence()).startsWith("Smoothing (t = ");
    assertThat(panel.charts()).hasSize(1);
  }

  @Test
  void timeZeroChangesNothing() {
    Tables found = run(with(Map.of("t", "0")));
    for (Row row : found.dataset("diffused").collectAsList()) {
      int i = (int) row.getLong(0);
      assertThat(row.<Float>getList(1).get(0)).isEqualTo((float) CIRCLE[i][0], within(1e-6f));
      assertThat(row.<Float>getList(1).get(1)).isEqualTo((float) CIRCLE[i][1], within(1e-6f));
    }
    assertThat(found.dataset("diffused_entropy").count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void bitsDoNotDependOnPartitionsOrThreads(int partitions) {
    DiffuseParameters parameters = with(Map.of("columns", "noisy"));
    Tables found =
        new DiffuseAnalysis()
            .run(parameters, inputs(partitions, noisy(0)), new TestContext(42, partitions));
    for (String table : List.of("diffused", "diffused_columns", "diffused_entropy")) {
      assertThat(rows(found, table)).isEqualTo(rows(run(parameters), table));
    }
  }

  private static List<String> rows(Tables tables, String name) {
    return tables.dataset(name).collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void namesTheRowWithoutAValue() {
    assertThatThrownBy(
            () ->
                new DiffuseAnalysis()
                    .run(with(Map.of("columns", "noisy")), inputs(1, null), new TestContext()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Row 0 of table vectors has no finite value in column noisy");
  }

  @Test
  void refusesTextsAndHalfSteps() {
    assertThatThrownBy(() -> run(with(Map.of("columns", "name"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Column name of table vectors is STRING");
    assertThatThrownBy(() -> with(Map.of("t", "2.5")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "t is 2.5 but the walk takes whole steps: give a whole number, or smoothing = heat.");
  }
}
