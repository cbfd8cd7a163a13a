package io.geodesy.jobs.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class DriftAnalysisTest {
  private static final int DIM = 4;

  private final DriftAnalysis analysis = new DriftAnalysis();

  private static DriftParameters with(String... pairs) {
    Map<String, String> values = new HashMap<>();
    values.put("sample-rows", "300");
    values.put("projections", "10");
    values.put("frequencies", "16");
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return ParameterBinder.bind(DriftParameters.class, values);
  }

  private static Table table(long seed, int n, double shift, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] vector = new float[DIM];
      for (int c = 0; c < DIM; c++) {
        vector[c] = (float) (shift + SeededStream.normal(seed, (long) i * DIM + c));
      }
      rows.add(RowFactory.create(seed * 10_000 + i, vector, i % 4 == 0 ? "few" : "many"));
    }
    Dataset<Row> table =
        SharedSession.get()
            .createDataFrame(
                rows,
                StandardTables.VECTORS
                    .schema(DataTypes.LongType)
                    .add("group", DataTypes.StringType, true))
            .repartition(partitions);
    return new Table(table, Attributes.none().with("n", n).with("dim", DIM));
  }

  private Tables run(DriftParameters parameters, Tables inputs, AnalysisContext context) {
    Tables made = analysis.run(parameters, inputs, context);
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(made.dataset(contract.name()).schema()));
    assertThat(analysis.panels(parameters, made)).hasSize(1);
    return made;
  }

  private static Tables inputs(double shift, int partitions) {
    return Tables.none()
        .with("vectors", table(2, 400, shift, partitions))
        .with("reference", table(1, 500, 0, partitions));
  }

  private static List<String> texts(Tables made, String table) {
    return made.dataset(table).collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void saysDriftAndRaisesTheAlarmWhereRowsMoved() {
    Tables made = run(with(), inputs(1, 2), new TestContext());
    Attributes attributes = made.attributes("drift_measures");
    assertThat(attributes.asMap()).containsEntry("drift", true).containsEntry("alarm", "drift");
    Map<String, Row> measures = new HashMap<>();
    made.dataset("drift_measures").collectAsList().forEach(r -> measures.put(r.getString(0), r));
    assertThat(measures).hasSize(7);
    for (String name :
        List.of("mmd-squared", "sliced-wasserstein", "classifier-auc", "drifted-components")) {
      assertThat(measures.get(name).<Boolean>getAs("is_drifted")).as(name).isTrue();
    }
    assertThat(measures.get("population-shift").<Double>getAs("value")).isZero();
    measures
        .values()
        .forEach(
            row ->
                assertThat(row.<Double>getAs("value"))
                    .isBetween(row.<Double>getAs("low"), row.<Double>getAs("high")));
    assertThat(made.dataset("drift_components").count()).isEqualTo(DIM);
    assertThat(made.dataset("sketches").count()).isEqualTo(4);
    assertThat(made.dataset("statistics").where("metric = 'verdict'").head().getDouble(3))
        .isEqualTo(1);
  }

  @Test
  void findsNoDriftBetweenSamplesOfOnePopulation() {
    Tables made = run(with(), inputs(0, 2), new TestContext());
    assertThat(made.attributes("drift_measures").asMap())
        .containsEntry("drift", false)
        .doesNotContainKey("alarm");
  }

  @Test
  void givesTheSameBitsForAnyPartitions() {
    Tables once = run(with(), inputs(0.3, 1), new TestContext(42, 1));
    for (int partitions : new int[] {2, 7}) {
      Tables again = run(with(), inputs(0.3, partitions), new TestContext(42, 2));
      for (String table : List.of("drift_measures", "drift_populations", "new_region_rows")) {
        assertThat(texts(again, table)).as(table).isEqualTo(texts(once, table));
      }
    }
  }

  @Test
  void findsTheSameFromAnEarlierRunsSketchesAsFromItsRows() {
    Tables yesterday =
        run(
            with("sketch-only", "true"),
            Tables.none().with("vectors", table(1, 500, 0, 3)),
            new TestContext());
    assertThat(yesterday.dataset("drift_measures").count()).isZero();
    Tables rows = run(with(), inputs(0.3, 2), new TestContext());
    Tables sketches =
        run(
            with("reference-run", "yesterday"),
            Tables.none().with("vectors", table(2, 400, 0.3, 5)),
            TestContext.after(yesterday));
    for (String table :
        List.of("drift_measures", "drift_components", "drift_populations", "new_region_rows")) {
      assertThat(texts(sketches, table)).as(table).isEqualTo(texts(rows, table));
    }
  }

  @Test
  void listsRowsWhereTheReferenceHasNone() {
    Tables made = run(with(), inputs(8, 2), new TestContext());
    assertThat(made.dataset("new_region_rows").count()).isEqualTo(400);
    assertThat(made.dataset("new_region_rows").where("p_value > 0.02").count()).isZero();
  }

  @Test
  void comparesClustersWhereThereAreNoGroups() {
    Tables inputs = inputs(1, 2);
    Tables made =
        run(
            with("clusters", "3"),
            Tables.none()
                .with("vectors", without(inputs.table("vectors")))
                .with("reference", without(inputs.table("reference"))),
            new TestContext());
    assertThat(made.dataset("drift_populations").select("population").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("cluster 0", "cluster 1", "cluster 2");
  }

  private static Table without(Table table) {
    return new Table(table.dataset().drop("group"), table.attributes());
  }

  @Test
  void saysWhatIsUndefinedOnAFewEqualRows() {
    Table few =
        new Table(
            table(1, 3, 0, 1)
                .dataset()
                .withColumn("vector", functions.expr("array(1f, 2f, 3f, 4f)")),
            Attributes.none().with("n", 3).with("dim", DIM));
    Tables made =
        run(with(), Tables.none().with("vectors", few).with("reference", few), new TestContext());
    List<Row> rows = made.dataset("drift_measures").collectAsList();
    assertThat(rows.get(0).<Double>getAs("value")).isZero();
    assertThat(rows.get(3).isNullAt(1)).isTrue();
    assertThat(rows.get(3).<String>getAs("note")).startsWith("undefined: it needs 40 rows");
    assertThat(made.attributes("drift_measures").asMap()).containsEntry("drift", false);
  }

  @Test
  void saysWhatToNameWhereThereIsNothingToCompareWith() {
    Tables alone = Tables.none().with("vectors", table(1, 60, 0, 1));
    assertThatThrownBy(() -> analysis.run(with(), alone, new TestContext()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--reference-run");
    assertThatThrownBy(
            () -> analysis.run(with("sketch-only", "true"), inputs(0, 1), new TestContext()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--reference is given, but so is sketch-only");
    Table wide =
        new Table(table(3, 60, 0, 1).dataset(), Attributes.none().with("n", 60).with("dim", 5));
    assertThatThrownBy(() -> analysis.run(with(), alone.with("reference", wide), new TestContext()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4 columns but the reference has 5");
    assertThatThrownBy(() -> with("permutations", "99"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at least 599 permutations");
  }

  @Test
  void saysWhatItWouldCost() {
    assertThat(analysis.estimate(with(), new TableShape(1000, 4, 2)).plan()).hasSize(2);
  }
}
