package io.geodesy.jobs.diffuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.ExactNeighbors;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns smoothed over a graph in blocks beside those of the same graph in the driver. */
class BlockDiffusionTest {
  private static final int BLOCKS = 4;

  /** One piece that is larger than a block, two that are not. */
  private static final int[] SIZES = {420, 80, 12};

  private static final int N = 512;
  private static final double[][] POINTS = points();

  /** Points on circles that are far from each other. */
  private static double[][] points() {
    double[][] points = new double[N][];
    int at = 0;
    for (int c = 0; c < SIZES.length; c++) {
      for (int i = 0; i < SIZES[c]; i++, at++) {
        double angle = 2 * Math.PI * SeededStream.uniform(3, at);
        points[at] = new double[] {10 * c + Math.cos(angle), Math.sin(angle)};
      }
    }
    return points;
  }

  /** A value far from 0 that differs little, as time stamps do. */
  private static double stamp(int i) {
    return 1.7e9 + 1000 * POINTS[i][1] + 100 * SeededStream.normal(4, i);
  }

  private static Tables inputs(int partitions, Double first) {
    List<Row> rows =
        IntStream.range(0, N)
            .mapToObj(
                i ->
                    RowFactory.create(
                        (long) i,
                        IntStream.range(0, 40)
                            .mapToObj(c -> (float) (POINTS[i][c % 2] + 0.01 * c))
                            .toArray(),
                        i == 0 ? first : Double.valueOf(stamp(i)),
                        7,
                        "text"))
            .toList();
    Dataset<Row> vectors =
        SharedSession.get()
            .createDataFrame(
                rows,
                StandardTables.VECTORS
                    .schema(DataTypes.LongType)
                    .add("stamp", DataTypes.DoubleType)
                    .add("same", DataTypes.IntegerType)
                    .add("name", DataTypes.StringType));
    return Tables.none()
        .with(
            "neighbors",
            new Table(
                ExactNeighbors.of(POINTS, 10)
                    .toTable()
                    // Cells are thirds of the circles.
                    .withColumn("cell", functions.expr("cast(id / 30 as int)"))
                    .repartition(partitions),
                Attributes.none()))
        .with("vectors", new Table(vectors.repartition(partitions), Attributes.none()));
  }

  private static DiffuseParameters with(Map<String, String> values) {
    return ParameterBinder.bind(DiffuseParameters.class, values);
  }

  private static DiffuseResult inBlocks(Map<String, String> values, Tables inputs) {
    DiffuseParameters parameters = with(values);
    BlockColumns columns =
        parameters.columns().isEmpty()
            ? BlockColumns.ofVectors(inputs.table("vectors"))
            : BlockColumns.of(inputs.dataset("vectors"), parameters.columns());
    return BlockDiffusion.of(
        inputs.dataset("neighbors"), columns, BLOCKS, parameters, new TestContext());
  }

  private static Tables inDriver(Map<String, String> values, Tables inputs) {
    return new DiffuseAnalysis().run(with(values), inputs, new TestContext());
  }

