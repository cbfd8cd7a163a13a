package io.geodesy.jobs.compare;

import static org.apache.spark.sql.functions.col;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The report's part on two models of the same items. */
final class ComparePanel {
  private static final int LISTED = 10;

  private ComparePanel() {}

  static List<Panel> of(CompareParameters parameters, Tables published) {
    List<Row> rows = published.dataset(CompareTables.COMPARISON.name()).collectAsList();
    if (rows.isEmpty()) {
      String sketched =
          "The items of least hash were kept and compared with nothing; a later run of another model can be compared with them by --reference-run.";
      return List.of(
          Panel.titled("Two models of the same items")
              .finding(Finding.shape(sketched))
              .say(sketched)
              .build());
    }
    Map<String, Row> measures = new HashMap<>();
    rows.forEach(row -> measures.put(row.getString(0), row));
    Panel.Builder panel = Panel.titled("Two models of the same items");
    Row overlap = measures.get("neighbor-overlap");
    panel.finding(
        Finding.shape(
            "The two models agree on %s of an item's %d nearest items; %s would be chance. Their spaces are alike as a whole by %s (CKA, 1 is a turned or scaled copy)."
                .formatted(
                    Numbers.percent(number(overlap, "value")),
                    parameters.k(),
                    Numbers.percent(number(overlap, "by_chance")),
                    Numbers.decimal(number(measures.get("cka-debiased"), "value")))));
    double to = number(measures.get("information-imbalance-to-other"), "value");
    double from = number(measures.get("information-imbalance-from-other"), "value");
    panel.say(
        "Information imbalance says whether who is nearest in one space is near in the other: %s from the input to the other table, %s back (0 is all, 1 is chance). The lower figure starts at the space that holds more of what the other knows."
            .formatted(Numbers.decimal(to), Numbers.decimal(from)));
    panel.say(
        "CKA and Procrustes look at the large directions of the spaces, so that they can be high while neighbours differ; overlap looks at the nearest items alone. All figures depend on the number of items, overlap also on k: compare only what has both alike.");
    panel.grid(grid(rows));
    panel.chart("Agreement, item by item", histogram(parameters, published));
    panel.grid(
        new Grid(
            List.of("id", "overlap", "rank in other", "rank in vectors"),
            published
                .dataset(CompareTables.DISAGREEMENT.name())
                .orderBy(col("overlap"), col("rank_biased_overlap"), col("id"))
                .limit(LISTED)
                .collectAsList()
                .stream()
                .map(
                    row ->
                        List.of(
                            row.get(0).toString(),
                            Numbers.decimal(row.getDouble(1)),
                            Numbers.count(row.getLong(3)),
                            Numbers.count(row.getLong(4))))
                .toList(),
            "The items on which the models agree least; ranks are those of the nearest item of the other space. All are in table disagreement."));
    return List.of(panel.build());
  }

  private static Grid grid(List<Row> rows) {
    return new Grid(
        List.of("measure", "value", "95 % interval", "by chance"),
        rows.stream()
            .map(
                row ->
                    List.of(
                        row.getString(0),
                        Numbers.decimal(number(row, "value")),
                        "%s to %s"
                            .formatted(
                                Numbers.decimal(number(row, "low")),
                                Numbers.decimal(number(row, "high"))),
                        Numbers.decimal(number(row, "by_chance"))))
            .toList(),
        "%s items.".formatted(Numbers.count(rows.get(0).<Long>getAs("n"))));
  }

  private static Chart histogram(CompareParameters parameters, Tables published) {
    int k = parameters.k();
    double[] edges = new double[k + 2];
    double[] counts = new double[k + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (i - 0.5) / k;
    }
    published
        .dataset(CompareTables.DISAGREEMENT.name())
        .groupBy("overlap")
        .count()
        .collectAsList()
        .forEach(row -> counts[(int) Math.round(row.getDouble(0) * k)] += row.getLong(1));
    return new Chart.Histogram(
        "How many items have which share of their %d nearest in common.".formatted(k),
        Axis.linear("share of the nearest items in common"),
        Axis.linear("items"),
        edges,
        counts,
        List.of());
  }

  private static double number(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? Double.NaN : value;
  }
}
