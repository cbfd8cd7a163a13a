package io.geodesy.jobs.heat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.testing.ExactNeighbors;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heat on a graph in blocks beside that on the same graph in the driver. */
class BlockHeatTest {
  private static final int BLOCKS = 3;
  private static final int CUBE = 700;

  /** A cube, which heat crosses soon, a circle of enough rows for landmarks, one of too few. */
  private static final int[] CIRCLES = {70, 12};

  private static final int N = 782;
  private static final double[][] POINTS = points();

  private static double[][] points() {
    double[][] points = new double[N][];
    int at = 0;
    for (; at < CUBE; at++) {
      points[at] = new double[3];
      for (int c = 0; c < 3; c++) {
        points[at][c] = SeededStream.uniform(4, 3L * at + c);
      }
    }
    for (int c = 0; c < CIRCLES.length; c++) {
      for (int i = 0; i < CIRCLES[c]; i++, at++) {
        double angle = 2 * Math.PI * SeededStream.uniform(3, at);
        points[at] = new double[] {100 * (c + 1) + Math.cos(angle), Math.sin(angle), 0};
      }
    }
    return points;
  }

  private static Dataset<Row> neighbors(int partitions) {
    return ExactNeighbors.of(POINTS, 10)
        .toTable()
        .withColumn("cell", functions.expr("cast(id / 30 as int)"))
        .repartition(partitions);
  }

  private static HeatGeodesicParameters with(Map<String, String> values) {
    return ParameterBinder.bind(HeatGeodesicParameters.class, values);
  }

  private static HeatResult inBlocks(Map<String, String> values, int partitions) {
    return BlockHeat.of(neighbors(partitions), BLOCKS, with(values), new TestContext());
  }

  private static Tables run(Map<String, String> values) {
    Tables inputs = Tables.none().with("neighbors", new Table(neighbors(2), Attributes.none()));
    return new HeatGeodesicAnalysis().run(with(values), inputs, new TestContext());
  }

