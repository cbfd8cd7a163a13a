package io.geodesy.jobs.knn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import io.geodesy.table.Statistic;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The report's part on a join: how good it is, copies, and how far the corpus is. */
final class KnnJoinPanel {
  private static final int LEVELS = 101;

  private final KnnJoinParameters parameters;
  private final Tables published;
  private final Attributes attributes;

  KnnJoinPanel(KnnJoinParameters parameters, Tables published) {
    this.parameters = parameters;
    this.published = published;
    this.attributes = published.attributes("joined_neighbors");
  }

  Panel panel() {
    Panel.Builder panel = Panel.titled("Neighbours in the corpus");
    panel.say(
        "Every one of %s rows is joined to its %d nearest of the corpus' %s rows; nearness is %s."
            .formatted(
                Numbers.count((long) number("n")),
                (int) number("k"),
                Numbers.count((long) number("corpus-rows")),
                parameters.metric().phrase()));
    quality(panel);
    copies(panel);
    panel.chart("Distance to the last neighbour", distances());
    return panel.build();
  }

  private void quality(Panel.Builder panel) {
    if (attributes.text("mode").orElse("").equals("exact")) {
      panel.say("The lists are exact: all pairs of rows were compared.");
      return;
    }
    panel.say(
        "The search is approximate: %s of the true neighbours were found, give or take %s (95 %%), as checked on %s rows whose true neighbours were computed."
            .formatted(
                percent(number("recall")),
                percent(Statistic.NORMAL_95 * number("recall-se")),
                Numbers.count((long) number("recall-queries"))));
    if (number("recall") < parameters.recallTarget()) {
      panel.finding(
          Finding.caution(
              "The join misses more than was asked for: %s of the true neighbours were found where %s was the target. Raise knn-join.fanout, or set knn-join.mode = exact."
                  .formatted(percent(number("recall")), percent(parameters.recallTarget()))));
    }
  }

  private void copies(Panel.Builder panel) {
    double copied = number("copied-queries");
    String factor = parameters.metric() == Metric.COSINE ? " up to a factor" : "";
    if (copied == 0) {
      panel.say("No row has an exact copy in the corpus%s.".formatted(factor));
    } else {
      panel.finding(
          Finding.shape(
              "%s of %s rows (%s) have an exact copy in the corpus%s."
                  .formatted(
                      Numbers.count((long) copied),
                      Numbers.count((long) number("n")),
                      Numbers.percent(copied / number("n")),
                      factor)));
    }
  }

  /** All rows are ranked; only the quantiles leave the cluster. */
  private Chart distances() {
    double[] shares = IntStream.range(0, LEVELS).mapToDouble(i -> i / (LEVELS - 1.0)).toArray();
    double[] nearest = quantiles(element_at(col("distances"), 1), shares);
    double[] last = quantiles(element_at(col("distances"), -1), shares);
    return new Chart.Lines(
        String.format(
            Locale.ROOT,
            "Half of the rows are nearer than %.4g to the corpus; their %d-th neighbour is nearer than %.4g.",
            nearest[LEVELS / 2],
            (int) number("k"),
            last[LEVELS / 2]),
        Chart.Axis.linear("share of rows"),
        Chart.Axis.linear("distance"),
        List.of(
            Chart.LineSeries.of("nearest row of the corpus", shares, nearest),
            Chart.LineSeries.of("%d-th nearest".formatted((int) number("k")), shares, last)),
        false);
  }

  private double[] quantiles(Column distance, double[] shares) {
    Dataset<Row> distances =
        published.dataset("joined_neighbors").select(distance.cast("double").as("distance"));
    // An error of zero is exact; an approximation would depend on the partitions.
    return distances.stat().approxQuantile("distance", shares, 0);
  }

  private double number(String name) {
    return attributes.number(name).orElse(0);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
