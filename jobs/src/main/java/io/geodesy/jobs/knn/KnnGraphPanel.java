package io.geodesy.jobs.knn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import io.geodesy.table.Statistic;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The report's part on the neighbour graph: how good it is, copies, and how far neighbours are. */
final class KnnGraphPanel {
  private static final int BINS = 40;

  /** From this share of duplicates on the summary cautions against them. */
  private static final double MANY_DUPLICATES = 0.001;

  private final KnnGraphParameters parameters;
  private final Tables published;
  private final Attributes attributes;

  KnnGraphPanel(KnnGraphParameters parameters, Tables published) {
    this.parameters = parameters;
    this.published = published;
    this.attributes = published.attributes("neighbors");
  }

  Panel panel() {
    Panel.Builder panel = Panel.titled("Neighbour graph");
    panel.say(
        "Every row is joined to its %d nearest other rows; nearness is %s."
            .formatted((int) number("k"), parameters.metric().phrase()));
    attributes
        .text("within")
        .ifPresent(
            column ->
                panel.say(
                    "Neighbours are sought among rows of the same %s alone; groups with fewer other rows than %d have shorter lists."
                        .formatted(column, (int) number("k"))));
    panel.say(quality());
    if (!isExact() && number("recall") < parameters.leastRecall()) {
      panel.finding(
          Finding.caution(
              "The neighbour graph misses more than was asked for: %s of the true neighbours were found where %s was the target. Raise knn-graph.fanout, or set knn-graph.mode = exact."
                  .formatted(percent(number("recall")), percent(parameters.leastRecall()))));
    }
    misses(panel);
    attributes
        .text("extended-from")
        .ifPresent(
            run ->
                panel.say(
                    "It extends the graph of run %s: %s rows were added, %s removed, %s kept their id with another vector, and %s lists were searched anew."
                        .formatted(
                            run,
                            Numbers.count((long) number("rows-added")),
                            Numbers.count((long) number("rows-removed")),
                            Numbers.count((long) number("rows-changed")),
                            Numbers.count((long) number("lists-searched")))));
    duplicates(panel);
    panel.chart("Distance to the last neighbour", distances());
    return panel.build();
  }

  private String quality() {
    return isExact()
        ? "The lists are exact: all pairs of rows were compared."
        : "The search is approximate: %s of the true neighbours were found, give or take %s (95 %%), as checked on %,d rows whose true neighbours were computed."
            .formatted(
                percent(number("recall")),
                percent(Statistic.NORMAL_95 * number("recall-se")),
                (int) number("recall-queries"));
  }

  /** Where the misses are: by the number of lists a row is in. */
  private void misses(Panel.Builder panel) {
    List<Row> statistics =
        published
            .dataset("statistics")
            .where(col("analysis").equalTo(KnnGraphAnalysis.NAME))
            .select("group", "metric", "value", "n")
            .collectAsList();
    List<Row> groups =
        statistics.stream()
            .filter(row -> !row.isNullAt(0) && row.getString(1).equals(RecallByInDegree.RECALL))
            .toList();
    if (groups.size() < 2) {
      return;
    }
    Row fewest = groups.get(0);
    Row most = groups.get(groups.size() - 1);
    panel.say(
        "Nothing is missing from %s of the lists checked; where something is, the list holds the next nearest rows instead: listed distances add up to %.2f %% of the true ones on average. A search finds its way from list to list, so rows in few lists of others are the hard ones: %.2f %% of the true neighbours are missed for rows in %s, %.2f %% for rows in %s."
            .formatted(
                Numbers.percent(of(statistics, RecallByInDegree.PERFECT)),
                100 * of(statistics, RecallByInDegree.RATIO),
                missed(fewest),
                inWords(fewest),
                missed(most),
                inWords(most)));
    List<String> categories =
        groups.stream()
            .map(row -> "%s (%s)".formatted(range(row), Numbers.count(row.getLong(3))))
            .toList();
    panel.chart(
        "Who is missed",
        new Chart.Bars(
            "Share of the true neighbours that were missed, by how many lists the row is in itself: from %.2f %% (in %s) to %.2f %% (in %s)."
                .formatted(missed(fewest), inWords(fewest), missed(most), inWords(most)),
            Chart.Axis.linear("lists of other rows that the row is in (rows checked)"),
            Chart.Axis.linear("true neighbours missed, %"),
            categories,
            groups.stream().mapToDouble(KnnGraphPanel::missed).toArray()));
  }

