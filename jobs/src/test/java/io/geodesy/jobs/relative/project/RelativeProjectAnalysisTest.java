package io.geodesy.jobs.relative.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelativeProjectAnalysisTest {
  private static final int DIM = 5;

  private final RelativeProjectAnalysis analysis = new RelativeProjectAnalysis();

  private static RelativeProjectParameters with(Map<String, String> values) {
    return ParameterBinder.bind(RelativeProjectParameters.class, values);
  }

  private static Dataset<Row> table(int n, double scale) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] vector = new float[DIM];
      for (int c = 0; c < DIM; c++) {
        vector[c] = (float) (scale * SeededStream.normal(71, (long) i * DIM + c));
      }
      rows.add(RowFactory.create("id" + i, vector, i % 4 == 0 ? "rare" : "usual", i < 3));
    }
    return SharedSession.get()
        .createDataFrame(
            rows,
            StandardTables.VECTORS
                .schema(DataTypes.StringType)
                .add("label", DataTypes.StringType, true)
                .add("anchor", DataTypes.BooleanType, true));
  }

  private Tables run(RelativeProjectParameters parameters, Tables inputs) {
    Tables made = analysis.run(parameters, inputs, new TestContext());
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(made.dataset(contract.name()).schema()));
    assertThat(analysis.panels(parameters, made)).hasSize(1);
    return made;
  }

  @Test
  void writesTheCosineWithEveryAnchorInOrder() {
    Dataset<Row> vectors = table(700, 1);
    Tables made = run(with(Map.of("anchors", "30")), Tables.of("vectors", vectors));
    List<Row> anchors = made.dataset("anchors_used").orderBy("rank").collectAsList();
    assertThat(anchors).hasSize(30);
    assertThat(anchors.get(0).isNullAt(3)).isTrue();
    List<Row> rows = made.dataset("relative").collectAsList();
    assertThat(rows).hasSize(700);
    int found = 0;
    for (Row row : rows) {
      List<Float> relative = row.getList(2);
      for (int a = 0; a < 30; a++) {
        assertThat((double) relative.get(a)).isBetween(-1.0000001, 1.0000001);
        if (anchors.get(a).get(1).equals(row.get(0))) {
          assertThat((double) relative.get(a)).isCloseTo(1, within(1e-7));
          found++;
        }
      }
    }
    assertThat(found).isEqualTo(30);
  }

  @Test
  void seesAScaledSpaceFromTheSameAnchorsAlike() {
    Tables inputs =
        Tables.of("vectors", table(100, 1)).with("other", table(120, 8).where("id <> 'id7'"));
    Tables made = run(with(Map.of("anchors", "20")), inputs);
    assertThat(made.dataset("relative").where("space = 'vectors'").count()).isEqualTo(100);
    assertThat(made.dataset("relative").where("space = 'other'").count()).isEqualTo(119);
    List<Row> pairs =
        made.dataset("relative")
            .where("id in ('id3', 'id50')")
            .orderBy("id", "space")
            .collectAsList();
    assertThat(pairs.get(0).getList(2)).isEqualTo(pairs.get(1).getList(2));
    assertThat(pairs.get(2).getList(2)).isEqualTo(pairs.get(3).getList(2));
    assertThat(made.dataset("anchors_used").where("id = 'id7'").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"stratified", "farthest-point"})
  void choosesAnchorsByOtherPolicies(String policy) {
    Dataset<Row> vectors = table(200, 1);
    Tables made =
        run(with(Map.of("anchors", "40", "anchor-policy", policy)), Tables.of("vectors", vectors));
    Set<Object> ids = new HashSet<>();
    made.dataset("anchors_used").collectAsList().forEach(row -> ids.add(row.get(1)));
    assertThat(ids).hasSize(40);
    if (policy.equals("stratified")) {
      assertThat(ids.stream().filter(id -> number(id) % 4 == 0).count()).isEqualTo(10);
    }
  }

  private static int number(Object id) {
    return Integer.parseInt(((String) id).substring(2));
  }

  @Test
  void takesMarkedAnchorsRoundsAndNormalises() {
    Map<String, String> values =
        Map.of("anchor-policy", "column", "quantize", "0.25", "normalize-output", "true");
    Tables made = run(with(values), Tables.of("vectors", table(50, 1)));
    for (Row row : made.dataset("relative").collectAsList()) {
      List<Float> relative = row.getList(2);
      double square = relative.stream().mapToDouble(v -> (double) v * v).sum();
      assertThat(relative).hasSize(3);
      assertThat(square == 0 || Math.abs(square - 1) < 1e-6).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void hasTheSameBitsForAnyPartitioning(int partitions) {
    Dataset<Row> vectors = table(600, 1);
    RelativeProjectParameters parameters = with(Map.of("anchors", "17"));
    Tables expected = run(parameters, Tables.of("vectors", vectors));
    Tables actual = run(parameters, Tables.of("vectors", vectors.repartition(partitions)));
    assertThat(actual.dataset("relative").orderBy("id").collectAsList())
        .isEqualTo(expected.dataset("relative").orderBy("id").collectAsList());
    assertThat(actual.dataset("anchors_used").collectAsList())
        .isEqualTo(expected.dataset("anchors_used").collectAsList());
  }

  @Test
  void saysWhatIsMissing() {
    Tables few = Tables.of("vectors", table(10, 1));
    assertThatThrownBy(() -> run(with(Map.of()), few))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("anchors is 300 but table vectors has 10 rows");
    assertThatThrownBy(
            () -> run(with(Map.of("anchor-policy", "column", "anchor-column", "chosen")), few))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column chosen. Name the right one with --anchor-column");
    assertThatThrownBy(
            () ->
                run(
                    with(Map.of("anchor-policy", "stratified", "anchors", "4")),
                    Tables.of("vectors", table(10, 1).drop("label"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no labels");
    assertThatThrownBy(
            () ->
                run(
                    with(Map.of("anchor-policy", "column")),
                    few.with("other", table(10, 1).where("id > 'id1'"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 of 3 anchors are in both tables");
  }

  @Test
  void countsAnchorsThatRepeatEachOther() {
    Dataset<Row> twice = table(20, 1);
    Dataset<Row> copies =
        twice.union(twice.selectExpr("concat(id, 'b') as id", "vector", "label", "anchor"));
    Tables made = run(with(Map.of("anchor-policy", "column")), Tables.of("vectors", copies));
    assertThat(
            made.dataset("statistics").where("metric = 'anchors-with-a-copy'").head().getDouble(3))
        .isEqualTo(3);
  }

  @Test
  void saysWhatItWillDo() {
    assertThat(analysis.estimate(with(Map.of()), new TableShape(1000, 64, 2)).plan())
        .containsExactly("Writes 1,000 rows as their cosines with 300 anchors in one map pass.");
  }
}
