package io.geodesy.jobs.geometry;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import io.geodesy.table.KeyOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The report's part on effective dimension and decay. */
final class GeometryPanel {
  private static final int MOST_ROWS = 40;
  private static final int MOST_LINES = 6;

  private GeometryPanel() {}

  static List<Panel> of(SpectralGeometryParameters parameters, Tables published) {
    List<Row> keys = ordered(published);
    Panel.Builder panel = Panel.titled("Directions in use");
    if (keys.size() == 1) {
      panel.finding(Finding.shape(whole(keys.get(0))));
    } else {
      several(keys).forEach(panel::finding);
    }
    panel.say(
        "RankMe by covariance is the number of equally strong directions with as much entropy as"
            + " the rows have around their mean; RankMe by singular values, the older figure, does"
            + " not take the mean away and weighs weak directions more, so that the two must not be"
            + " compared with each other.");
    panel.say(
        "Alpha is how fast the variance falls from direction to direction, fitted over ranks %d to %d: about 1 is usual for features that carry much and generalise, far above 1 means that few directions hold nearly all. It is blank where fewer than 5 ranks can be used."
            .formatted(parameters.fitLow(), parameters.fitHigh()));
    panel.say(
        "All of this counts straight directions: a thin curved sheet uses many of them. Figures of"
            + " few rows are too small, since n rows span at most n - 1 directions.");
    spectra(keys, published, panel);
    if (keys.size() > 1) {
      course(keys, panel);
    }
    panel.grid(grid(keys));
    phases(published, panel);
    return List.of(panel.build());
  }

  private static List<Row> ordered(Tables published) {
    Map<String, Row> byKey = new HashMap<>();
    published
        .dataset(GeometryTables.GEOMETRY.name())
        .collectAsList()
        .forEach(row -> byKey.put(name(row), row));
    return KeyOrder.sorted(byKey.keySet()).stream().map(byKey::get).toList();
  }

  private static String name(Row row) {
    String group = row.getAs("group");
    return group == null ? "all rows" : group;
  }

  private static double number(Row row, String column) {
    Number value = row.getAs(column);
    return value == null ? Double.NaN : value.doubleValue();
  }

  private static String whole(Row row) {
    double rank = number(row, "rankme_cov");
    int dim = row.getAs("d");
    if (Double.isNaN(rank)) {
      return "All rows are equal: there is no direction in which they vary.";
    }
    return "The rows use as much as %s equally strong directions out of %d; 90 %% of the variance lies along %d."
        .formatted(Numbers.decimal(rank), dim, row.<Integer>getAs("dims_90"));
  }

  private static List<Finding> several(List<Row> keys) {
    Row least = null;
    Row most = null;
    for (Row row : keys) {
      double rank = number(row, "rankme_cov");
      if (!Double.isNaN(rank)) {
        least = least == null || rank < number(least, "rankme_cov") ? row : least;
        most = most == null || rank > number(most, "rankme_cov") ? row : most;
      }
    }
    if (least == null) {
      return List.of(Finding.caution("In none of the groups do the rows vary at all."));
    }
    return List.of(
        Finding.shape(
            "Of %d groups, %s uses the fewest directions, as much as %s equally strong ones, and %s the most, %s."
                .formatted(
                    keys.size(),
                    name(least),
                    Numbers.decimal(number(least, "rankme_cov")),
                    name(most),
                    Numbers.decimal(number(most, "rankme_cov")))));
  }