  @ParameterizedTest
  @CsvSource({
    "walk, 7, ''",
    "walk, 7, 'stamp,same'",
    "walk, 0, stamp",
    "walk, 160, stamp",
    "heat, 5.5, ''",
    "heat, 5.5, 'stamp,same'"
  })
  void findsWhatTheDriverFinds(String smoothing, String t, String columns) {
    Map<String, String> values =
        new HashMap<>(Map.of("smoothing", smoothing, "t", t, "kernel", "variable"));
    if (!columns.isEmpty()) {
      values.put("columns", columns);
    }
    Tables inputs = inputs(2, stamp(0));
    int before = SharedSession.get().sparkContext().getPersistentRDDs().size();
    DiffuseResult found = inBlocks(values, inputs);
    assertThat(SharedSession.get().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    Tables expected = inDriver(values, inputs);
    List<Row> measures = expected.dataset("diffused_columns").orderBy("position").collectAsList();
    assertThat(found.names()).isEqualTo(measures.stream().map(r -> r.getString(1)).toList());
    for (int c = 0; c < measures.size(); c++) {
      Row measure = measures.get(c);
      double variance = measure.getDouble(4);
      double tiny = 1e-6 * variance + 1e-12;
      Roughness was = found.before().get(c);
      Roughness is = found.after().get(c);
      double digits = 1e-6 * Math.sqrt(variance) + 1e-14 * Math.abs(was.mean());
      assertThat(was.mean()).isEqualTo(measure.getDouble(2), within(digits));
      assertThat(is.mean()).isEqualTo(measure.getDouble(3), within(digits));
      assertThat(was.variance()).isEqualTo(variance, within(tiny));
      assertThat(is.variance()).isEqualTo(measure.getDouble(5), within(tiny));
      assertThat(was.energy()).isEqualTo(measure.getDouble(6), within(tiny));
      assertThat(is.energy()).isEqualTo(measure.getDouble(7), within(tiny));
    }
    List<Row> rows = found.diffused().orderBy("id").collectAsList();
    List<Row> wanted = expected.dataset("diffused").orderBy("id").collectAsList();
    assertThat(rows).hasSize(N);
    for (int i = 0; i < N; i++) {
      assertThat(rows.get(i).get(0)).isEqualTo(wanted.get(i).get(0));
      List<Float> own = rows.get(i).getList(1);
      List<Float> other = wanted.get(i).getList(1);
      for (int c = 0; c < other.size(); c++) {
        double digits = 1e-6 * Math.sqrt(measures.get(c).getDouble(4));
        assertThat(own.get(c))
            .isEqualTo(other.get(c), within((float) digits + Math.ulp(other.get(c))));
      }
    }
  }

  @Test
  void choosesTheTimeAsTheDriverDoes() {
    Map<String, String> values = Map.of("columns", "same", "t-max", "40");
    Tables inputs = inputs(2, stamp(0));
    WalkEntropy found = inBlocks(values, inputs).entropy().orElseThrow();
    List<Row> curve =
        inDriver(values, inputs).dataset("diffused_entropy").orderBy("t").collectAsList();
    assertThat(curve).hasSize(40);
    for (int g = 0; g < 40; g++) {
      double error = Math.hypot(curve.get(g).getDouble(2), found.error()[g]);
      assertThat(found.entropy()[g]).isEqualTo(curve.get(g).getDouble(1), within(5 * error + 1e-6));
      assertThat(error).isLessThan(0.1);
    }
    // The three components have the eigenvalue 1, the rest dies away.
    assertThat(found.entropy()[39]).isGreaterThan(Math.log(3));
  }

  @Test
  void doesNotDependOnPartitions() {
    Map<String, String> values = Map.of("columns", "stamp", "t", "3");
    DiffuseResult one = inBlocks(values, inputs(1, stamp(0)));
    DiffuseResult seven = inBlocks(values, inputs(7, stamp(0)));
    assertThat(seven.diffused().orderBy("id").collectAsList())
        .isEqualTo(one.diffused().orderBy("id").collectAsList());
    assertThat(seven.after()).isEqualTo(one.after());
  }

  @Test
  void takesTextIds() {
    Tables inputs = inputs(2, stamp(0));
    Dataset<Row> neighbors =
        inputs
            .dataset("neighbors")
            .selectExpr(
                "concat('r', id) as id",
                "transform(neighbor_ids, n -> concat('r', n)) as neighbor_ids",
                "distances",
                "cell");
    Dataset<Row> vectors =
        inputs.dataset("vectors").selectExpr("concat('r', id) as id", "vector", "stamp");
    Tables texts =
        Tables.none()
            .with("neighbors", new Table(neighbors, Attributes.none()))
            .with("vectors", new Table(vectors, Attributes.none()));
    Map<String, String> values = Map.of("t", "3", "columns", "stamp");
    List<Row> found =
        new DiffuseAnalysis()
            .run(
                with(Map.of("t", "3", "columns", "stamp", "lists", "blocks")),
                texts,
                new TestContext())
            .dataset("diffused")
            .orderBy("id")
            .collectAsList();
    List<Row> expected =
        inDriver(values, inputs)
            .dataset("diffused")
            .selectExpr("concat('r', id) as id", "vector")
            .orderBy("id")
            .collectAsList();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < N; i++) {
      assertThat(found.get(i).getString(0)).isEqualTo(expected.get(i).getString(0));
      assertThat(found.get(i).<Float>getList(1).get(0))
          .isEqualTo(expected.get(i).<Float>getList(1).get(0), within(128f));
    }
  }

  @Test
  void refusesWhatTheDriverRefuses() {
    assertThatThrownBy(() -> inBlocks(Map.of("columns", "name"), inputs(1, 0.0)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Column name of table vectors is STRING");
    assertThatThrownBy(() -> inBlocks(Map.of("t", "1", "columns", "same,stamp"), inputs(1, null)))
        .hasStackTraceContaining("Row 0 of table vectors has no finite value in column stamp");
    Tables inputs = inputs(1, 0.0);
    Tables fewer =
        inputs.with(
            "vectors", new Table(inputs.dataset("vectors").where("id <> 30"), Attributes.none()));
    assertThatThrownBy(() -> inBlocks(Map.of("t", "1"), fewer))
        .hasStackTraceContaining("the graph belongs to another table. Compute the graph again.");
  }
}
