package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Tables;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How the number of clusters was chosen, for the report: read from the statistics that {@link
 * CountChoice} wrote.
 *
 * @param chosen number of clusters
 * @param low the least number that does as well
 * @param high the greatest
 * @param rows it stands on
 * @param doubt why it is uncertain, or null
 * @param criterion metric of the curve
 * @param counts numbers tried, ascending
 * @param scores one a number
 */
@SuppressWarnings("ArrayRecordComponent")
record CountCurve(
    int chosen,
    int low,
    int high,
    long rows,
    String doubt,
    String criterion,
    double[] counts,
    double[] scores) {

  /** Returns the choice, if there was one. */
  static Optional<CountCurve> of(Tables published) {
    List<Row> found =
        published
            .dataset("statistics")
            .where(functions.col("analysis").equalTo(ClustersAnalysis.NAME))
            .where(
                functions
                    .col("metric")
                    .isin(CountChoice.CHOSEN, CountChoice.SILHOUETTE, CountChoice.GAP))
            .select("metric", "group", "value", "low", "high", "n", "note")
            .collectAsList();
    Optional<Row> choice =
        found.stream().filter(row -> row.getString(0).equals(CountChoice.CHOSEN)).findFirst();
    List<Row> curve =
        found.stream()
            .filter(row -> !row.getString(0).equals(CountChoice.CHOSEN))
            .sorted((a, b) -> Integer.compare(countOf(a), countOf(b)))
            .toList();
    return choice.map(
        row ->
            new CountCurve(
                (int) row.getDouble(2),
                (int) row.getDouble(3),
                (int) row.getDouble(4),
                row.getLong(5),
                row.getString(6),
                curve.isEmpty() ? "" : curve.get(0).getString(0),
                curve.stream().mapToDouble(CountCurve::countOf).toArray(),
                curve.stream().mapToDouble(r -> r.getDouble(2)).toArray()));
  }

  private static int countOf(Row row) {
    return CountChoice.countOf(row.getString(1));
  }

  /** Returns whether another number may be as right. */
  boolean isUncertain() {
    return doubt != null;
  }

  /** Returns how the number was found and who decides it. */
  String sentence() {
    if (counts.length == 0) {
      return "It chose one cluster%s; parameter clusters decides otherwise."
          .formatted(doubt == null ? "" : ": " + doubt);
    }
    String why =
        criterion.equals(CountChoice.GAP)
            ? "after as many frequencies of the neighbour graph comes %s"
                .formatted(doubt == null ? "their widest gap" : "the widest gap but the first's")
            : "on %s sampled rows the silhouette exceeds that of one Gaussian cloud %s"
                .formatted(
                    Numbers.count(rows),
                    low == high
                        ? "most"
                        : "within a standard error of the most for %d to %d clusters, of which the least was taken"
                            .formatted(low, high));
    return "The number was not given and %d clusters were chosen: %s. Parameter clusters decides otherwise."
        .formatted(chosen, why);
  }

  /** Returns what stands above the picture. */
  String heading() {
    return "How the number was chosen";
  }

  /** Returns the curve with the number chosen. */
  Chart chart() {
    boolean isGap = criterion.equals(CountChoice.GAP);
    String what = isGap ? "gap of the frequencies" : "silhouette above one cloud's";
    return new Chart.Lines(
        "The %s for %d to %d clusters; %d were chosen."
            .formatted(what, (int) counts[0], (int) counts[counts.length - 1], chosen),
        Chart.Axis.linear("clusters"),
        Chart.Axis.linear(what),
        List.of(Chart.LineSeries.of(what, counts, scores)),
        true,
        List.of(Chart.Mark.atX("chosen: " + chosen, chosen)));
  }
}