  private static void spectra(List<Row> keys, Tables published, Panel.Builder panel) {
    Map<String, List<double[]>> points = new HashMap<>();
    published
        .dataset(GeometryTables.SPECTRA.name())
        .orderBy("rank")
        .collectAsList()
        .forEach(
            row ->
                points
                    .computeIfAbsent(name(row), key -> new ArrayList<>())
                    .add(new double[] {row.<Integer>getAs("rank"), row.getAs("eigenvalue")}));
    List<LineSeries> lines = new ArrayList<>();
    // The first, the last and some between, so that a course can be seen.
    int shown = Math.min(MOST_LINES, keys.size());
    for (int i = 0; i < shown; i++) {
      int at = shown == 1 ? 0 : (int) Math.round((double) i * (keys.size() - 1) / (shown - 1));
      List<double[]> line =
          points.getOrDefault(name(keys.get(at)), List.of()).stream()
              .filter(point -> point[1] > 0)
              .toList();
      if (!line.isEmpty()) {
        lines.add(
            LineSeries.of(
                name(keys.get(at)),
                line.stream().mapToDouble(point -> point[0]).toArray(),
                line.stream().mapToDouble(point -> point[1]).toArray()));
      }
    }
    if (!lines.isEmpty()) {
      panel.chart(
          "Variance along principal axes",
          new Chart.Lines(
              "Variance along each principal axis of %s: a straight line is a power law."
                  .formatted(keys.size() == 1 ? "the rows" : shown + " groups"),
              Axis.log("principal axis"),
              Axis.log("variance"),
              lines,
              false));
    }
  }

  private static void course(List<Row> keys, Panel.Builder panel) {
    List<String> names = keys.stream().map(GeometryPanel::name).toList();
    boolean isNumbered = KeyOrder.areNumbers(names);
    double[] x = new double[keys.size()];
    double[] covariance = new double[x.length];
    double[] singular = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = isNumbered ? Double.parseDouble(names.get(i)) : i;
      covariance[i] = number(keys.get(i), "rankme_cov");
      singular[i] = number(keys.get(i), "rankme_sv");
    }
    panel.chart(
        "Effective directions of every group",
        new Chart.Lines(
            "RankMe of %d groups, by covariance and by singular values.".formatted(x.length),
            Axis.linear(isNumbered ? "group" : "group, in the order of the table below"),
            Axis.linear("RankMe"),
            List.of(
                LineSeries.of("by covariance", x, covariance),
                LineSeries.of("by singular values", x, singular)),
            true));
  }

  private static Grid grid(List<Row> keys) {
    List<List<String>> cells =
        keys.stream()
            .limit(MOST_ROWS)
            .map(
                row ->
                    List.of(
                        name(row),
                        Numbers.count(row.<Long>getAs("n")),
                        Numbers.decimal(number(row, "rankme_cov")),
                        Numbers.decimal(number(row, "rankme_sv")),
                        Numbers.decimal(number(row, "alpha")),
                        Numbers.decimal(number(row, "participation_ratio")),
                        Numbers.decimal(number(row, "dims_90"))))
            .toList();
    return new Grid(
        List.of(
            "group",
            "rows",
            "RankMe by covariance",
            "RankMe by singular values",
            "alpha",
            "participation ratio",
            "directions with 90 %"),
        cells,
        keys.size() > MOST_ROWS
            ? "The first %d of %d groups; the others are in table spectral_geometry."
                .formatted(MOST_ROWS, keys.size())
            : "Every group, in order.");
  }

  private static void phases(Tables published, Panel.Builder panel) {
    List<Row> steps =
        published
            .dataset(GeometryTables.PHASES.name())
            .where("phase is not null")
            .orderBy("position")
            .collectAsList();
    if (steps.isEmpty()) {
      return;
    }
    panel.say(
        "Between ordered keys a phase is warmup while directions are lost at the beginning,"
            + " entropy-seeking where directions are gained and the decay flattens,"
            + " compression-seeking where they are given up and it steepens, and mixed otherwise;"
            + " a few noisy keys can make a phase, so look for runs of one name.");
    panel.grid(
        new Grid(
            List.of("key", "change of RankMe", "change of alpha", "phase"),
            steps.stream()
                .limit(MOST_ROWS)
                .map(
                    row ->
                        List.of(
                            row.<String>getAs("group"),
                            Numbers.decimal(number(row, "d_rankme")),
                            Numbers.decimal(number(row, "d_alpha")),
                            row.<String>getAs("phase")))
                .toList(),
            "The step to each key from the one before%s."
                .formatted(
                    steps.size() > MOST_ROWS ? ", the first " + MOST_ROWS + " of them" : "")));
  }
}
