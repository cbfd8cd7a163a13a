package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.Coloring;
import io.geodesy.analysis.Chart.Kinds;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The map of the rows in diffusion coordinates. */
final class MapPanel {
  /** Coordinates beyond these are not looked at for the second axis. */
  private static final int MOST_AXES = 6;

  private MapPanel() {}

  static Panel of(Tables published) {
    MapSample sample = MapSample.of(published);
    Panel.Builder panel = Panel.titled("Map of the rows");
    long rows =
        published.attributes("coordinates").number("n").stream()
            .mapToLong(n -> (long) n)
            .findFirst()
            .orElse(sample.total());
    if (sample.dimension() == 0) {
      return panel.say("There is no map: the largest connected piece is a single row.").build();
    }
    panel.say(
        "Rows that a random walk over neighbours joins quickly lie close together. Each axis orders the rows along one diffusion coordinate and spreads them evenly, because groups would otherwise collapse to points: read who is near whom, not how far.");
    if (sample.size() < sample.total()) {
      panel.say(
          "Shown are %,d of %,d rows, drawn by a hash of their ids."
              .formatted(sample.size(), sample.total()));
    }
    if (sample.total() < rows) {
      panel.say(
          "The map holds the largest connected piece, %,d of %,d rows; the other pieces have coordinates of their own that cannot be compared with these."
              .formatted(sample.total(), rows));
      panel.finding(
          Finding.caution(
              "The map shows %.3g %% of the rows: the others are not connected with them."
                  .formatted(100.0 * sample.total() / rows)));
    }
    addCharts(panel, sample);
    return panel.build();
  }

  private static void addCharts(Panel.Builder panel, MapSample sample) {
    List<Coloring> colorings = new ArrayList<>();
    sample.clusters().ifPresent(colorings::add);
    sample.labels().ifPresent(colorings::add);
    if (colorings.isEmpty()) {
      colorings.add(new Kinds("rows", List.of("rows"), new int[sample.size()], "none"));
    }
    int axes = Math.min(MOST_AXES, sample.dimension());
    double[][] ranks =
        IntStream.range(0, axes)
            .mapToObj(j -> MapAxes.ranks(sample.coordinate(j)))
            .toArray(double[][]::new);
    if (axes == 1) {
      panel.chart(map(sample, colorings, ranks, 0, 0));
      return;
    }
    int partner = MapAxes.partner(ranks);
    if (partner > 1) {
      panel.say(
          "Coordinate 2 is left out since it is a mere function of coordinate 1: the shape is long and thin.");
    }
    panel.chart(
        "Rows by their order along the slowest directions",
        map(sample, colorings, ranks, 0, partner));
    if (partner + 2 < axes) {
      panel.chart(
          "The next two directions", map(sample, colorings, ranks, partner + 1, partner + 2));
    }
    panel.chart(
        "The coordinates themselves, not spread",
        new Chart.PointMap(
            "The same rows at their diffusion coordinates themselves: groups that hardly communicate are spikes far apart. The outermost half per cent at each end is drawn at the edge.",
            Axis.linear("diffusion coordinate 1"),
            Axis.linear("diffusion coordinate " + (partner + 1)),
            MapAxes.central(sample.coordinate(0)),
            MapAxes.central(sample.coordinate(partner)),
            sample.ids(),
            colorings));
  }

  private static Chart map(
      MapSample sample, List<Coloring> colorings, double[][] ranks, int x, int y) {
    return new Chart.PointMap(
        "%,d rows ordered along diffusion coordinates %d and %d, coloured by %s."
            .formatted(sample.size(), x + 1, y + 1, colorings.get(0).name()),
        Axis.linear("order along coordinate " + (x + 1)),
        Axis.linear("order along coordinate " + (y + 1)),
        ranks[x],
        ranks[y],
        sample.ids(),
        colorings);
  }
}
