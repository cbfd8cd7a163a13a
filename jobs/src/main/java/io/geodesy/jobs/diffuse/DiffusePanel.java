package io.geodesy.jobs.diffuse;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Mark;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.List;
import org.apache.spark.sql.Row;

/** What smoothing took away and what it left. */
final class DiffusePanel {
  private static final int MOST_ROWS = 20;
  private static final double LITTLE = 0.05;

  private DiffusePanel() {}

  static Panel of(Tables published) {
    List<Row> columns =
        published
            .dataset(DiffuseTables.COLUMNS.name())
            .orderBy("position")
            .limit(1 << 16)
            .collectAsList();
    List<Row> curve =
        published.dataset(DiffuseTables.CURVE.name()).orderBy("t").limit(10_001).collectAsList();
    Attributes attributes = published.attributes(DiffuseTables.COLUMNS.name());
    String t = Numbers.decimal(attributes.number("t").orElse(0));
    double variance = share(columns, 4);
    double roughness = share(columns, 6);
    Panel.Builder panel = Panel.titled("Smoothing over neighbours");
    panel.say(
        "Every value was replaced by an average over the row's neighbours, t = %s times: what single rows missed or got wrong is filled in from rows like them. Columns keep their means."
            .formatted(t));
    if (Double.isNaN(variance)) {
      panel.say("The columns are constant: smoothing leaves them as they are.");
    } else {
      panel.finding(
          Finding.shape(
              "Smoothing (t = %s) keeps %s of the variance of the columns and %s of the difference between neighbours."
                  .formatted(t, Numbers.percent(variance), Numbers.percent(roughness))));
      if (variance < LITTLE) {
        panel.finding(
            Finding.caution(
                "Smoothing left %s of the variance: the columns do not follow the graph, or t is too great. Try a smaller t."
                    .formatted(Numbers.percent(variance))));
      }
    }
    if (!curve.isEmpty()) {
      panel.say(
          "t was chosen where the von Neumann entropy of the walk turns: it falls steeply while noise dies and slowly once structure does.");
      panel.chart(
          "Entropy against time",
          new Chart.Lines(
              "Von Neumann entropy of the walk against t, with the chosen t.",
              Axis.linear("steps t"),
              Axis.linear("entropy in nats"),
              List.of(
                  LineSeries.of(
                      "entropy",
                      curve.stream().mapToDouble(r -> r.getDouble(0)).toArray(),
                      curve.stream().mapToDouble(r -> r.getDouble(1)).toArray())),
              false,
              List.of(Mark.atX("t = " + t, attributes.number("t").orElse(0)))));
    }
    panel.grid(
        new Grid(
            List.of("column", "mean", "variance before", "after", "roughness before", "after"),
            columns.stream().limit(MOST_ROWS).map(DiffusePanel::cells).toList(),
            columns.size() <= MOST_ROWS
                ? "Roughness is half the mean squared difference between a row and its neighbours."
                : "The first %d of %s columns; diffused_columns has all. Roughness is half the mean squared difference between a row and its neighbours."
                    .formatted(MOST_ROWS, Numbers.count(columns.size()))));
    return panel.build();
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.getString(1),
        Numbers.decimal(row.getDouble(2)),
        Numbers.decimal(row.getDouble(4)),
        Numbers.decimal(row.getDouble(5)),
        Numbers.decimal(row.getDouble(6)),
        Numbers.decimal(row.getDouble(7)));
  }

  /** Returns the sum of the column after a position as a share of that at it. */
  private static double share(List<Row> columns, int before) {
    double was = columns.stream().mapToDouble(r -> r.getDouble(before)).sum();
    return was > 0
        ? columns.stream().mapToDouble(r -> r.getDouble(before + 1)).sum() / was
        : Double.NaN;
  }
}
