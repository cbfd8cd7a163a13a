package io.geodesy.jobs.deviation;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The report's part on failing samples: one panel a group. */
final class DeviationPanel {
  private static final double MANY_ALARMS = 0.1;
  private static final int MOST_GROUPS = 10;
  private static final int MOST_LAYERS = 60;

  private DeviationPanel() {}

  static List<Panel> of(DeviationParameters parameters, Tables published) {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    published
        .dataset(DeviationTables.LAYERS.name())
        .orderBy(functions.col("group").asc_nulls_first(), functions.col("layer_index"))
        .collectAsList()
        .forEach(
            row ->
                groups
                    .computeIfAbsent(row.<String>getAs("group"), g -> new ArrayList<>())
                    .add(row));
    List<Panel> panels = new ArrayList<>();
    groups.forEach(
        (group, layers) -> {
          if (panels.size() < MOST_GROUPS) {
            panels.add(panel(parameters, group, layers, published));
          }
        });
    return panels;
  }

  private static Panel panel(
      DeviationParameters parameters, String group, List<Row> layers, Tables published) {
    Map<String, Double> values = new HashMap<>();
    published
        .dataset("statistics")
        .where(
            functions
                .col("analysis")
                .equalTo(ManifoldDeviationAnalysis.NAME)
                .and(functions.col("group").eqNullSafe(functions.lit(group)))
                .and(functions.col("value").isNotNull()))
        .select("metric", "value")
        .collectAsList()
        .forEach(row -> values.put(row.getString(0), row.getDouble(1)));
    Panel.Builder panel =
        Panel.titled(group == null ? "Failing samples" : "Failing samples, " + group);
    double alpha = values.getOrDefault("alpha-used", parameters.alpha());
    double alarms = values.getOrDefault("false-alarm-share", 0.0);
    if (values.containsKey("share-diverging")) {
      panel.finding(
          Finding.shape(
              "%s of the failing samples%s leave the region of the correct ones in some layer; of correct samples %s do."
                  .formatted(
                      Numbers.percent(values.get("share-diverging")),
                      group == null ? "" : " of " + group,
                      Numbers.percent(alarms))));
      widest(layers, panel);
    } else {
      panel.finding(
          Finding.caution("There is no failing sample to compare with the correct ones."));
    }
    if (alarms > MANY_ALARMS && !parameters.calibrated()) {
      panel.finding(
          Finding.caution(
              "%s of the correct samples also exceed the threshold in some of %d layers, since many layers are looked at: a layer of divergence by itself proves little. --calibrated true sets the threshold so that %s do."
                  .formatted(
                      Numbers.percent(alarms), layers.size(), Numbers.percent(parameters.fwer()))));
    }
    panel.say(
        "The deviation of a row is its mean distance to the %d nearest correct rows of its layer. A failing sample has left the correct ones where that is more than %s standard deviations above the mean that correct rows have among themselves."
            .formatted(parameters.k(), Numbers.decimal(alpha)));
    panel.say(
        "Every layer's p value is its own: neighbouring layers hold nearly the same rows, so that many small ones are one piece of evidence, not many.");
    panel.chart("Deviation by layer", chart(layers));
    panel.grid(grid(layers));
    return panel.build();
  }

  private static void widest(List<Row> layers, Panel.Builder panel) {
    Row widest = null;
    for (Row row : layers) {
      double relative = number(row, "relative");
      if (!Double.isNaN(relative) && (widest == null || relative > number(widest, "relative"))) {
        widest = row;
      }
    }
    if (widest != null) {
      panel.finding(
          Finding.shape(
              "Failing samples stand farthest off at layer %s, %s from the correct rows compared with what those keep among themselves."
                  .formatted(widest.<String>getAs("layer"), signed(number(widest, "relative")))));
    }
  }

  private static String signed(double relative) {
    return (relative < 0 ? "" : "+") + Numbers.percent(relative);
  }

  private static Chart chart(List<Row> layers) {
    double[] x = layers.stream().mapToDouble(r -> Double.parseDouble(r.getAs("layer"))).toArray();
    double[] mean = column(layers, "mean_internal");
    double[] spread = column(layers, "sd_internal");
    double[] low = new double[x.length];
    double[] high = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      low[i] = mean[i] - spread[i];
      high[i] = mean[i] + spread[i];
    }
    return new Chart.Lines(
        "Mean deviation of correct and of failing rows over layers; the band is one standard deviation of the correct ones.",
        Axis.linear("layer"),
        Axis.linear("mean distance to the nearest correct rows"),
        List.of(
            new LineSeries("correct", x, mean, low, high),
            LineSeries.of("failing", x, column(layers, "mean_deviation"))),
        true);
  }

  private static Grid grid(List<Row> layers) {
    List<List<String>> cells =
        layers.stream()
            .limit(MOST_LAYERS)
            .map(
                row ->
                    List.of(
                        row.<String>getAs("layer"),
                        Numbers.count(row.<Long>getAs("n_correct")),
                        Numbers.count(row.<Long>getAs("n_error")),
                        Numbers.decimal(number(row, "mean_internal")),
                        Numbers.decimal(number(row, "mean_deviation")),
                        Numbers.percent(number(row, "relative")),
                        Numbers.percent(number(row, "false_positive_rate")),
                        Numbers.decimal(number(row, "auc")),
                        Numbers.decimal(number(row, "dimension_correct")),
                        Numbers.decimal(number(row, "dimension_error"))))
            .toList();
    return new Grid(
        List.of(
            "layer",
            "correct",
            "failing",
            "correct: mean deviation",
            "failing: mean deviation",
            "relative",
            "false alarms",
            "AUC",
            "dimension of correct",
            "dimension of failing"),
        cells,
        layers.size() > MOST_LAYERS
            ? "The first %d of %d layers; the others are in table deviation_layers."
                .formatted(MOST_LAYERS, layers.size())
            : "Every layer; false alarms are correct rows above the threshold of that layer.");
  }

  private static double[] column(List<Row> layers, String name) {
    return layers.stream().mapToDouble(row -> number(row, name)).toArray();
  }

  private static double number(Row row, String column) {
    Number value = row.getAs(column);
    return value == null ? Double.NaN : value.doubleValue();
  }
}
