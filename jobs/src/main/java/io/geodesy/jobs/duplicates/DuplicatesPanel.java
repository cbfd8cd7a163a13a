package io.geodesy.jobs.duplicates;

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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The near-duplicates' part of the report. */
final class DuplicatesPanel {
  private static final int MOST_COMPONENTS = 12;
  private static final int MOST_GROUPS = 20;
  private static final double MUCH_CHAINED = 0.01;

  private final DuplicatesParameters parameters;
  private final Tables published;
  private final Map<String, Row> statistics = new HashMap<>();
  private final Panel.Builder panel = Panel.titled("Near-duplicates");

  private DuplicatesPanel(DuplicatesParameters parameters, Tables published) {
    this.parameters = parameters;
    this.published = published;
    published
        .dataset("statistics")
        .where(functions.col("analysis").equalTo(DuplicatesAnalysis.NAME))
        .where("group is null")
        .collectAsList()
        .forEach(row -> statistics.put(row.getAs("metric"), row));
  }

  static List<Panel> of(DuplicatesParameters parameters, Tables published) {
    return List.of(new DuplicatesPanel(parameters, published).build());
  }

  private Panel build() {
    long components = count("duplicate-components");
    panel.finding(Finding.shape(shape(components)));
    panel.say(
        "Rows are linked when they are %s; what links connect is one group (a component in the tables), and of each %s is kept. Table keep_list holds the rows that stay, near_duplicates every row of a group with the row kept for it."
            .formatted(criterion(), kept()));
    leaks();
    chains();
    if (value("complete") == 1) {
      panel.say("No pair is missing: %s.".formatted(reason()));
    } else {
      String caution = "Near-duplicates may be missing: %s.".formatted(reason());
      panel.finding(Finding.caution(caution));
      panel.say(caution);
    }
    panel.say(
        "What it takes to be a duplicate depends on the model that made the vectors: read some pairs near the threshold before removing anything, for instance by: select id, kept_id, nearest_similarity from near_duplicates order by nearest_similarity.");
    curve();
    if (components > 0) {
      panel.grid(largest(components));
      groups();
    }
    return panel.build();
  }

  private String shape(long components) {
    if (components == 0) {
      return "No two rows are %s.".formatted(criterion());
    }
    return "%s of the rows can be removed: %s rows form %s of rows %s, linked one to the next, and keeping one of each removes %s rows. %s of those are exact copies."
        .formatted(
            Numbers.percent(value("duplicate-rate")),
            Numbers.count(count("rows-with-near-duplicates")),
            components == 1 ? "one group" : Numbers.count(components) + " groups",
            criterion(),
            Numbers.count(count("removable-rows")),
            Numbers.count(count("exact-copies")));
  }

  private String criterion() {
    return parameters.distance().isPresent()
        ? "within a distance of " + Numbers.decimal(parameters.distance().getAsDouble())
        : "alike to a cosine of %s or more".formatted(Numbers.decimal(parameters.threshold(), 6));
  }

  private String kept() {
    String column = parameters.keepColumn().orElse("");
    return switch (parameters.keep()) {
      case FIRST -> "the least id";
      case MEDOID -> "the row nearest to the mean";
      case RANDOM -> "a row drawn by a hash";
      case GREATEST -> "the row with the greatest " + column;
      case LEAST -> "the row with the least " + column;
      case LONGEST -> "the row with the longest " + column;
      case SHORTEST -> "the row with the shortest " + column;
    };
  }

  private void leaks() {
    List<Row> leaks =
        published
            .dataset(DuplicateTables.LEAKS.name())
            .orderBy(functions.desc("rate"), functions.col("split"), functions.col("other"))
            .collectAsList();
    if (leaks.isEmpty()) {
      return;
    }
    Row worst = leaks.get(0);
    if (worst.<Long>getAs("near") == 0) {
      panel.finding(Finding.shape("No near-duplicates cross the parts of the split."));
      return;
    }
    panel.finding(
        Finding.caution(
            "%s of the rows of part %s have a near-duplicate in part %s (%s of %s rows, %s of them exact copies): figures measured on one after fitting the other are too good."
                .formatted(
                    Numbers.percent(worst.<Double>getAs("rate")),
                    worst.getAs("split"),
                    worst.getAs("other"),
                    Numbers.count(worst.<Long>getAs("near")),
                    Numbers.count(worst.<Long>getAs("rows")),
                    Numbers.count(worst.<Long>getAs("copies")))));
    panel.grid(
        new Grid(
            List.of("part", "other part", "rows", "with a near-duplicate there", "share", "copies"),
            leaks.stream()
                .limit(MOST_GROUPS)
                .map(
                    row ->
                        List.of(
                            row.<String>getAs("split"),
                            row.<String>getAs("other"),
                            Numbers.count(row.<Long>getAs("rows")),
                            Numbers.count(row.<Long>getAs("near")),
                            Numbers.percent(row.<Double>getAs("rate")),
                            Numbers.count(row.<Long>getAs("copies"))))
                .toList(),
            "Leaks across the split; column leaks_to of near_duplicates names the rows."));
  }

