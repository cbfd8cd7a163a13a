package io.geodesy.jobs.heat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.ExactNeighbors;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class HeatGeodesicAnalysisTest {
  private static final Shapes.Roll ROLL = Shapes.swissRoll(400, 12);

  private static HeatGeodesicParameters with(Map<String, String> values) {
    return ParameterBinder.bind(HeatGeodesicParameters.class, values);
  }

  private static Dataset<Row> vectors() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(
          RowFactory.create(
              (long) i,
              new float[] {1},
              "label " + i % 2,
              ROLL.strip()[2 * i],
              ROLL.strip()[2 * i + 1]));
    }
    return SharedSession.get()
        .createDataFrame(
            rows,
            StandardTables.VECTORS
                .schema(DataTypes.LongType)
                .add("label", DataTypes.StringType)
                .add("arc", DataTypes.DoubleType)
                .add("width", DataTypes.DoubleType));
  }

  private static Tables inputs(int partitions) {
    return Tables.none()
        .with(
            "neighbors",
            new Table(
                ExactNeighbors.of(ROLL.points(), 10).toTable().repartition(partitions),
                Attributes.none()))
        .with("vectors", new Table(vectors(), Attributes.none().with("n", 400)));
  }

  private static Tables run(HeatGeodesicParameters parameters, int partitions) {
    return new HeatGeodesicAnalysis().run(parameters, inputs(partitions), new TestContext());
  }

  @Test
  void publishesItsTablesAndComparesWithTheTruth() {
    HeatGeodesicParameters parameters =
        with(Map.of("landmarks", "50", "t-grid", "10", "truth-columns", "arc,width"));
    Tables found = run(parameters, 2);
    HeatTables.LANDMARKS.check(found.dataset("heat_landmarks").schema());
    HeatTables.DISTANCES.check(found.dataset("heat_distances").schema());
    HeatTables.COORDINATES.check(found.dataset("heat_coordinates").schema());
    HeatTables.CURVE.check(found.dataset("heat_entropy_curve").schema());
    assertThat(found.dataset("heat_landmarks").count()).isEqualTo(50);
    assertThat(found.dataset("heat_distances").where("size(distances) = 50").count())
        .isEqualTo(400);
    assertThat(found.dataset("heat_coordinates").where("size(coordinates) = 2").count())
        .isEqualTo(400);
    assertThat(found.dataset("heat_entropy_curve").where("chosen").count()).isEqualTo(1);
    Row spearman = found.dataset("statistics").where("metric = 'truth-spearman'").first();
    assertThat(spearman.getDouble(3)).isGreaterThan(0.97);
    assertThat(spearman.getString(7)).contains("arc, width").contains("50 landmarks");
    assertThat(found.attributes("heat_distances").text("diagonal")).contains("exact");

    List<Panel> panels =
        new HeatGeodesicAnalysis().panels(parameters, found.with("vectors", vectors()));
    Chart.PointMap map = (Chart.PointMap) panels.get(0).charts().get(0);
    assertThat(map.xs()).hasSize(400);
    assertThat(map.colorings())
        .extracting(Chart.Coloring::name)
        .containsExactly("label", "arc", "width", "heat distance from the first landmark");
    assertThat(panels)
        .flatExtracting(Panel::findings)
        .anyMatch(f -> f.sentence().contains("Spearman"));
    assertThat(panels.get(1).charts()).hasSize(2);
  }

  @Test
  void bitsDoNotDependOnThePartitions() {
    HeatGeodesicParameters parameters = with(Map.of("landmarks", "10", "t", "5"));
    List<Tables> runs = IntStream.of(2, 1, 7).mapToObj(p -> run(parameters, p)).toList();
    for (String table : List.of("heat_distances", "heat_coordinates", "heat_entropy_curve")) {
      assertThat(runs)
          .extracting(found -> rows(found, table))
          .containsOnly(rows(runs.get(0), table));
    }
  }

  @Test
  void namesTheErrorOfTheSelfHeatAndCautionsWhenItIsLarge() {
    HeatGeodesicParameters parameters =
        with(Map.of("landmarks", "10", "t", "5", "diagonal", "hutchinson", "probes", "16"));
    Tables found = run(parameters, 2);
    Row error = found.dataset("statistics").where("metric = 'self-heat-standard-error'").first();
    // 16 squares of normal values, each of variance 2; less where heat is on few rows.
    assertThat(error.getDouble(3)).isBetween(0.15, 0.4);
    assertThat(error.getString(7)).contains("from random probes");
    assertThat(found.attributes("heat_distances").text("diagonal")).contains("random probes");
    assertThat(new HeatGeodesicAnalysis().panels(parameters, found))
        .flatExtracting(Panel::findings)
        .anyMatch(f -> f.sentence().contains("Four times the probes (16 now) halve it"));
  }

  private static List<String> rows(Tables tables, String name) {
    return tables.dataset(name).collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void saysWhichColumnsThereAre() {
    assertThatThrownBy(() -> run(with(Map.of("truth-columns", "arch")), 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Column arch of table vectors is not there, but a numeric column is needed. Numeric columns are: arc, width.");
  }

  @Test
  void refusesOneOfSeveralTimes() {
    assertThatThrownBy(() -> with(Map.of("times", "3")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("times is 3.0 but several are needed: for one time give t.");
    assertThatThrownBy(() -> with(Map.of("t", "0")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("t is 0");
  }

  @Test
  void estimatesItsMemory() {
    assertThat(
            new HeatGeodesicAnalysis()
                .estimate(with(Map.of()), new TableShape(70_000, 784, 2))
                .memoryBytes())
        .isBetween(200_000_000L, 1_000_000_000L);
  }
}
