package io.geodesy.jobs.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ProbeEigenmapsAnalysisTest {
  private static ProbeParameters with(Map<String, String> values) {
    return ParameterBinder.bind(ProbeParameters.class, values);
  }

  private static Tables table(NeighborLists lists, int partitions) {
    Dataset<Row> rows =
        DriverRows.toDataset(
            SharedSession.get(),
            StandardTables.NEIGHBORS.schema(DataTypes.LongType),
            lists.rows(),
            i -> {
              int from = lists.offsets()[i];
              int to = lists.offsets()[i + 1];
              return RowFactory.create(
                  lists.ids().get(i),
                  Arrays.stream(lists.neighbors(), from, to)
                      .mapToObj(j -> lists.ids().get(j))
                      .toArray(),
                  Arrays.copyOfRange(lists.distances(), from, to),
                  lists.cells()[i]);
            });
    return Tables.none()
        .with(
            "neighbors",
            new Table(rows.repartition(partitions), Attributes.none().with("metric", "euclidean")));
  }

  private static Tables run(ProbeParameters parameters, NeighborLists lists, int partitions) {
    ProbeEigenmapsAnalysis analysis = new ProbeEigenmapsAnalysis();
    Tables found = analysis.run(parameters, table(lists, partitions), new TestContext());
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(found.dataset(contract.name()).schema()));
    return found;
  }

  private static List<String> rows(Tables tables, String name, String order) {
    return tables.dataset(name).orderBy(order).collectAsList().stream().map(Row::toString).toList();
  }

  @Test
  void publishesTheSameBitsForAnyNumberOfPartitions() {
    ProbeParameters parameters = with(Map.of("probes", "60", "components", "6"));
    NeighborLists lists = Graphs.circle(120, 6);
    Tables one = run(parameters, lists, 1);
    for (int partitions : new int[] {2, 7}) {
      Tables other = run(parameters, lists, partitions);
      assertThat(rows(other, "probe_coordinates", "id"))
          .isEqualTo(rows(one, "probe_coordinates", "id"));
      assertThat(rows(other, "probe_spectrum", "rank"))
          .isEqualTo(rows(one, "probe_spectrum", "rank"));
    }
    assertThat(one.dataset("probe_coordinates").count()).isEqualTo(120);
    assertThat(one.dataset("probe_spectrum").count()).isEqualTo(6);
    assertThat(one.dataset("probe_clusters").count()).isZero();
    assertThat(one.attributes("probe_coordinates").text("metric")).contains("euclidean");
  }

  @Test
  void clustersOfThreeCirclesAreTheCircles() {
    Tables found =
        run(
            with(
                Map.of(
                    "steps",
                    "200",
                    "probes",
                    "100",
                    "components",
                    "3",
                    "cluster",
                    "3",
                    "bandwidth",
                    "0.5")),
            Graphs.neighbors(Graphs.circles(3, 60), 8),
            2);
    List<Row> rows = found.dataset("probe_clusters").orderBy("id").collectAsList();
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).getInt(1)).isEqualTo(rows.get(i / 60 * 60).getInt(1));
    }
    assertThat(rows.stream().map(r -> r.getInt(1)).distinct()).hasSize(3);
    Row note = found.dataset("statistics").where("metric = 'pieces'").first();
    assertThat(note.getDouble(3)).isEqualTo(3);
  }

  @Test
  void aRowWithoutNeighboursHasNoDensityAndNoFunctions() {
    NeighborLists lists =
        new NeighborLists(
            RowIds.ofNumbers(new long[] {1, 2, 3, 4}),
            new int[] {0, 2, 4, 6, 6},
            new int[] {1, 2, 0, 2, 0, 1},
            new float[] {1, 1, 1, 2, 1, 2},
            new int[4]);
    Tables found = run(with(Map.of("probes", "20", "components", "3")), lists, 1);
    List<Row> rows = found.dataset("probe_coordinates").orderBy("id").collectAsList();
    assertThat(rows.get(3).getDouble(2)).isZero();
    assertThat(rows.get(3).isNullAt(3)).isTrue();
    assertThat(rows.stream().mapToDouble(r -> r.getDouble(2)).sum()).isEqualTo(1, within(1e-12));
    assertThat(found.dataset("statistics").where("metric = 'isolated-rows'").count()).isEqualTo(1);
  }

  @Test
  void refusesMoreClustersThanRows() {
    assertThatThrownBy(
            () -> run(with(Map.of("cluster", "200", "probes", "40")), Graphs.circle(50, 4), 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cluster is 200 but the table has 50 rows");
  }

  @Test
  void panelSaysHowMuchTheBasisHolds() {
    ProbeParameters parameters = with(Map.of("probes", "40", "components", "4", "steps", "1"));
    Tables found = run(parameters, Graphs.circle(120, 6), 1);
    Panel panel = new ProbeEigenmapsAnalysis().panels(parameters, found).get(0);
    assertThat(panel.findings().get(0).weight()).isEqualTo(Finding.Weight.SHAPE);
    assertThat(panel.findings().get(0).sentence()).startsWith("4 functions hold ");
    assertThat(panel.findings().get(1).sentence()).contains("is not complete");
    assertThat(panel.charts().get(0)).isInstanceOf(Chart.PointMap.class);
  }

  @Test
  void estimatesWhatItTakes() {
    assertThat(
            new ProbeEigenmapsAnalysis()
                .estimate(with(Map.of()), new TableShape(10_000, 5, 2))
                .memoryBytes())
        .isGreaterThan(8L * 10_000 * 1000);
  }
}
