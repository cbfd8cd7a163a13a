package io.geodesy.jobs.relative.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelativeCompareAnalysisTest {
  private static final int DIM = 6;

  private final RelativeCompareAnalysis analysis = new RelativeCompareAnalysis();

  private static RelativeCompareParameters with(Map<String, String> values) {
    return ParameterBinder.bind(RelativeCompareParameters.class, values);
  }

  /**
   * Three classes in the plane of two of six columns; in the other space columns change places and
   * sign and everything is twice as large.
   */
  private static Table space(int from, int to, boolean isOther) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      float[] vector = new float[DIM];
      for (int c = 0; c < DIM; c++) {
        double centre = c == i % 3 ? 4 : 0;
        float value = (float) (centre + SeededStream.normal(61, (long) i * DIM + c));
        vector[isOther ? (c + 2) % DIM : c] = isOther ? -2 * value : value;
      }
      rows.add(RowFactory.create((long) i, vector, "class" + i % 3, i % 5 == 0));
    }
    Dataset<Row> table =
        SharedSession.get()
            .createDataFrame(
                rows,
                StandardTables.VECTORS
                    .schema(DataTypes.LongType)
                    .add("label", DataTypes.StringType, true)
                    .add("anchor", DataTypes.BooleanType, true));
    return new Table(table, Attributes.none().with("n", to - from).with("dim", DIM));
  }

  private static Tables inputs() {
    return Tables.none().with("vectors", space(0, 200, false)).with("other", space(20, 240, true));
  }

  private Tables run(RelativeCompareParameters parameters, Tables inputs) {
    Tables made = analysis.run(parameters, inputs, new TestContext());
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(made.dataset(contract.name()).schema()));
    assertThat(analysis.panels(parameters, made)).hasSize(1);
    return made;
  }

  @Test
  void findsTheSameItemsInATurnedSpace() {
    Tables made = run(with(Map.of("anchors", "40")), inputs());
    List<Row> lines = made.dataset("relative_comparison").collectAsList();
    assertThat(lines).hasSize(4);
    Row relative = lines.get(0);
    assertThat((double) relative.getAs("jaccard")).isEqualTo(1);
    assertThat((double) relative.getAs("mrr")).isEqualTo(1);
    assertThat((double) relative.getAs("cosine")).isCloseTo(1, within(1e-9));
    assertThat((long) relative.getAs("items")).isEqualTo(180);
    Row absolute = lines.get(2);
    assertThat(absolute.<String>getAs("representation")).isEqualTo("absolute");
    assertThat((double) absolute.getAs("jaccard")).isLessThan(0.2);
    assertThat(
            made.dataset("statistics")
                .where("metric = 'rows-not-shared' and group = 'other'")
                .head()
                .getDouble(3))
        .isEqualTo(40);
  }

  @Test
  void stitchesAClassifierOfOneSpaceToTheOther() {
    List<Row> rows =
        run(with(Map.of("anchors", "20")), inputs()).dataset("stitching").collectAsList();
    assertThat(rows).hasSize(4);
    for (Row row : rows) {
      assertThat((double) row.getAs("accuracy")).isGreaterThan(0.9);
      assertThat((long) row.getAs("n")).isBetween(35L, 75L);
    }
    assertThat(rows.get(0).getDouble(3)).isEqualTo(rows.get(1).getDouble(3));
  }

  @Test
  void comparesFewerAnchorsAndCoarserSimilarities() {
    Map<String, String> sweep =
        Map.of("anchors", "40", "anchor-sweep", "3,10", "quantize-sweep", "0.5");
    List<Row> lines =
        run(with(sweep), withoutLabels(inputs())).dataset("relative_comparison").collectAsList();
    assertThat(lines).hasSize(14);
    assertThat((double) line(lines, 10, 0).getAs("jaccard")).isEqualTo(1);
    // Rounding is the same in both spaces, but for values that stand on an edge.
    assertThat((double) line(lines, 3, 0.5).getAs("jaccard")).isGreaterThan(0.8);
  }

  private static Row line(List<Row> lines, int anchors, double quantize) {
    return lines.stream()
        .filter(row -> !row.isNullAt(3) && row.getInt(3) == anchors && row.getDouble(4) == quantize)
        .findFirst()
        .orElseThrow();
  }

  private static Tables withoutLabels(Tables inputs) {
    Table vectors = inputs.table("vectors");
    return inputs.with("vectors", new Table(vectors.dataset().drop("label"), vectors.attributes()));
  }

  @Test
  void listsAnchorsThatOneSpaceLacksAndUsesTheOthers() {
    Tables made = run(with(Map.of("anchor-policy", "column")), withoutLabels(inputs()));
    List<Row> anchors = made.dataset("anchors_used").orderBy("rank").collectAsList();
    assertThat(anchors).hasSize(40);
    assertThat(anchors.stream().filter(row -> !row.getBoolean(3)).count()).isEqualTo(4);
    assertThat((int) made.dataset("relative_comparison").head().getAs("anchors")).isEqualTo(36);
    assertThat(made.dataset("stitching").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void hasTheSameBitsForAnyPartitioning(int partitions) {
    Tables once = withoutLabels(inputs());
    Tables again = once;
    for (String name : List.of("vectors", "other")) {
      Table table = once.table(name);
      again =
          again.with(name, new Table(table.dataset().repartition(partitions), table.attributes()));
    }
    RelativeCompareParameters parameters = with(Map.of("anchors", "25", "search-items", "100"));
    Tables expected = analysis.run(parameters, once, new TestContext(42, 1));
    Tables actual = analysis.run(parameters, again, new TestContext(42, 3));
    for (String table : List.of("relative_comparison", "anchors_used", "statistics")) {
      assertThat(actual.dataset(table).collectAsList())
          .isEqualTo(expected.dataset(table).collectAsList());
    }
  }

  @Test
  void saysWhatCannotBeCompared() {
    Tables apart =
        Tables.none().with("vectors", space(0, 50, false)).with("other", space(50, 90, true));
    assertThatThrownBy(() -> run(with(Map.of()), apart))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("share no id");
    assertThatThrownBy(() -> run(with(Map.of("anchors", "181")), inputs()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("anchors is 181 but tables vectors and other share 180 rows");
    assertThatThrownBy(() -> run(with(Map.of("k", "180", "exclude-self", "true")), inputs()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("k is 180 but only 179 items");
    Table texts = inputs().table("other");
    Tables mixed =
        inputs()
            .with(
                "other",
                new Table(
                    texts.dataset().withColumn("id", texts.dataset().col("id").cast("string")),
                    texts.attributes()));
    assertThatThrownBy(() -> run(with(Map.of()), mixed))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Ids of table vectors are BIGINT and those of table other STRING");
    assertThatThrownBy(() -> with(Map.of("anchors", "5", "anchor-sweep", "6")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("anchor-sweep holds 6");
  }

  @Test
  void bearsItemsThatAreAllAlike() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(RowFactory.create((long) i, new float[] {1 + i, 2 + 2 * i}));
    }
    Dataset<Row> same =
        SharedSession.get()
            .createDataFrame(rows, StandardTables.VECTORS.schema(DataTypes.LongType));
    Table table = new Table(same, Attributes.none().with("n", 30).with("dim", 2));
    Tables made =
        run(
            with(Map.of("anchors", "2", "quantize", "0.01")),
            Tables.none().with("vectors", table).with("other", table));
    assertThat(made.dataset("relative_comparison").head().<Double>getAs("jaccard")).isNull();
  }

  @Test
  void saysWhatItWillDo() {
    assertThat(
            analysis
                .estimate(
                    with(Map.of()),
                    new TableShape(1000, 64, 2).with(Map.of("other", new TableShape(500, 32, 2))))
                .plan()
                .get(0))
        .isEqualTo(
            "Compares 500 items with each other from 300 anchors in both tables, in 4 lines.");
  }
}