  /**
   * Heat travels between blocks to the bit, but bounds on the spectrum differ, so that heat differs
   * by the tolerance of the polynomials: what counts is heat that is above the floor by far.
   */
  @ParameterizedTest
  @CsvSource({
    "hutchinson, combinatorial, farthest, 3, '', 0",
    "hutchinson, normalised, hashed, 20, '', 0",
    "exact-at-landmarks, combinatorial, farthest, '', '1,3', 0.4",
  })
  void findsWhatTheDriverFinds(
      String diagonal, String laplacian, String rule, String t, String times, String denoise) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "diagonal", diagonal,
                "laplacian", laplacian,
                "landmark-rule", rule,
                "landmarks", "40",
                "probes", "40",
                "denoise", denoise));
    values.put(t.isEmpty() ? "times" : "t", t.isEmpty() ? times : t);
    int before = SharedSession.get().sparkContext().getPersistentRDDs().size();
    HeatResult found = inBlocks(values, 2);
    assertThat(SharedSession.get().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    Tables expected = run(values);
    assertThat(found.sizes()).containsExactly(CUBE, 70, 12);
    List<Row> landmarks = expected.dataset("heat_landmarks").orderBy("landmark_id").collectAsList();
    assertThat(found.landmarks()).hasSameSizeAs(landmarks);
    for (int j = 0; j < landmarks.size(); j++) {
      HeatResult.Landmark landmark = found.landmarks().get(j);
      assertThat(landmark.id()).isEqualTo(landmarks.get(j).get(2));
      assertThat(landmark.component()).isEqualTo(landmarks.get(j).getInt(0));
      assertThat(landmark.selfHeat()).isEqualTo(landmarks.get(j).getDouble(3), within(1e-13));
      assertThat(Math.abs(landmark.unreached() - landmarks.get(j).getLong(4))).isLessThan(20);
    }
    assertEqual(
        found.distances().orderBy("id").collectAsList(),
        expected.dataset("heat_distances").orderBy("id").collectAsList(),
        1e-4);
    assertEqual(
        found.coordinates().orderBy("id").collectAsList(),
        expected.dataset("heat_coordinates").orderBy("id").collectAsList(),
        1e-3);
    Map<String, Double> statistics = new HashMap<>();
    HeatStatistics.of(found, with(values)).forEach(s -> statistics.put(s.metric(), s.value()));
    for (Row row : expected.dataset("statistics").collectAsList()) {
      if (!List.of("t", "heat-error", "lambda-max", "operator-products")
          .contains(row.getString(2))) {
        assertThat(statistics.get(row.getString(2)))
            .as(row.getString(2))
            .isEqualTo(row.getDouble(3), within(1e-3 + 0.01 * Math.abs(row.getDouble(3))));
      }
    }
  }

  /** Compares lists; where heat ends, one digit of it moves a distance by a few percent. */
  private static void assertEqual(List<Row> found, List<Row> expected, double tiny) {
    assertThat(found).hasSameSizeAs(expected);
    int all = 0;
    int apart = 0;
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).get(0)).isEqualTo(expected.get(i).get(0));
      assertThat(found.get(i).getInt(1)).isEqualTo(expected.get(i).getInt(1));
      assertThat(found.get(i).isNullAt(2)).isEqualTo(expected.get(i).isNullAt(2));
      if (!found.get(i).isNullAt(2)) {
        List<Float> own = found.get(i).getList(2);
        List<Float> other = expected.get(i).getList(2);
        assertThat(own).hasSameSizeAs(other);
        for (int j = 0; j < own.size(); j++) {
          all++;
          double gap = Math.abs(own.get(j) - other.get(j));
          apart += gap > tiny * (1 + Math.abs(other.get(j))) ? 1 : 0;
          assertThat(gap).isLessThan(0.1 * (1 + Math.abs(other.get(j))));
        }
      }
    }
    assertThat(apart).isLessThanOrEqualTo(all / 50);
  }

  @Test
  void choosesTheTimeAsTheDriverDoes() {
    Map<String, String> values =
        Map.of(
            "landmarks", "10",
            "landmark-rule", "hashed",
            "diagonal", "exact-at-landmarks",
            "t-grid", "5",
            "t-max", "6");
    HeatTime found = inBlocks(values, 2).time();
    List<Row> curve = run(values).dataset("heat_entropy_curve").orderBy("t").collectAsList();
    assertThat(curve).hasSize(found.grid().length);
    for (int g = 0; g < curve.size(); g++) {
      assertThat(found.grid()[g]).isEqualTo(curve.get(g).getDouble(0));
      assertThat(found.entropy()[g]).isEqualTo(curve.get(g).getDouble(1), within(1e-9));
      assertThat(found.error()[g]).isEqualTo(curve.get(g).getDouble(2), within(1e-9));
      assertThat(found.unreached()[g]).isEqualTo(curve.get(g).getDouble(3), within(0.02));
      assertThat(found.chosen()[0] == g).isEqualTo(curve.get(g).getBoolean(4));
    }
  }

  /** The basis differs from the driver's, and both are without bias. */
  @Test
  void slowestEigenvectorsSaveErrorAsInTheDriver() {
    Map<String, String> values = Map.of("landmarks", "20", "t", "2");
    HeatResult found = inBlocks(values, 2);
    HeatResult plain = inBlocks(Map.of("landmarks", "20", "t", "2", "diagonal", "hutchinson"), 2);
    Tables expected = run(values);
    double driver =
        expected
            .dataset("statistics")
            .where("metric = 'self-heat-standard-error'")
            .head()
            .getDouble(3);
    assertThat(found.selfError()).isBetween(0.5 * driver, 1.5 * driver);
    assertThat(found.selfError()).isLessThan(0.5 * plain.selfError());
    List<Row> exact = expected.dataset("heat_distances").orderBy("id").collectAsList();
    List<Row> own = found.distances().orderBy("id").collectAsList();
    for (int i = 0; i < CUBE; i++) {
      List<Float> there = exact.get(i).getList(2);
      List<Float> here = own.get(i).getList(2);
      for (int j = 0; j < here.size(); j++) {
        // d^2 = 4 t ln(mean of self heats / heat): an error of the logarithm, times 4 t.
        double squares = Math.abs(Math.pow(here.get(j), 2) - Math.pow(there.get(j), 2));
        assertThat(squares).isLessThan(8 * 8 * found.selfError());
      }
    }
  }

  @Test
  void doesNotDependOnPartitions() {
    Map<String, String> values = Map.of("landmarks", "10", "t", "0.3");
    HeatResult one = inBlocks(values, 1);
    HeatResult seven = inBlocks(values, 7);
    assertThat(seven.distances().orderBy("id").collectAsList())
        .isEqualTo(one.distances().orderBy("id").collectAsList());
    assertThat(seven.coordinates().orderBy("id").collectAsList())
        .isEqualTo(one.coordinates().orderBy("id").collectAsList());
    assertThat(seven.landmarks()).isEqualTo(one.landmarks());
    assertThat(seven.selfError()).isEqualTo(one.selfError());
  }

  @Test
  void publishesTheTablesOfTheDriver() {
    Tables found = run(Map.of("landmarks", "1000", "t", "0.1", "lists", "blocks"));
    HeatTables.LANDMARKS.check(found.dataset("heat_landmarks").schema());
    HeatTables.DISTANCES.check(found.dataset("heat_distances").schema());
    HeatTables.COORDINATES.check(found.dataset("heat_coordinates").schema());
    // All rows are landmarks.
    assertThat(found.dataset("heat_landmarks").count()).isEqualTo(N);
    assertThat(found.dataset("heat_distances").where("size(distances) = 700").count())
        .isEqualTo(CUBE);
    assertThat(found.attributes("heat_distances").text("diagonal")).contains("exact");
  }

  @Test
  void refusesWhatOnlyTheDriverDoes() {
    assertThatThrownBy(() -> run(Map.of("lists", "blocks", "filter", "euler")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("filter is euler but the graph is in blocks")
        .hasMessageContaining("lists local");
    assertThatThrownBy(() -> run(Map.of("lists", "blocks", "truth-columns", "arc,width")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("truth-columns are arc,width but the graph is in blocks");
  }

  @Test
  void refusesCopiesOnly() {
    double[][] same =
        IntStream.range(0, 40).mapToObj(i -> new double[] {1}).toArray(double[][]::new);
    Dataset<Row> copies = ExactNeighbors.of(same, 5).toTable();
    assertThatThrownBy(() -> BlockHeat.of(copies, 2, with(Map.of("t", "1")), new TestContext()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("All distances are zero: every one of the 200 listed pairs");
  }
}
