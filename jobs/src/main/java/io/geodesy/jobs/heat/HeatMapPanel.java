package io.geodesy.jobs.heat;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.Coloring;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The map, and what can be said of its distances. */
final class HeatMapPanel {
  private static final double GOOD_STRESS = 0.1;
  private static final double POOR_STRESS = 0.25;

  private HeatMapPanel() {}

  static Panel of(HeatGeodesicParameters parameters, Tables published) {
    Panel.Builder panel = Panel.titled("Heat map of the rows");
    MapPoints points = MapPoints.of(published);
    if (points.size() == 0) {
      return panel
          .say(
              "There is no map: the largest connected piece has too few rows for %d dimensions, or no heat passes between its landmarks at this time."
                  .formatted(parameters.dimensions()))
          .build();
    }
    panel.say(
        "Heat starts on a landmark row and flows over links between neighbours; how little of it arrives at a row after a fixed time says how far that row is, along the shape of the data and not across the empty space between its folds. On the map, straight distances come as near to these as they can.");
    panel.say(
        "Read both who is near whom and roughly how far; the two axes have the same unit, and no meaning of their own.");
    addStress(panel, parameters, published);
    addTruth(panel, published);
    addRows(panel, published, points);
    List<Coloring> colorings = points.colorings();
    int second = points.dimensions() > 1 ? 1 : 0;
    panel.chart(
        "Rows by heat distance",
        new Chart.PointMap(
            "%s rows at their places on the heat map, coloured by %s."
                .formatted(Numbers.count(points.size()), colorings.get(0).name()),
            Axis.linear("map coordinate 1"),
            Axis.linear("map coordinate " + (second + 1)),
            points.coordinate(0),
            points.coordinate(second),
            points.ids(),
            colorings));
    return panel.build();
  }

  private static void addStress(
      Panel.Builder panel, HeatGeodesicParameters parameters, Tables published) {
    OptionalDouble stress = value(published, "map-stress");
    if (stress.isEmpty()) {
      return;
    }
    double share = stress.getAsDouble();
    String size = Numbers.percent(share);
    if (share <= GOOD_STRESS) {
      panel.finding(
          Finding.shape(
              "Heat distances fit into %d dimensions: the map bends them by %s only."
                  .formatted(parameters.dimensions(), size)));
    } else if (share <= POOR_STRESS) {
      panel.finding(
          Finding.shape(
              "Heat distances fit into %d dimensions in outline: the map bends them by %s, so that it shows which rows are near and roughly how groups lie, but not lengths."
                  .formatted(parameters.dimensions(), size)));
    } else {
      panel.finding(
          Finding.shape(
              "Heat distances need more than %d dimensions: a map in so few bends them by %s."
                  .formatted(parameters.dimensions(), size)));
      panel.finding(
          Finding.caution(
              "Trust near pairs on the heat map, not far ones: it bends distances by %s. Table heat_distances holds the distances themselves, and heat-geodesic.dimensions allows up to 16."
                  .formatted(size)));
    }
    panel.say(
        "Bent by %s means: the root mean square error of the map's distances between landmarks is that share of the root mean square of their heat distances."
            .formatted(size));
  }

  private static void addTruth(Panel.Builder panel, Tables published) {
    value(published, "truth-spearman")
        .ifPresent(
            spearman ->
                panel.finding(
                    Finding.shape(
                        "Heat distances order the rows as the true coordinates do: Spearman correlation %s, Pearson %s."
                            .formatted(
                                Numbers.decimal(spearman, 4),
                                Numbers.decimal(
                                    value(published, "truth-pearson").orElse(Double.NaN), 4)))));
  }

  private static void addRows(Panel.Builder panel, Tables published, MapPoints points) {
    long rows =
        published.attributes(HeatTables.COORDINATES.name()).number("n").stream()
            .mapToLong(n -> (long) n)
            .findFirst()
            .orElse(points.total());
    if (points.size() < points.total()) {
      panel.say(
          "Shown are %s of %s rows, drawn by a hash of their ids."
              .formatted(Numbers.count(points.size()), Numbers.count(points.total())));
    }
    if (points.total() < rows) {
      panel.finding(
          Finding.caution(
              "The heat map shows %s of %s rows: no heat passes between the others and them."
                  .formatted(Numbers.count(points.total()), Numbers.count(rows))));
    }
  }

  /** Returns a statistic of this analysis, if it is defined. */
  static OptionalDouble value(Tables published, String metric) {
    Dataset<Row> found =
        published
            .dataset("statistics")
            .where(
                "analysis = '%s' AND metric = '%s' AND value IS NOT NULL"
                    .formatted(HeatGeodesicAnalysis.NAME, metric))
            .select("value");
    return found.limit(1).collectAsList().stream().mapToDouble(r -> r.getDouble(0)).findFirst();
  }
}
