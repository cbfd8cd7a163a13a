package io.geodesy.jobs.drift;

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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The report's part on drift: the verdict, what it rests on, and where the difference is. */
final class DriftPanel {
  private static final int MOST_POPULATIONS = 20;
  private static final double LEAST_SHOWN = 0.0001;
  private static final Map<String, String> TITLES =
      Map.of(
          Frechet.NAME, "Fréchet distance",
          FeatureDiscrepancy.NAME, "squared mean discrepancy (MMD)",
          SlicedDistance.NAME, "sliced Wasserstein distance",
          TwoSampleClassifier.NAME, "a classifier's area under the curve",
          Components.NAME, "share of columns that drifted",
          Populations.NAME, "shift between populations",
          NewRegions.NAME, "share of rows in new regions");

  private final DriftParameters parameters;
  private final Tables published;
  private final Map<String, Row> measures = new HashMap<>();
  private final Panel.Builder panel = Panel.titled("Drift");

  private DriftPanel(DriftParameters parameters, Tables published) {
    this.parameters = parameters;
    this.published = published;
  }

  static List<Panel> of(DriftParameters parameters, Tables published) {
    return List.of(new DriftPanel(parameters, published).panel());
  }

  private Panel panel() {
    List<Row> rows = published.dataset(DriftTables.MEASURES.name()).collectAsList();
    if (rows.isEmpty()) {
      String sketched =
          "The rows were sketched and compared with nothing; a later run can take them for its reference by --reference-run.";
      return panel.finding(Finding.shape(sketched)).say(sketched).build();
    }
    rows.forEach(row -> measures.put(row.getString(0), row));
    verdict(rows);
    panel.say(
        "The verdict is drift when any test says so after all p values are adjusted for one another: without drift that happens in at most %s of comparisons. It says that there is a difference, not that it matters: with many rows the least difference is found. How large it is stands in the table."
            .formatted(Numbers.percent(parameters.falseAlarmRate())));
    panel.say(
        "Distrust it where rows are not drawn independently, many from one document or user for instance: then differences come by themselves and the false alarms are more than promised. Tables with the same items in both are fine, but less is found.");
    panel.grid(grid(rows));
    panel.say(
        "Every measure but the Fréchet distance is a test. The Fréchet distance compares only means and spreads; the mean discrepancy sees any difference about as coarse as the median distance between rows; the sliced distance sees any difference in some direction; the classifier any that a straight cut sees.");
    components();
    populations();
    regions();
    return panel.build();
  }

  private void verdict(List<Row> rows) {
    List<String> by = new ArrayList<>();
    long tests = 0;
    for (Row row : rows) {
      Boolean isDrifted = row.getAs("is_drifted");
      tests += isDrifted == null ? 0 : 1;
      if (isDrifted != null && isDrifted) {
        by.add(TITLES.get(row.getString(0)));
      }
    }
    String rate = Numbers.percent(parameters.falseAlarmRate());
    panel.finding(
        Finding.shape(
            by.isEmpty()
                ? "No drift was found: none of %d tests tells the rows from the reference at a false-alarm rate of %s."
                    .formatted(tests, rate)
                : "Drift: %d of %d tests tell the rows from the reference at a false-alarm rate of %s (%s)."
                    .formatted(by.size(), tests, rate, String.join("; ", by))));
    double area = number(measures.get(TwoSampleClassifier.NAME), "value");
    if (!by.isEmpty() && Double.isFinite(area)) {
      panel.finding(
          Finding.shape(
              "Shown one row of each table, a simple classifier would tell which is which in %s of cases; 50 %% is guessing."
                  .formatted(Numbers.percent(area))));
    }
    for (Row row : rows) {
      if (row.isNullAt(row.fieldIndex("value"))) {
        panel.finding(
            Finding.caution(
                "Drift: %s is %s."
                    .formatted(TITLES.get(row.getString(0)), row.<String>getAs("note"))));
      }
    }
  }

