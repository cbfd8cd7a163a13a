package io.geodesy.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class CompareAnalysisTest {
  private static final int DIM = 4;

  private final CompareAnalysis analysis = new CompareAnalysis();

  private static CompareParameters with(Map<String, String> values) {
    return ParameterBinder.bind(CompareParameters.class, values);
  }

  /** Items {@code from <= id < to}; the first ten are strangers in the other model. */
  private static Table items(int from, int to, boolean isOther, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      float[] vector = new float[DIM];
      for (int c = 0; c < DIM; c++) {
        long seed = isOther && i < 10 ? 8 : 7;
        float value = (float) SeededStream.normal(seed, (long) i * DIM + c);
        vector[isOther ? DIM - 1 - c : c] = value;
      }
      rows.add(RowFactory.create((long) i, vector));
    }
    return new Table(
        SharedSession.get()
            .createDataFrame(rows, StandardTables.VECTORS.schema(DataTypes.LongType))
            .repartition(partitions),
        Attributes.none().with("n", to - from).with("dim", DIM));
  }

  private Tables run(Map<String, String> values, int partitions) {
    Tables inputs =
        Tables.none()
            .with("vectors", items(0, 300, false, partitions))
            .with("other", items(-20, 260, true, partitions));
    Tables made = analysis.run(with(values), inputs, new TestContext());
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(made.dataset(contract.name()).schema()));
    assertThat(analysis.panels(with(values), made)).hasSize(1);
    return made;
  }

  @Test
  void findsTheItemsThatMovedAmongOnesThatDidNot() {
    Tables made = run(Map.of("k", "5"), 2);
    assertThat(made.dataset("disagreement").count()).isEqualTo(260);
    List<Row> least =
        made.dataset("disagreement")
            .orderBy("overlap", "rank_biased_overlap")
            .limit(8)
            .collectAsList();
    assertThat(least).allSatisfy(row -> assertThat(row.getLong(0)).isLessThan(10));
    Row overlap = made.dataset("model_comparison").head();
    assertThat(overlap.getDouble(1)).isBetween(0.8, 0.99);
    assertThat(overlap.getDouble(1)).isBetween(overlap.getDouble(2), overlap.getDouble(3));
    assertThat(made.dataset("model_comparison").count()).isEqualTo(7);
  }

  @Test
  void givesTheSameBitsForAnyPartitions() {
    List<Row> once = run(Map.of("items", "100"), 1).dataset("model_comparison").collectAsList();
    assertThat(once.get(0).getLong(5)).isEqualTo(100);
    for (int partitions : new int[] {2, 7}) {
      assertThat(
              run(Map.of("items", "100"), partitions).dataset("model_comparison").collectAsList())
          .isEqualTo(once);
    }
  }

  @Test
  void refusesTablesWithoutCommonItems() {
    Tables apart =
        Tables.none()
            .with("vectors", items(0, 60, false, 1))
            .with("other", items(60, 120, true, 1));
    assertThatThrownBy(() -> analysis.run(with(Map.of()), apart, new TestContext()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("share no id");
    Tables few =
        Tables.none().with("vectors", items(0, 10, false, 1)).with("other", items(0, 10, true, 1));
    assertThatThrownBy(() -> analysis.run(with(Map.of()), few, new TestContext()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("k is 15 but only 10 items");
  }

  private Tables sketch(Map<String, String> values, Table table) {
    Map<String, String> all = new HashMap<>(values);
    all.put("sketch-only", "true");
    Tables made =
        analysis.run(with(all), Tables.none().with("vectors", table), new TestContext(7, 2));
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(made.dataset(contract.name()).schema()));
    assertThat(analysis.panels(with(all), made)).hasSize(1);
    assertThat(made.dataset("model_comparison").count()).isZero();
    return made;
  }

  private Tables against(Tables sketched, Table vectors, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("reference-run", "other-model");
    return analysis.run(
        with(all), Tables.none().with("vectors", vectors), TestContext.after(sketched));
  }

  private static void assertSame(Tables one, Tables two) {
    for (String table : List.of("model_comparison", "disagreement")) {
      assertThat(two.dataset(table).collectAsList())
          .as(table)
          .isEqualTo(one.dataset(table).collectAsList());
    }
  }

  @Test
  @Promise(
      "Two models of the same items compared by published sketches, or by the sketch of one and the rows of the other: the same bits as from the two tables")
  void findsTheSameFromSketchesAsFromTheTables() {
    Map<String, String> values = Map.of("items", "100", "k", "5");
    Table one = items(0, 300, false, 2);
    Table two = items(0, 300, true, 3);
    Tables rows =
        analysis.run(
            with(values),
            Tables.none().with("vectors", one).with("other", two),
            new TestContext(7, 2));
    assertThat(rows.dataset("model_comparison").head().getLong(5)).isEqualTo(100);
    Tables other = sketch(values, two);
    assertThat(other.dataset("item_sketch").count()).isEqualTo(100);
    assertSame(rows, against(other, one, values));
    Tables own = sketch(values, one);
    assertSame(rows, against(other, own.table("item_sketch"), values));
  }

  @Test
  void comparesTheItemsOfLeastHashThatSketchesOfDifferentItemsShare() {
    Table one = items(0, 300, false, 2);
    Tables sketched = sketch(Map.of("items", "100"), items(100, 400, true, 2));
    Tables found = against(sketched, one, Map.of("k", "5"));
    long common = found.dataset("disagreement").count();
    assertThat(common).isBetween(50L, 85L);
    assertSame(
        analysis.run(
            with(Map.of("items", Long.toString(common), "k", "5")),
            Tables.none().with("vectors", one).with("other", items(100, 400, true, 1)),
            new TestContext(7, 1)),
        found);
  }

  @Test
  void saysWhatToNameWhereThereIsNothingToCompareWith() {
    Table one = items(0, 60, false, 1);
    Tables alone = Tables.none().with("vectors", one);
    assertThatThrownBy(() -> analysis.run(with(Map.of()), alone, new TestContext()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--reference-run")
        .hasMessageContaining("--sketch-only");
    Tables both = alone.with("other", items(0, 60, true, 1));
    assertThatThrownBy(
            () -> analysis.run(with(Map.of("sketch-only", "true")), both, new TestContext()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--other is given, but so is sketch-only: leave one of them out.");
    assertThatThrownBy(() -> with(Map.of("sketch-only", "true", "reference-run", "a")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("leave one of them out");
    Tables compared = analysis.run(with(Map.of()), both, new TestContext());
    assertThatThrownBy(() -> against(compared, one, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Run other-model compared two tables and holds no sketch");
    Tables sketched = sketch(Map.of(), items(60, 120, true, 1));
    assertThatThrownBy(() -> against(sketched, one, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Table vectors and the sketch of run other-model share no id: the same items must have the same ids in both.");
  }

  @Test
  void saysWhatItWouldCost() {
    assertThat(analysis.estimate(with(Map.of()), new TableShape(1000, 4, 2)).plan()).hasSize(1);
  }
}
