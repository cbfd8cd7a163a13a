package io.geodesy.jobs.deviation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.kernel.DenseAlgebra;
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
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifoldDeviationAnalysisTest {
  private static final StructType SCHEMA =
      StandardTables.VECTORS
          .schema(DataTypes.LongType)
          .add("sample", DataTypes.StringType)
          .add("layer", DataTypes.StringType)
          .add("correct", DataTypes.BooleanType)
          .add("group", DataTypes.StringType);

  private final ManifoldDeviationAnalysis analysis = new ManifoldDeviationAnalysis();

  private static DeviationParameters with(Map<String, String> values) {
    return ParameterBinder.bind(DeviationParameters.class, values);
  }

  private static Tables table(List<Row> rows) {
    return Tables.of("vectors", SharedSession.get().createDataFrame(rows, SCHEMA));
  }

  /**
   * Correct samples and errors from N(0, I_8) in one random plane of R^64 a layer, the same latent
   * position in all layers; from layer 7 errors are moved along a ninth direction.
   */
  private static List<Row> planted(int layers, int correct, int errors, double shift) {
    int dim = 64;
    List<Row> rows = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      double[] random = new double[dim * 9];
      for (int i = 0; i < random.length; i++) {
        random[i] = SeededStream.normal(500 + layer, i);
      }
      double[] plane = DenseAlgebra.qr(random, dim, 9).q();
      for (int sample = 0; sample < correct + errors; sample++) {
        double[] latent = new double[9];
        for (int j = 0; j < 8; j++) {
          latent[j] = SeededStream.normal(499, sample * 8L + j);
        }
        latent[8] = sample >= correct && layer >= 7 ? shift : 0;
        float[] vector = new float[dim];
        for (int c = 0; c < dim; c++) {
          double value = 0;
          for (int j = 0; j < 9; j++) {
            value += latent[j] * plane[c * 9 + j];
          }
          vector[c] = (float) value;
        }
        rows.add(
            RowFactory.create(
                (long) rows.size(), vector, "s" + sample, "" + layer, sample < correct, null));
      }
    }
    return rows;
  }

  private Tables run(DeviationParameters parameters, Tables inputs) {
    Tables made = analysis.run(parameters, inputs, new TestContext());
    analysis
        .descriptor()
        .outputs()
        .forEach(contract -> contract.check(made.dataset(contract.name()).schema()));
    return made;
  }

  private static double statistic(Tables made, String metric) {
    return made.dataset("statistics").where("metric = '" + metric + "'").head().getDouble(3);
  }

  @Test
  void findsThePlantedLayer() {
    DeviationParameters defaults = with(Map.of());
    Tables made = run(defaults, table(planted(12, 500, 200, 4)));
    List<Row> layers = made.dataset("deviation_layers").orderBy("layer_index").collectAsList();
    assertThat(layers).hasSize(12);
    for (Row row : layers) {
      double relative = row.getAs("relative");
      double alarms = row.getAs("false_positive_rate");
      if (row.<Integer>getAs("layer_index") < 7) {
        assertThat(relative).isBetween(-0.05, 0.03);
      } else {
        assertThat(relative).isBetween(1.35, 1.55);
        assertThat((double) row.getAs("auc")).isGreaterThan(0.99);
        assertThat((double) row.getAs("t")).isGreaterThan(20);
      }
      assertThat(alarms).isBetween(0.03, 0.08);
      assertThat((double) row.getAs("dimension_correct")).isBetween(6.0, 9.0);
    }
    assertThat(made.dataset("divergence").where("layer_index >= 7").count()).isGreaterThan(150);
    assertThat(made.dataset("divergence").where("divergence_layer is null").count()).isZero();
    assertThat(made.dataset("alpha_sweep").count()).isEqualTo(72);
    assertThat(statistic(made, "share-diverging")).isEqualTo(1);
    assertThat(analysis.panels(defaults, made).get(0).findings().get(1).sentence())
        .startsWith("Failing samples stand farthest off at layer ");
  }

  /** Errors of the same law: the calibrated threshold lets few of them fire over all layers. */
  @Test
  void keepsFalseAlarmsOverAllLayersUnderControl() {
    Tables inputs = table(planted(6, 600, 300, 0));
    DeviationParameters calibrated = with(Map.of("calibrated", "true", "holdout", "0.4"));
    Tables made = run(calibrated, inputs);
    double share = statistic(made, "share-diverging");
    // Fwer 0.05 and three standard errors of 300 errors and about 240 held-out samples.
    double error = Math.sqrt(0.05 * 0.95 * (1 / 300.0 + 1 / 240.0));
    assertThat(share).isLessThan(0.05 + 3 * error);
    assertThat(statistic(made, "false-alarm-share")).isLessThanOrEqualTo(0.05);
    assertThat(made.dataset("divergence").where("q_value < 0.001").count()).isLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void hasTheSameBitsForAnyOrderAndPartitioning(int partitions) {
    List<Row> rows = planted(3, 40, 10, 4);
    Dataset<Row> once = table(rows).dataset("vectors");
    Dataset<Row> again = once.orderBy("vector").repartition(partitions);
    DeviationParameters parameters = with(Map.of("calibrated", "true"));
    Tables expected = run(parameters, Tables.of("vectors", once));
    Tables actual = run(parameters, Tables.of("vectors", again));
    for (String table :
        List.of("deviations", "divergence", "deviation_layers", "alpha_sweep", "statistics")) {
      assertThat(actual.dataset(table).collectAsList())
          .isEqualTo(expected.dataset(table).collectAsList());
    }
  }

  @Test
  void skipsThinLayersAndPassesOverMissingOnes() {
    List<Row> rows = new ArrayList<>(planted(3, 30, 10, 0));
    // Layer 1 keeps 5 correct rows; sample s35 has no row in layer 2.
    rows.removeIf(
        row ->
            (row.getString(3).equals("1")
                    && row.getBoolean(4)
                    && !row.getString(2).matches("s[0-4]"))
                || (row.getString(3).equals("2") && row.getString(2).equals("s35")));
    Tables made = run(with(Map.of()), table(rows));
    assertThat(made.dataset("deviation_layers").count()).isEqualTo(2);
    Row skipped = made.dataset("statistics").where("metric = 'skipped'").head();
    assertThat(skipped.<String>getAs("note")).isEqualTo("layer 1 has fewer than 20 correct rows");
    assertThat(statistic(made, "samples-missing-layers")).isEqualTo(1);
  }

  @Test
  void keepsGroupsApartAndBearsThemWithoutErrors() {
    List<Row> rows = new ArrayList<>();
    for (Row row : planted(2, 60, 20, 0)) {
      int sample = Integer.parseInt(row.getString(2).substring(1));
      if (sample < 60 || sample % 2 == 0) {
        rows.add(
            RowFactory.create(
                row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), "g" + sample % 2));
      }
    }
    Tables made = run(with(Map.of()), table(rows));
    assertThat(made.dataset("deviation_layers").count()).isEqualTo(4);
    assertThat(made.dataset("deviation_layers").where("mean_deviation is null").count())
        .isEqualTo(2);
    assertThat(analysis.panels(with(Map.of()), made)).hasSize(2);
  }

  @Test
  void namesWhatIsMissing() {
    List<Row> rows = new ArrayList<>(planted(1, 30, 5, 0));
    assertThatThrownBy(() -> run(with(Map.of("layer-column", "depth")), table(rows)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column depth. Name the right one with --layer-column");
    assertThatThrownBy(() -> run(with(Map.of("min-correct", "31")), table(rows)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No layer of table vectors has the 31 correct rows");
    rows.set(3, RowFactory.create(3L, new float[64], "s3", "0", null, null));
    assertThatThrownBy(() -> run(with(Map.of()), table(rows)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 rows of table vectors have no layer, sample or correct")
        .hasMessageContaining("among them row 3");
    rows.set(3, RowFactory.create(3L, new float[64], "s3", "last", true, null));
    assertThatThrownBy(() -> run(with(Map.of()), table(rows)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has the value last, but layers are numbers");
    assertThatThrownBy(() -> with(Map.of("k", "19")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("min-correct is at least 21");
  }

  @Test
  void measuresChordsUnderCosine() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double angle = i * 0.01;
      float length = 1 + i % 3;
      float[] vector = {(float) (length * Math.cos(angle)), (float) (length * Math.sin(angle))};
      rows.add(RowFactory.create((long) i, vector, "s" + i, "0", i != 39, null));
    }
    Tables made = run(with(Map.of("metric", "cosine", "k", "1")), table(rows));
    double deviation = made.dataset("deviations").where("not correct").head().getDouble(4);
    assertThat(deviation)
        .isCloseTo(2 * Math.sin(0.005), org.assertj.core.api.Assertions.within(1e-6));
  }

  @Test
  void saysWhatItWillDo() {
    assertThat(analysis.estimate(with(Map.of()), new TableShape(8400, 64, 2)).plan()).hasSize(2);
  }
}
