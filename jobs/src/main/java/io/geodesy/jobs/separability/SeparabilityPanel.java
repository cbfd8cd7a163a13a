package io.geodesy.jobs.separability;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Mark;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The report's part on death times and labels. */
final class SeparabilityPanel {
  private static final int BINS = 40;
  private static final int MOST_ROWS = 40;

  private SeparabilityPanel() {}

  static List<Panel> of(SeparabilityParameters parameters, Tables published) {
    List<Row> scores = published.dataset(SeparabilityTables.SEPARABILITY.name()).collectAsList();
    Panel.Builder panel = Panel.titled("Separability");
    scores.stream().limit(1).forEach(row -> finding(row, scores.size(), panel));
    panel.say(
        "Every row is a component of its own; as balls around the rows grow, components meet and die, and the radius at which each does is an edge of the shortest tree through all rows. Few times near the largest and many far below it mean heaps with gaps between them; a score near 1 means one evenly spread cloud.");
    panel.say(
        "The score says nothing of gaps narrower than the longest edge inside a heap: for round heaps it moves only when they stand clearly apart, while what labels say moves from the beginning. Scores of tables of different size or dimension are not comparable.");
    long unproven = scores.stream().mapToLong(row -> row.<Long>getAs("uncertified_edges")).sum();
    if (unproven > 0 && parameters.exact() != TreeProof.SAMPLE) {
      panel.finding(
          Finding.caution(
              "The spanning tree behind the separability score has %s edges that an approximate neighbour graph could not prove: the score may be a little too high. Compute the graph with --set knn-graph.mode=exact."
                  .formatted(Numbers.count(unproven))));
    }
    histogram(published.dataset(SeparabilityTables.DEATHS.name()), scores.size(), panel);
    monitor(published.dataset(SeparabilityTables.MONITOR.name()), panel);
    panel.grid(grid(scores));
    return List.of(panel.build());
  }

  private static void finding(Row row, int groups, Panel.Builder panel) {
    double score = number(row, "mean_normalised");
    if (groups > 1) {
      return;
    }
    if (Double.isNaN(score)) {
      panel.finding(
          Finding.caution("Separability is undefined: there is one row, or all rows are equal."));
      return;
    }
    String labels =
        Double.isNaN(number(row, "thornton"))
            ? ""
            : " With labels, the nearest neighbour of %s of the rows has their label%s."
                .formatted(
                    Numbers.percent(number(row, "thornton")),
                    Double.isNaN(number(row, "auc"))
                        ? ""
                        : ", and straight cuts tell the labels of unseen rows apart with an AUC of "
                            + Numbers.decimal(number(row, "auc")));
    panel.finding(
        Finding.shape(
            "The mean edge of the shortest tree through all rows is %s of its longest, and %s of the edges are above half of it.%s"
                .formatted(
                    Numbers.percent(score),
                    Numbers.percent(number(row, "share_above_half")),
                    labels)));
  }

  /** Counts of the first group, or of the whole table. */
  private static void histogram(Dataset<Row> deaths, int groups, Panel.Builder panel) {
    if (groups > 1) {
      return;
    }
    double[] counts = new double[BINS];
    List<Row> found =
        deaths
            .where("normalised is not null")
            .select(
                functions
                    .least(
                        functions.floor(functions.col("normalised").multiply(BINS)),
                        functions.lit((long) BINS - 1))
                    .cast("int")
                    .as("bin"))
            .groupBy("bin")
            .count()
            .collectAsList();
    if (found.isEmpty()) {
      return;
    }
    found.forEach(row -> counts[row.getInt(0)] = row.getLong(1));
    double[] edges = new double[BINS + 1];
    for (int i = 0; i <= BINS; i++) {
      edges[i] = (double) i / BINS;
    }
    panel.chart(
        "Death times over the largest",
        new Chart.Histogram(
            "How many components die at which share of the largest death time.",
            Axis.linear("death time over the largest"),
            Axis.log("components"),
            edges,
            counts,
            List.of(Mark.atX("half", 0.5))));
  }

  private static void monitor(Dataset<Row> monitor, Panel.Builder panel) {
    List<Row> steps = monitor.orderBy("position").collectAsList();
    if (steps.isEmpty()) {
      return;
    }
    String stop =
        steps.stream()
            .filter(row -> row.<Boolean>getAs("stop"))
            .map(row -> row.<String>getAs("group"))
            .findFirst()
            .orElse(null);
    panel.finding(
        Finding.shape(
            stop == null
                ? "The separability score still moves at the last of %d groups."
                    .formatted(steps.size())
                : "The separability score no longer moves after group %s.".formatted(stop)));
    double[] x = steps.stream().mapToDouble(r -> Double.parseDouble(r.getAs("group"))).toArray();
    panel.chart(
        "Score over groups",
        new Chart.Lines(
            "Separability score over groups in order, and its running mean.",
            Axis.linear("group"),
            Axis.linear("score"),
            List.of(
                LineSeries.of(
                    "score", x, steps.stream().mapToDouble(r -> number(r, "score")).toArray()),
                LineSeries.of(
                    "running mean",
                    x,
                    steps.stream().mapToDouble(r -> number(r, "smoothed")).toArray())),
            true));
  }

  private static Grid grid(List<Row> scores) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : scores.subList(0, Math.min(MOST_ROWS, scores.size()))) {
      String group = row.getAs("group");
      cells.add(
          List.of(
              group == null ? "all rows" : group,
              Numbers.count(row.<Long>getAs("n")),
              Numbers.decimal(number(row, "score")),
              Numbers.decimal(number(row, "mean_normalised")),
              Numbers.decimal(number(row, "max_death")),
              Numbers.decimal(number(row, "fdr")),
              Numbers.decimal(number(row, "thornton")),
              Numbers.decimal(number(row, "auc")),
              Numbers.count(row.<Long>getAs("uncertified_edges"))));
    }
    return new Grid(
        List.of(
            "group",
            "rows",
            "score",
            "mean over largest",
            "longest edge",
            "Fisher ratio",
            "same label nearest",
            "AUC",
            "edges not proven"),
        cells,
        scores.size() > MOST_ROWS
            ? "The first %d of %d groups; the others are in table separability."
                .formatted(MOST_ROWS, scores.size())
            : "Labels enter the Fisher ratio, the nearest label and the AUC, and never the score.");
  }

  private static double number(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? Double.NaN : value;
  }
}
