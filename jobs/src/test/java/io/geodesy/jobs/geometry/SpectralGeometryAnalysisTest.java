package io.geodesy.jobs.geometry;

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
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectralGeometryAnalysisTest {
  private final SpectralGeometryAnalysis analysis = new SpectralGeometryAnalysis();

  private static SpectralGeometryParameters with(Map<String, String> values) {
    Map<String, String> all =
        new TreeMap<>(
            ParameterBinder.texts(ParameterBinder.defaults(SpectralGeometryParameters.class)));
    all.putAll(values);
    return ParameterBinder.bind(SpectralGeometryParameters.class, all);
  }

  private static Tables inputs(
      double[] values, int dim, IntFunction<String> group, IntFunction<Object> order) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.length / dim; i++) {
      float[] vector = new float[dim];
      for (int c = 0; c < dim; c++) {
        vector[c] = (float) values[i * dim + c];
      }
      rows.add(RowFactory.create((long) i, vector, group.apply(i), order.apply(i)));
    }
    Dataset<Row> vectors =
        SharedSession.get()
            .createDataFrame(
                rows,
                StandardTables.VECTORS
                    .schema(DataTypes.LongType)
                    .add("group", DataTypes.StringType, true)
                    .add("step", DataTypes.LongType, true));
    return Tables.none().with("vectors", table(vectors, values.length / dim, dim));
  }

  private static Table table(Dataset<Row> vectors, int n, int dim) {
    return new Table(vectors, Attributes.none().with("n", n).with("dim", dim));
  }

  private static Tables whole(double[] values, int dim) {
    Table all = inputs(values, dim, i -> null, i -> null).table("vectors");
    return Tables.none().with("vectors", new Table(all.dataset().drop("group"), all.attributes()));
  }

  private Tables run(SpectralGeometryParameters parameters, Tables inputs) {
    Tables made = analysis.run(parameters, inputs, new TestContext());
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(made.dataset(contract.name()).schema()));
    return made;
  }

  private static Row geometry(Tables made, String group) {
    return made.dataset("spectral_geometry").collectAsList().stream()
        .filter(row -> java.util.Objects.equals(group, row.getAs("group")))
        .findFirst()
        .orElseThrow();
  }

  /** The figures of 5000 rows in double, which float32 rows reach to about 1e-6. */
  @Test
  void reproducesThePublishedFiguresFromATable() {
    Tables made = run(with(Map.of()), whole(KeyGeometryTest.sample(81, 5000, 100, 1), 100));
    Row row = geometry(made, null);
    assertThat((double) row.getAs("rankme_cov")).isCloseTo(39.6623659594461, within(4e-5));
    assertThat((double) row.getAs("rankme_sv")).isCloseTo(84.21387478922976, within(8e-5));
    assertThat((double) row.getAs("participation_ratio")).isCloseTo(16.59853848, within(2e-5));
    assertThat((double) row.getAs("alpha")).isCloseTo(1.004288277837632, within(1e-6));
    assertThat((int) row.getAs("fit_high")).isEqualTo(50);
    assertThat(made.dataset("spectra").count()).isEqualTo(64);
    assertThat(made.dataset("phases").isEmpty()).isTrue();
    assertThat(made.dataset("projected").isEmpty()).isTrue();
    assertThat(analysis.panels(with(Map.of()), made).get(0).findings().get(0).sentence())
        .startsWith("The rows use as much as 39.7 equally strong directions out of 100");
  }

  @Test
  void measuresEveryKeyAndCountsRowsWithoutOne() {
    double[] values = KeyGeometryTest.sample(7, 900, 20, 1);
    Tables made =
        run(
            with(Map.of()),
            inputs(values, 20, i -> i < 10 ? null : i == 10 ? "lone" : "" + i % 12, i -> null));
    assertThat(made.dataset("spectral_geometry").count()).isEqualTo(12);
    assertThat(
            made.dataset("statistics").where("metric = 'rows-without-group'").head().getDouble(3))
        .isEqualTo(10);
    Row skipped = made.dataset("statistics").where("metric = 'skipped'").head();
    assertThat(skipped.getString(1)).isEqualTo("lone");
    assertThat(analysis.panels(with(Map.of()), made).get(0).findings().get(0).sentence())
        .startsWith("Of 12 groups");
  }

  @Test
  void labelsThePhasesOfOrderedKeys() {
    // Key g has g + 1 + (g % 2) equal directions: the rank goes 1, 3, 3, 5.
    int dim = 8;
    double[] values = KeyGeometryTest.sample(4, 800, dim, 0);
    int[] ranks = {8, 6, 7, 8};
    for (int i = 0; i < 800; i++) {
      for (int c = ranks[i % 4]; c < dim; c++) {
        values[i * dim + c] *= 0.05;
      }
    }
    SpectralGeometryParameters parameters =
        with(Map.of("mode", "phase", "order-column", "step", "fit-low", "1", "fit-high", "8"));
    Tables made =
        run(parameters, inputs(values, dim, i -> "key" + i % 4, i -> (long) (10 - i % 4)));
    List<Row> phases = made.dataset("phases").orderBy("position").collectAsList();
    assertThat(phases)
        .extracting(row -> row.getString(0))
        .containsExactly("key3", "key2", "key1", "key0");
    assertThat(phases)
        .extracting(row -> row.<String>getAs("phase"))
        .containsExactly(null, Phases.WARMUP, Phases.WARMUP, Phases.ENTROPY);
  }

  @Test
  void refusesKeysWithoutAnOrder() {
    double[] values = KeyGeometryTest.sample(4, 40, 3, 0);
    SpectralGeometryParameters phase = with(Map.of("mode", "phase", "order-column", "step"));
    assertThatThrownBy(() -> run(phase, inputs(values, 3, i -> "a" + i % 2, i -> 5L)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Keys a0 and a1 of table vectors both have 5.0 in column step");
    assertThatThrownBy(() -> run(phase, inputs(values, 3, i -> "a" + i % 2, i -> (long) i)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "Key a0 of table vectors has numbers from 0.0 to 38.0 in column step");
    assertThatThrownBy(
            () -> run(with(Map.of("mode", "phase")), inputs(values, 3, i -> "a" + i % 2, i -> 5L)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no column order. Name the right one with --order-column");
    assertThatThrownBy(() -> run(phase, whole(values, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--group-column");
  }

  @Test
  void keepsAndRemovesLeadingDirections() {
    int dim = 6;
    double[] values = KeyGeometryTest.sample(11, 200, dim, 1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] + 3);
    }
    Tables inputs = inputs(values, dim, i -> "k" + i % 2, i -> null);
    Tables kept = run(with(Map.of("mode", "project", "top-k", "2,6")), inputs);
    Tables removed = run(with(Map.of("mode", "project", "top-k", "2,6", "keep", "remove")), inputs);
    List<Row> keptRows = kept.dataset("projected").orderBy("k", "id").collectAsList();
    List<Row> removedRows = removed.dataset("projected").orderBy("k", "id").collectAsList();
    assertThat(keptRows).hasSize(400);
    for (int i = 0; i < 200; i++) {
      List<Float> all = keptRows.get(200 + i).getList(4);
      List<Float> part = keptRows.get(i).getList(4);
      List<Float> rest = removedRows.get(i).getList(4);
      // Removing all directions leaves the mean.
      List<Float> mean = removedRows.get(200 + i).getList(4);
      for (int c = 0; c < dim; c++) {
        double x = values[i * dim + c];
        assertThat((double) all.get(c)).isCloseTo(x, within(1e-6));
        assertThat(part.get(c) - mean.get(c) + rest.get(c)).isCloseTo((float) x, within(4e-6f));
      }
    }
  }

  @Test
  void keepsAllInDouble() {
    double[] mean = {1, 2, 3};
    double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    Projection.Basis basis = new Projection.Basis(mean, identity);
    float[] row = {0.5f, -4, 9};
    assertThat(basis.apply(row, 3, Ablation.KEEP)).containsExactly(row);
    assertThat(basis.apply(row, 1, Ablation.REMOVE)).containsExactly(1f, -4f, 9f);
    assertThat(basis.apply(row, 1, Ablation.KEEP)).containsExactly(0.5f, 2f, 3f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void changesByRoundingAloneWithThePartitions(int partitions) {
    double[] values = KeyGeometryTest.sample(7, 600, 15, 1);
    Tables once = inputs(values, 15, i -> "" + i % 3, i -> null);
    Table vectors = once.table("vectors");
    Tables again =
        Tables.none()
            .with(
                "vectors",
                new Table(vectors.dataset().repartition(partitions), vectors.attributes()));
    SpectralGeometryParameters parameters = with(Map.of("fit-low", "1"));
    Tables expected = run(parameters, once);
    Tables actual = run(parameters, again);
    for (String key : List.of("0", "1", "2")) {
      for (String column : List.of("rankme_cov", "rankme_sv", "alpha", "participation_ratio")) {
        assertThat((double) geometry(actual, key).getAs(column))
            .isCloseTo((double) geometry(expected, key).getAs(column), within(1e-11));
      }
    }
    assertThat(run(parameters, again).dataset("spectra").collectAsList())
        .isEqualTo(actual.dataset("spectra").collectAsList());
  }

  @Test
  void bearsEqualRowsAndRefusesLoneOnes() {
    double[] equal = new double[30];
    Tables made = run(with(Map.of()), whole(equal, 3));
    Row row = geometry(made, null);
    assertThat(row.<Double>getAs("rankme_cov")).isNull();
    assertThat(row.<Double>getAs("rankme_sv")).isNull();
    assertThat(row.<String>getAs("note")).isEqualTo("no variance: all rows are equal");
    assertThat(analysis.panels(with(Map.of()), made).get(0).findings().get(0).sentence())
        .startsWith("All rows are equal");
    assertThatThrownBy(() -> run(with(Map.of()), whole(new double[3], 3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No key of table vectors has the 2 rows");
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> run(with(Map.of("max-dimension", "2")), whole(new double[30], 3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3 columns but max-dimension is 2");
    assertThatThrownBy(() -> with(Map.of("fit-low", "50")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fit-high above fit-low");
    assertThatThrownBy(() -> with(Map.of("phase-smooth", "2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("odd number");
    assertThatThrownBy(() -> with(Map.of("mode", "project")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("top-k is empty");
  }

  @Test
  void saysWhatItWillDo() {
    assertThat(
            analysis
                .estimate(
                    with(Map.of("mode", "project", "top-k", "5")), new TableShape(1000, 64, 2))
                .plan())
        .hasSize(3);
  }
}