  /** Returns per cent. */
  private static double missed(Row group) {
    return Math.max(0, 100 * (1 - group.getDouble(2)));
  }

  private static String range(Row group) {
    return group.getString(0).substring(RecallByInDegree.GROUP.length());
  }

  private static String inWords(Row group) {
    String range = range(group);
    return switch (range) {
      case "0" -> "no list";
      case "1" -> "one list";
      default -> range + " lists";
    };
  }

  private static double of(List<Row> statistics, String metric) {
    return statistics.stream()
        .filter(row -> row.isNullAt(0) && row.getString(1).equals(metric) && !row.isNullAt(2))
        .mapToDouble(row -> row.getDouble(2))
        .findFirst()
        .orElse(Double.NaN);
  }

  private void duplicates(Panel.Builder panel) {
    double rows = number("n");
    double duplicates = number("duplicate-rows");
    String factor = parameters.metric() == Metric.COSINE ? " up to a factor" : "";
    if (duplicates == 0) {
      panel.say("No row repeats another exactly%s.".formatted(factor));
      return;
    }
    String sentence =
        "%s of %s rows (%s) repeat an earlier row exactly%s"
            .formatted(
                Numbers.count((long) duplicates),
                Numbers.count((long) rows),
                Numbers.percent(duplicates / rows),
                factor);
    if (duplicates < MANY_DUPLICATES * rows) {
      panel.say(sentence + ".");
      return;
    }
    if (parameters.metric() == Metric.INNER_PRODUCT) {
      panel.finding(
          Finding.caution(
              sentence
                  + ": each of them brings its copies into the lists it is in, which bends hubs and the purity of labels. Consider removing the repeats first."));
      return;
    }
    panel.finding(
        Finding.caution(
            sentence
                + ": the nearest neighbours of such rows are their copies, at distance zero, which bends hubs, densities and the purity of labels. Consider removing the repeats first."));
  }

  /** All rows are counted; only the counts leave the cluster. */
  private Chart distances() {
    Dataset<Row> last =
        published
            .dataset("neighbors")
            .where(size(col("distances")).gt(0))
            .select(element_at(col("distances"), -1).cast("double").as("distance"));
    Row range = last.agg(min("distance"), max("distance")).head();
    double low = range.getDouble(0);
    double width = (range.getDouble(1) - low) / BINS;
    double[] edges = new double[BINS + 1];
    for (int b = 0; b <= BINS; b++) {
      edges[b] = width > 0 ? low + b * width : low + (b - BINS / 2.0) / BINS;
    }
    double[] counts = new double[BINS];
    if (width > 0) {
      List<Row> bins =
          last.select(
                  least(floor(col("distance").minus(low).divide(width)), lit((long) BINS - 1))
                      .as("bin"))
              .groupBy("bin")
              .count()
              .collectAsList();
      bins.forEach(bin -> counts[(int) bin.getLong(0)] += bin.getLong(1));
    } else {
      counts[BINS / 2] = number("n");
    }
    return new Chart.Histogram(
        "Distances to the %d-th neighbour run from %.4g to %.4g."
            .formatted((int) number("k"), low, range.getDouble(1)),
        Chart.Axis.linear("distance to the %d-th neighbour".formatted((int) number("k"))),
        Chart.Axis.linear("rows"),
        edges,
        counts,
        List.of());
  }

  private boolean isExact() {
    return attributes.text("mode").orElse("").equals("exact");
  }

  private double number(String name) {
    return attributes.number(name).orElse(0);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
