package io.geodesy.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
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

  @Test
  void saysWhatItWouldCost() {
    assertThat(analysis.estimate(with(Map.of()), new TableShape(1000, 4, 2)).plan()).hasSize(1);
  }
}
