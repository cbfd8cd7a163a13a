package io.geodesy.jobs.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Panel;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.DriverRows;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SpectralEntropyAnalysisTest {
  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("id", DataTypes.LongType, false),
            DataTypes.createStructField(
                "vector", DataTypes.createArrayType(DataTypes.FloatType, false), false),
            DataTypes.createStructField("label", DataTypes.StringType, true),
            DataTypes.createStructField("group", DataTypes.StringType, true),
            DataTypes.createStructField("x", DataTypes.DoubleType, true)
          });

  private static SpectralEntropyParameters with(Map<String, String> values) {
    return ParameterBinder.bind(SpectralEntropyParameters.class, values);
  }

  /** Three heaps with their label, two groups that cut across them. */
  private static Dataset<Row> heaps(int n) {
    return DriverRows.toDataset(
        SharedSession.get(),
        SCHEMA,
        n,
        i -> {
          float[] v = new float[4];
          for (int c = 0; c < 4; c++) {
            v[c] = (float) (SeededStream.normal(3, 4L * i + c) + (c == i % 3 ? 30 : 0));
          }
          return RowFactory.create(
              (long) i, v, "heap " + i % 3, i % 2 == 0 ? "even" : null, v[0] * 1.0);
        });
  }

  private static Tables run(SpectralEntropyParameters parameters, Dataset<Row> vectors) {
    SpectralEntropyAnalysis analysis = new SpectralEntropyAnalysis();
    Tables inputs = Tables.of("vectors", vectors);
    Tables found = analysis.run(parameters, inputs, new TestContext());
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(found.dataset(contract.name()).schema()));
    return found;
  }

  private static double sum(Tables found, String condition, String column) {
    return found
        .dataset("mutual_information")
        .where(condition)
        .select(column)
        .collectAsList()
        .stream()
        .mapToDouble(r -> r.getDouble(0))
        .sum();
  }

  @Test
  void exactAndQuadratureStandSideBySideForTableAndGroups() {
    Tables found = run(with(Map.of("bandwidth", "3", "t", "1,4")), heaps(300));
    // two groups (all, even), two t, two modes
    assertThat(found.dataset("spectral_entropy").count()).isEqualTo(8);
    for (Row exact : found.dataset("spectral_entropy").where("mode = 'exact'").collectAsList()) {
      String group = exact.getString(0);
      Row other =
          found
              .dataset("spectral_entropy")
              .where(
                  "mode = 'scalable' and t = %s and `group` %s"
                      .formatted(
                          exact.getDouble(3), group == null ? "is null" : "= '" + group + "'"))
              .first();
      assertThat(other.getDouble(5)).isEqualTo(exact.getDouble(5), within(0.02));
      assertThat(exact.getDouble(8)).isZero();
      assertThat(other.getDouble(8)).isGreaterThan(0);
    }
    double exact = sum(found, "mode = 'exact' and `group` is null and t = 4", "contribution");
    double sampled = sum(found, "mode = 'scalable' and `group` is null and t = 4", "contribution");
    assertThat(sampled).isEqualTo(exact, within(0.02));
    assertThat(exact).isEqualTo(Entropy.log2(3), within(0.2));
    assertThat(found.dataset("entropy_spectrum").where("`group` is null").count()).isEqualTo(300);
    assertThat(found.dataset("statistics").where("value is null").count()).isZero();
  }

  @Test
  void publishesTheSameForAnyNumberOfPartitions() {
    SpectralEntropyParameters parameters = with(Map.of("t", "1", "bandwidth", "median"));
    List<String> one = null;
    for (int partitions : new int[] {1, 2, 7}) {
      List<String> rows =
          run(parameters, heaps(120).repartition(partitions))
              .dataset("spectral_entropy")
              .orderBy("group", "mode")
              .collectAsList()
              .stream()
              .map(Row::toString)
              .toList();
      one = one == null ? rows : one;
      assertThat(rows).isEqualTo(one);
    }
  }

  @Test
  void largerTablesAreMeasuredByQuadratureAlone() {
    Tables found =
        run(with(Map.of("max-exact", "100", "t", "1", "mode", "exact")), heaps(150).drop("group"));
    assertThat(
            found.dataset("spectral_entropy").select("mode").collectAsList().stream()
                .map(r -> r.getString(0)))
        .containsExactly("scalable");
  }

  @Test
  void everyVariantNamesItself() {
    for (Variant variant : Variant.values()) {
      String name = EntropyRows.name(variant);
      Tables found =
          run(with(Map.of("variant", name, "t", "1", "bandwidth", "3")), heaps(90).drop("group"));
      Row row = found.dataset("spectral_entropy").first();
      assertThat(row.getString(1)).isEqualTo(name);
      assertThat(row.getDouble(5)).isBetween(0.1, 2 * Entropy.log2(90));
      assertThat(row.isNullAt(2)).isEqualTo(!variant.isGaussian());
      assertThat(row.isNullAt(3)).isEqualTo(!variant.isSpectral());
    }
  }

  @Test
  void anyColumnCanBeTheReference() {
    Tables found =
        run(
            with(Map.of("reference-column", "x", "bins", "2", "t", "1", "bandwidth", "3")),
            heaps(150).drop("group", "label"));
    // One heap lies at x = 30, the other two about 0.
    assertThat(found.dataset("mutual_information").where("mode = 'exact'").count()).isEqualTo(2);
    assertThat(found.dataset("mutual_information").first().getString(1)).isEqualTo("x");
    assertThatThrownBy(() -> run(with(Map.of("reference-column", "y")), heaps(20)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("reference-column is y but the table has no such column");
    assertThatThrownBy(() -> run(with(Map.of("reference-column", "vector")), heaps(20)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("neither a class nor a number");
    assertThatThrownBy(() -> ReferenceColumn.binned("x", new double[] {2, 2}, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("one value in all rows");
  }

  @Test
  void oneRowHasNoEntropyAndATableWithoutLabelNoInformation() {
    Tables found = run(with(Map.of("t", "1")), heaps(1).drop("label", "group"));
    Row row = found.dataset("spectral_entropy").first();
    assertThat(row.getDouble(5)).isEqualTo(0, within(1e-9));
    assertThat(row.isNullAt(9)).isTrue();
    assertThat(found.dataset("mutual_information").count()).isZero();
    assertThat(found.dataset("statistics").where("metric = 'entropy'").first().getString(7))
        .contains("one row has no entropy");
  }

  @Test
  void saysWhenTheBandwidthIsTooSmall() {
    SpectralEntropyParameters small = with(Map.of("bandwidth", "0.01", "t", "1,2"));
    Panel panel = new SpectralEntropyAnalysis().panels(small, run(small, heaps(120))).get(0);
    assertThat(panel.findings())
        .anySatisfy(
            f ->
                assertThat(f.sentence())
                    .contains("it only counts rows")
                    .contains("between a quarter and a half of the median distance of rows"));
    SpectralEntropyParameters fit = with(Map.of("bandwidth", "3", "t", "1,2"));
    Panel good = new SpectralEntropyAnalysis().panels(fit, run(fit, heaps(120))).get(0);
    assertThat(good.findings()).noneSatisfy(f -> assertThat(f.sentence()).contains("only counts"));
    assertThat(good.findings().get(1).sentence()).startsWith("Rows and classes share ");
    assertThat(good.charts()).hasSize(2);
  }

  @Test
  void saysSoftlyWhenMostOfTheEntropyCountsRows() {
    // 0.55: rows of a heap lie about 2.6 apart, so that nearly all stand alone
    SpectralEntropyParameters narrow = with(Map.of("bandwidth", "0.55", "t", "1", "mode", "exact"));
    Tables found = run(narrow, heaps(120));
    double saturation =
        found.dataset("spectral_entropy").where("`group` is null").first().getDouble(9);
    assertThat(saturation).isBetween(0.95, 0.98);
    assertThat(new SpectralEntropyAnalysis().panels(narrow, found).get(0).findings())
        .anySatisfy(
            f -> assertThat(f.sentence()).contains("most of it counts rows, and only the rest"));
  }

  @Test
  void showsNothingWhereThereIsNothing() {
    // A bandwidth without end leaves one mode, of some 1e-11 bits.
    SpectralEntropyParameters wide = with(Map.of("bandwidth", "1e9", "t", "1,4", "mode", "exact"));
    Panel panel = new SpectralEntropyAnalysis().panels(wide, run(wide, heaps(120))).get(0);
    assertThat(panel.findings().get(0).sentence()).contains("The spectral entropy is 0 bits");
    assertThat(panel.findings().get(1).sentence()).startsWith("Rows and classes share no bits");
    assertThat(panel.grids().get(0).rows())
        .allSatisfy(
            row -> assertThat(List.of(row.get(2), row.get(4), row.get(5))).containsOnly("0"));
  }

  @Test
  void refusesWhatIsNoBandwidthAndNoTime() {
    for (String bandwidth : List.of("0", "-1", "wide", "Infinity", "NaN")) {
      assertThatThrownBy(() -> with(Map.of("bandwidth", bandwidth)))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "bandwidth is %s but must be a number above 0 or median.".formatted(bandwidth));
    }
    assertThatThrownBy(() -> with(Map.of("t", "1,1"))).hasMessageContaining("twice");
    assertThatThrownBy(() -> with(Map.of("t", ""))).hasMessageContaining("t is empty");
  }

  @Test
  void estimatesWhatItTakes() {
    SpectralEntropyAnalysis analysis = new SpectralEntropyAnalysis();
    double small = analysis.estimate(with(Map.of()), new TableShape(1797, 64, 2)).seconds();
    double large = analysis.estimate(with(Map.of()), new TableShape(70_000, 784, 2)).seconds();
    assertThat(small).isBetween(2.0, 60.0);
    assertThat(large).isBetween(150.0, 600.0);
    assertThat(analysis.estimate(with(Map.of()), new TableShape(70_000, 784, 2)).plan())
        .anySatisfy(s -> assertThat(s).contains("64 random vectors share"))
        .anySatisfy(s -> assertThat(s).contains("for 10 equal classes 0.6 times the work"));
    // What is kept of a small kernel is used again.
    assertThat(
            analysis
                .estimate(with(Map.of("mode", "scalable")), new TableShape(7_000, 784, 2))
                .seconds())
        .isLessThan(10);
  }
}