  private static Grid grid(List<Row> rows) {
    return new Grid(
        List.of("measure", "value", "95 % interval", "without drift", "p, adjusted", "drift"),
        rows.stream()
            .map(
                row -> {
                  Boolean isDrifted = row.getAs("is_drifted");
                  return List.of(
                      TITLES.get(row.getString(0)),
                      Numbers.decimal(number(row, "value")),
                      "%s to %s"
                          .formatted(
                              Numbers.decimal(number(row, "low")),
                              Numbers.decimal(number(row, "high"))),
                      Numbers.decimal(number(row, "under_no_drift")),
                      probability(number(row, "p_adjusted")),
                      isDrifted == null ? "no test" : isDrifted ? "yes" : "no");
                })
            .toList(),
        "Read every value beside the column without drift: what two samples of these sizes of one population give on average. Distances are in the unit of the vectors, the Fréchet distance and the discrepancy squared; the Fréchet distance is too large by about what stands without drift, and its interval is of what is left when that is taken off.");
  }

  private void components() {
    Dataset<Row> components = published.dataset(DriftTables.COMPONENTS.name());
    // As many rows as the vectors have columns.
    List<Row> rows =
        components.orderBy(functions.col("ks").desc(), functions.col("component")).collectAsList();
    long drifted = rows.stream().filter(row -> row.<Boolean>getAs("is_drifted")).count();
    panel.say(
        "%d of %d columns of the vectors drifted; in column %d the distributions differ most, by %s of the rows."
            .formatted(
                drifted,
                rows.size(),
                rows.get(0).<Integer>getAs("component"),
                Numbers.percent(rows.get(0).getAs("ks"))));
    double[] rank = IntStream.rangeClosed(1, rows.size()).asDoubleStream().toArray();
    double[] ks = rows.stream().mapToDouble(row -> row.<Double>getAs("ks")).toArray();
    panel.chart(
        "Columns, the most different first",
        new Chart.Lines(
            "The greatest difference of the two distribution functions of every column, descending from %s to %s."
                .formatted(Numbers.decimal(ks[0]), Numbers.decimal(ks[ks.length - 1])),
            Axis.linear("columns, most different first"),
            Axis.linear("difference of distributions (KS)"),
            List.of(LineSeries.of("columns", rank, ks)),
            false));
  }

  private void populations() {
    List<Row> rows =
        published
            .dataset(DriftTables.POPULATIONS.name())
            .orderBy(
                functions.abs(functions.expr("share - reference_share")).desc(),
                functions.col("population"))
            .limit(MOST_POPULATIONS)
            .collectAsList();
    if (rows.isEmpty()) {
      return;
    }
    Row most = rows.get(0);
    panel.say(
        "%sThe share of %s changed most, from %s to %s of the rows; whether more than by chance says the shift between populations in the table."
            .formatted(
                most.<String>getAs("population").startsWith("cluster ")
                    ? "Without a group column, populations are clusters of the reference's rows. "
                    : "",
                most.<String>getAs("population"),
                Numbers.percent(most.getAs("reference_share")),
                Numbers.percent(most.getAs("share"))));
    panel.chart(
        "Populations, change of share",
        new Chart.Bars(
            "By how much the share of each of %d populations changed.".formatted(rows.size()),
            Axis.linear("population"),
            Axis.linear("change, in per cent of the rows"),
            rows.stream().map(row -> row.<String>getAs("population")).toList(),
            rows.stream()
                .mapToDouble(
                    row ->
                        100 * (row.<Double>getAs("share") - row.<Double>getAs("reference_share")))
                .toArray()));
  }

  private void regions() {
    long far = published.dataset(DriftTables.NEW_REGION_ROWS.name()).count();
    Row share = measures.get(NewRegions.NAME);
    if (share.isNullAt(share.fieldIndex("value"))) {
      return;
    }
    panel.say(
        "%s rows lie where the reference has none: farther from its sampled rows than all but %s of its own, as about that share of any table without drift does. Of the %s rows that were tested %s do. All are listed, farthest first, by: select * from new_region_rows order by distance desc."
            .formatted(
                Numbers.count(far),
                Numbers.percent(parameters.newRegionLevel()),
                Numbers.count(share.<Long>getAs("n")),
                Numbers.percent(share.<Double>getAs("value"))));
  }

  /** No chance is nought. */
  private static String probability(double p) {
    return p < LEAST_SHOWN ? "under " + Numbers.decimal(LEAST_SHOWN) : Numbers.decimal(p);
  }

  private static double number(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? Double.NaN : value;
  }
}
