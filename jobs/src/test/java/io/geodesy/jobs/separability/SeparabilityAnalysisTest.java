package io.geodesy.jobs.separability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.ExactNeighbors;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeparabilityAnalysisTest {
  private final SeparabilityAnalysis analysis = new SeparabilityAnalysis();

  private static SeparabilityParameters with(Map<String, String> values) {
    return ParameterBinder.bind(SeparabilityParameters.class, values);
  }

  /** N(101; n x 8), odd rows shifted along the first column. */
  private static double[][] sample(int n, double shift) {
    double[][] points = new double[n][8];
    for (int i = 0; i < n * 8; i++) {
      points[i / 8][i % 8] = (float) SeededStream.normal(101, i);
    }
    for (int i = 1; i < n; i += 2) {
      points[i][0] = (float) (points[i][0] + shift);
    }
    return points;
  }

  private static Tables inputs(
      double[][] points, int k, String mode, IntFunction<String> label, IntFunction<String> group) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      float[] vector = new float[points[i].length];
      for (int c = 0; c < vector.length; c++) {
        vector[c] = (float) points[i][c];
      }
      rows.add(RowFactory.create((long) i, vector, label.apply(i), group.apply(i)));
    }
    Dataset<Row> vectors =
        SharedSession.get()
            .createDataFrame(
                rows,
                StandardTables.VECTORS
                    .schema(DataTypes.LongType)
                    .add("label", DataTypes.StringType, true)
                    .add("group", DataTypes.StringType, true));
    Attributes attributes =
        Attributes.none().with("metric", "euclidean").with("mode", mode).with("k", k);
    return Tables.none()
        .with("neighbors", new Table(ExactNeighbors.of(points, k).toTable(), attributes))
        .with("vectors", new Table(vectors, Attributes.none().with("n", points.length)));
  }

  private Tables run(SeparabilityParameters parameters, Tables inputs) {
    Tables made = analysis.run(parameters, inputs, new TestContext());
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(made.dataset(contract.name()).schema()));
    assertThat(analysis.panels(parameters, made)).hasSize(1);
    return made;
  }

  private static Row score(Tables made) {
    return made.dataset("separability").head();
  }

  @Test
  void reproducesThePublishedFiguresFromATable() {
    Tables inputs = inputs(sample(1000, 8), 16, "exact", i -> "" + i % 2, i -> null);
    Tables made = run(with(Map.of("exact", "certified")), inputs);
    Row row = score(made);
    assertThat((double) row.getAs("total_length")).isCloseTo(1586.384049, within(1.6e-3));
    assertThat((double) row.getAs("max_death")).isCloseTo(3.515746, within(4e-6));
    assertThat((double) row.getAs("score")).isCloseTo(.451674, within(1e-6));
    assertThat((double) row.getAs("fdr")).isCloseTo(1.982083, within(2e-6));
    assertThat((double) row.getAs("thornton")).isEqualTo(1);
    assertThat((double) row.getAs("auc")).isGreaterThan(0.999);
    assertThat((long) row.getAs("uncertified_edges")).isZero();
    assertThat(made.dataset("deaths").where("not exact").isEmpty()).isTrue();
    assertThat(made.dataset("deaths").count()).isEqualTo(999);
    assertThat(made.dataset("linkage").isEmpty()).isTrue();
  }

  @Test
  void growsTheSameTreeInEveryGroupAsInATableOfItsOwn() {
    double[][] points = sample(300, 3);
    Tables all = inputs(points, 10, "exact", i -> null, i -> "" + i % 3);
    List<Row> grouped =
        run(with(Map.of("mode", "tree")), all)
            .dataset("deaths")
            .orderBy("group", "rank")
            .collectAsList();
    for (int g = 0; g < 3; g++) {
      double[][] own = new double[100][];
      for (int i = 0; i < 100; i++) {
        own[i] = points[3 * i + g];
      }
      List<Row> alone =
          run(with(Map.of("mode", "tree")), inputs(own, 99, "exact", i -> null, i -> null))
              .dataset("deaths")
              .orderBy("rank")
              .collectAsList();
      for (int rank = 0; rank < 99; rank++) {
        Row found = grouped.get(g * 99 + rank);
        Row expected = alone.get(rank);
        assertThat(found.getDouble(2)).isEqualTo(expected.getDouble(2));
        assertThat(found.getLong(4)).isEqualTo(3 * expected.getLong(4) + g);
        assertThat(found.getBoolean(6)).isTrue();
      }
    }
  }

  @Test
  void publishesTheSingleLinkageTree() {
    double[][] line = {{0}, {1}, {3}, {6}, {10}, {15}};
    Tables made = run(with(Map.of("mode", "tree")), inputs(line, 2, "exact", i -> "x", i -> null));
    List<Row> merges = made.dataset("linkage").orderBy("rank").collectAsList();
    assertThat(merges).extracting(r -> r.getDouble(4)).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
    assertThat(merges).extracting(r -> r.getLong(5)).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(score(made).<Double>getAs("thornton")).isNull();
  }

  @Test
  void stopsMonitoringWhereTheScoreIsStill() {
    double[][] points = new double[600][];
    for (int i = 0; i < 600; i++) {
      // Groups 0 and 1 differ, all later ones are copies of group 2.
      points[i] = sample(300, i % 6 < 2 ? 9 * (2 - i % 6) : 0)[i / 6];
    }
    SeparabilityParameters parameters = with(Map.of("mode", "monitor", "patience", "2"));
    Tables made = run(parameters, inputs(points, 15, "exact", i -> null, i -> "" + i % 6 * 10));
    List<Row> steps = made.dataset("monitor").orderBy("position").collectAsList();
    assertThat(steps)
        .extracting(r -> r.getString(0))
        .containsExactly("0", "10", "20", "30", "40", "50");
    assertThat(steps.stream().filter(r -> r.getBoolean(4)).count()).isLessThanOrEqualTo(1);
    assertThat(steps.get(3).getDouble(2)).isEqualTo(steps.get(4).getDouble(2));
  }

  @Test
  void refusesToMonitorWithoutOrderedGroups() {
    SeparabilityParameters monitor = with(Map.of("mode", "monitor"));
    double[][] points = sample(30, 0);
    assertThatThrownBy(() -> run(monitor, inputs(points, 5, "exact", i -> null, i -> null)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--group-column");
    assertThatThrownBy(() -> run(monitor, inputs(points, 5, "exact", i -> null, i -> "epoch")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has the group epoch");
  }

  @Test
  void comparesAllPairsWhereASmallGraphIsApproximate() {
    Tables made =
        run(with(Map.of()), inputs(sample(200, 0), 5, "approximate", i -> null, i -> null));
    assertThat((long) score(made).getAs("uncertified_edges")).isZero();
    assertThat(
            made.dataset("statistics")
                .where("metric = 'labelled-rows'")
                .head()
                .<String>getAs("note"))
        .startsWith("no labels");
  }

  @Test
  void scoresSamplesWithAnInterval() {
    SeparabilityParameters parameters =
        with(Map.of("exact", "sample", "sample", "100", "repeats", "8"));
    Tables inputs = inputs(sample(400, 6), 10, "exact", i -> null, i -> null);
    Tables made = run(parameters, inputs);
    Row row = made.dataset("statistics").where("metric = 'score'").head();
    assertThat((double) row.getAs("low")).isLessThan(row.getAs("value"));
    assertThat((double) row.getAs("high")).isGreaterThan(row.getAs("value"));
    assertThat(made.dataset("deaths").where("exact").isEmpty()).isTrue();
    assertThat(made.dataset("deaths").count()).isEqualTo(99);
    assertThat((long) score(made).getAs("uncertified_edges")).isEqualTo(99);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void hasTheSameBitsForAnyPartitioning(int partitions) {
    // MLlib takes seconds: one run with labels is enough.
    String label = partitions == 7 ? "" : null;
    Tables once =
        inputs(sample(120, 4), 8, "exact", i -> label == null ? null : "" + i % 2, i -> null);
    Tables again =
        Tables.none()
            .with(
                "neighbors",
                new Table(
                    once.dataset("neighbors").repartition(partitions),
                    once.attributes("neighbors")))
            .with("vectors", once.dataset("vectors").repartition(partitions));
    Tables expected = analysis.run(with(Map.of()), once, new TestContext(42, 1));
    Tables actual = analysis.run(with(Map.of()), again, new TestContext(42, 3));
    for (String table : List.of("deaths", "separability", "statistics")) {
      assertThat(actual.dataset(table).collectAsList())
          .isEqualTo(expected.dataset(table).collectAsList());
    }
  }

  @Test
  void bearsEqualRowsSmallGroupsAndOneLabel() {
    double[][] equal = new double[20][3];
    Tables made = run(with(Map.of()), inputs(equal, 5, "exact", i -> "one", i -> null));
    Row row = score(made);
    assertThat(row.<Double>getAs("score")).isNull();
    assertThat((double) row.getAs("total_length")).isZero();
    assertThat(row.<Double>getAs("fdr")).isNull();
    assertThat(row.<Double>getAs("auc")).isNull();
    Tables grouped =
        run(
            with(Map.of()),
            inputs(sample(20, 0), 5, "exact", i -> null, i -> i < 2 ? "few" : "many"));
    assertThat(grouped.dataset("statistics").where("metric = 'skipped'").head().getString(1))
        .isEqualTo("few");
    assertThat(grouped.dataset("separability").count()).isEqualTo(1);
  }

  @Test
  void saysWhatItWillDo() {
    assertThat(analysis.estimate(with(Map.of()), new TableShape(1000, 64, 2)).plan()).hasSize(3);
    assertThat(
            analysis
                .estimate(with(Map.of("exact", "sample")), new TableShape(100_000, 64, 2))
                .plan()
                .get(0))
        .isEqualTo("Grows the exact spanning tree of 1 sample of 5,000 rows.");
  }
}
