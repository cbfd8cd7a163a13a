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

  /** What a measure is called in the report, and how to read it. */
  private record Reading(String title, String words) {}

  private static final Map<String, Reading> READINGS =
      Map.of(
          "neighbor-overlap",
          new Reading(
              "neighbours in common",
              "Share of an item's nearest items that are the same in both. Distrust a comparison of overlaps with another k or number of items."),
          "rank-biased-overlap",
          new Reading("the same, the nearest weighing most", "As above; by chance less than said."),
          "information-imbalance-to-other",
          new Reading(
              "imbalance, input to other",
              "How far off in the other space an item's nearest of the input is: 0 next to it, 1 anywhere. It looks at one neighbour alone."),
          "information-imbalance-from-other",
          new Reading("imbalance, other to input", "The other way round."),
          "cka",
          new Reading(
              "alike as a whole (CKA)",
              "1 is a turned, mirrored or scaled copy. Too high where items are not many times the columns; a few large directions decide it."),
          "cka-debiased",
          new Reading("the same, debiased", "The one to quote; may fall below 0 by chance."),
          "procrustes-disparity",
          new Reading(
              "left after the best turn",
              "Share of the spread that no turn, mirroring or scale brings together: 0 is a copy. Too low where items are few."));

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
    panel.say(
        "Compared are %s items that both tables hold by id, those of least hash, with %s."
            .formatted(
                Numbers.count(overlap.<Long>getAs("n")),
                parameters
                    .referenceRun()
                    .map(run -> "the sketch of run " + run + " as the other table")
                    .orElse("the other table's rows")));
    panel.finding(
        Finding.shape(
            "The two models agree on %s of an item's %d nearest items; %s would be chance. Their spaces are alike as a whole by %s (CKA: 1 is a turned or scaled copy, 0 has nothing in common)."
                .formatted(
                    Numbers.percent(number(overlap, "value")),
                    parameters.k(),
                    Numbers.percent(number(overlap, "by_chance")),
                    Numbers.decimal(number(measures.get("cka-debiased"), "value")))));
    panel.say(
        imbalance(
            measures.get("information-imbalance-to-other"),
            measures.get("information-imbalance-from-other")));
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
            "The items on which the models agree least. Rank in other: how many-th nearest the item's nearest of the input is in the other space; rank in vectors: the other way round. All items are in table disagreement."));
    return List.of(panel.build());
  }

  private static String imbalance(Row to, Row from) {
    String conclusion =
        number(to, "high") < number(from, "low")
            ? "the input holds more: who is near in it tells who is near in the other table better than the other way round"
            : number(from, "high") < number(to, "low")
                ? "the other table holds more: who is near in it tells who is near in the input better than the other way round"
                : "neither holds clearly more than the other";
    return "Information imbalance says whether who is nearest in one space is near in the other: %s from the input to the other table, %s back (0 is next to it, 1 is chance). Of the two, %s."
        .formatted(
            Numbers.decimal(number(to, "value")),
            Numbers.decimal(number(from, "value")),
            conclusion);
  }

  private static Grid grid(List<Row> rows) {
    return new Grid(
        List.of(
            "measure",
            "value",
            "95 % interval",
            "by chance",
            "what it says, and when to distrust it"),
        rows.stream()
            .map(
                row ->
                    List.of(
                        READINGS.get(row.getString(0)).title(),
                        Numbers.decimal(number(row, "value")),
                        "%s to %s"
                            .formatted(
                                Numbers.decimal(number(row, "low")),
                                Numbers.decimal(number(row, "high"))),
                        Numbers.decimal(number(row, "by_chance")),
                        READINGS.get(row.getString(0)).words()))
            .toList(),
        "By chance is what two spaces without anything in common would give.");
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