  private void chains() {
    long chained = count("chained-rows");
    if (chained == 0) {
      return;
    }
    String sentence =
        "%s farther from the row kept in its group than the threshold: a chain of near-duplicates links the two. Column %s tells such rows; a stricter threshold makes them fewer."
            .formatted(
                chained == 1 ? "1 row is" : Numbers.count(chained) + " rows are each",
                parameters.distance().isPresent() ? "kept_distance" : "kept_similarity");
    panel.say(sentence);
    if (chained > MUCH_CHAINED * count("rows-with-near-duplicates")) {
      panel.finding(Finding.caution(sentence));
    }
  }

  private void curve() {
    List<Row> rows = published.dataset(DuplicateTables.THRESHOLDS.name()).collectAsList();
    boolean isSimilarity = parameters.distance().isEmpty();
    List<Row> ascending =
        rows.stream()
            .sorted(Comparator.comparingDouble(row -> row.<Double>getAs("threshold")))
            .toList();
    double[] x = ascending.stream().mapToDouble(row -> row.<Double>getAs("threshold")).toArray();
    long n = statistics.get("duplicate-rate").<Long>getAs("n");
    panel.chart(
        "Against the threshold",
        new Chart.Lines(
            "Share of rows with a near-duplicate and share of rows that would be removed, against the threshold.",
            Axis.linear(isSimilarity ? "cosine similarity" : "distance"),
            Axis.linear("share of rows, %"),
            List.of(
                LineSeries.of(
                    "have a near-duplicate",
                    x,
                    ascending.stream()
                        .mapToDouble(row -> 100.0 * row.<Long>getAs("rows") / n)
                        .toArray()),
                LineSeries.of(
                    "would be removed",
                    x,
                    ascending.stream()
                        .mapToDouble(row -> 100 * row.<Double>getAs("rate"))
                        .toArray())),
            true,
            List.of(Mark.atX("threshold", parameters.distance().orElse(parameters.threshold())))));
  }

  private Grid largest(long components) {
    List<Row> rows =
        published
            .dataset(DuplicateTables.COMPONENTS.name())
            .orderBy("component")
            .limit(MOST_COMPONENTS)
            .collectAsList();
    boolean isSimilarity = parameters.distance().isEmpty();
    return new Grid(
        List.of(
            "group",
            "rows",
            "different vectors",
            "kept",
            isSimilarity ? "least cosine to it" : "farthest from it",
            "beyond the threshold"),
        rows.stream()
            .map(
                row -> {
                  double farthest = row.<Double>getAs("farthest_from_kept");
                  return List.of(
                      Integer.toString(row.<Integer>getAs("component")),
                      Numbers.count(row.<Long>getAs("size")),
                      Numbers.count(row.<Long>getAs("vectors")),
                      String.valueOf(row.<Object>getAs("kept_id")),
                      Numbers.decimal(isSimilarity ? Closeness.cosine(farthest) : farthest),
                      Numbers.count(row.<Long>getAs("chained")));
                })
            .toList(),
        components > MOST_COMPONENTS
            ? "The largest %d of %s groups; all are in duplicate_components."
                .formatted(MOST_COMPONENTS, Numbers.count(components))
            : "All groups.");
  }

  private void groups() {
    Dataset<Row> groups = published.dataset(DuplicateTables.GROUPS.name());
    List<String> groupings =
        groups.select("grouping").distinct().orderBy("grouping").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    for (String grouping : groupings) {
      Dataset<Row> own = groups.where(functions.col("grouping").equalTo(grouping));
      long values = own.count();
      List<List<String>> cells = new ArrayList<>();
      own.orderBy(functions.desc("removed"), functions.col("value"))
          .limit(MOST_GROUPS)
          .collectAsList()
          .forEach(
              row ->
                  cells.add(
                      List.of(
                          row.<String>getAs("value"),
                          Numbers.count(row.<Long>getAs("rows")),
                          Numbers.count(row.<Long>getAs("duplicates")),
                          Numbers.count(row.<Long>getAs("removed")),
                          Numbers.percent(row.<Double>getAs("rate")))));
      panel.grid(
          new Grid(
              List.of(grouping, "rows", "with a near-duplicate", "removed", "share removed"),
              cells,
              values > MOST_GROUPS
                  ? "The %d of %s with most rows removed; all are in duplicate_groups."
                      .formatted(MOST_GROUPS, Numbers.count(values))
                  : "Near-duplicates by " + grouping + "."));
    }
  }

  private String reason() {
    String note = statistics.get("complete").getAs("note");
    return note.substring(DuplicateStatistics.COMPLETE.length());
  }

  private double value(String metric) {
    return statistics.get(metric).<Double>getAs("value");
  }

  private long count(String metric) {
    return (long) value(metric);
  }
}
