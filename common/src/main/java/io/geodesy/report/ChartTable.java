package io.geodesy.report;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Bars;
import io.geodesy.analysis.Chart.Coloring;
import io.geodesy.analysis.Chart.Histogram;
import io.geodesy.analysis.Chart.Kinds;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Lines;
import io.geodesy.analysis.Chart.PointMap;
import io.geodesy.analysis.Chart.PointSeries;
import io.geodesy.analysis.Chart.Scatter;
import io.geodesy.analysis.Chart.Shades;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The numbers behind a chart as a table, for those who cannot see it and those who want to check
 * it. Points are counted, not listed; long tables are thinned evenly and say so.
 */
final class ChartTable {
  private static final int MAX_ROWS = 60;
  private static final int DIGITS = 4;

  private ChartTable() {}

  /** Returns the table of a chart. */
  static Grid of(Chart chart) {
    if (chart instanceof PointMap map) {
      return of(map);
    }
    if (chart instanceof Scatter scatter) {
      return of(scatter);
    }
    if (chart instanceof Lines lines) {
      return of(lines);
    }
    if (chart instanceof Histogram histogram) {
      return of(histogram);
    }
    return of((Bars) chart);
  }

  private static Grid of(PointMap map) {
    List<List<String>> rows = new ArrayList<>();
    for (Coloring coloring : map.colorings()) {
      if (coloring instanceof Kinds kinds) {
        kindRows(kinds, rows);
      } else if (coloring instanceof Shades shades) {
        double[] sorted =
            Arrays.stream(shades.values()).filter(Double::isFinite).sorted().toArray();
        rows.add(List.of(shades.name(), range(sorted), Numbers.count(sorted.length)));
      }
    }
    return thinned(List.of("colour", "value", "points"), rows);
  }

  private static void kindRows(Kinds kinds, List<List<String>> rows) {
    int[] counts = new int[kinds.kinds().size() + 1];
    for (int code : kinds.codes()) {
      counts[code + 1]++;
    }
    for (int kind = 0; kind < kinds.kinds().size(); kind++) {
      String count = Numbers.count(counts[kind + 1]);
      rows.add(List.of(kinds.name(), kinds.kinds().get(kind), count));
    }
    if (counts[0] > 0) {
      rows.add(List.of(kinds.name(), kinds.none(), Numbers.count(counts[0])));
    }
  }

  private static Grid of(Scatter scatter) {
    List<List<String>> rows = new ArrayList<>();
    for (PointSeries series : scatter.series()) {
      String count = Numbers.count(series.x().length);
      rows.add(List.of(series.name(), count, range(series.x()), range(series.y())));
    }
    return thinned(List.of("series", "points", scatter.x().name(), scatter.y().name()), rows);
  }

  private static Grid of(Lines lines) {
    List<String> header = new ArrayList<>(List.of(lines.x().name()));
    lines.series().forEach(series -> header.add(series.name()));
    double[] xs =
        lines.series().stream()
            .flatMapToDouble(series -> DoubleStream.of(series.x()))
            .distinct()
            .sorted()
            .toArray();
    List<List<String>> rows = new ArrayList<>();
    for (double x : xs) {
      List<String> row = new ArrayList<>(List.of(decimal(x)));
      lines.series().forEach(series -> row.add(valueAt(series, x)));
      rows.add(row);
    }
    return thinned(header, rows);
  }

  private static String valueAt(LineSeries series, double x) {
    int at =
        IntStream.range(0, series.x().length)
            .filter(i -> series.x()[i] == x)
            .findFirst()
            .orElse(-1);
    if (at < 0) {
      return "";
    }
    String value = decimal(series.y()[at]);
    return series.low().length == 0
        ? value
        : value + " (" + decimal(series.low()[at]) + " to " + decimal(series.high()[at]) + ")";
  }

  private static Grid of(Histogram histogram) {
    List<List<String>> rows = new ArrayList<>();
    for (int bin = 0; bin < histogram.counts().length; bin++) {
      rows.add(
          List.of(
              decimal(histogram.edges()[bin]),
              decimal(histogram.edges()[bin + 1]),
              decimal(histogram.counts()[bin])));
    }
    String x = histogram.x().name();
    return thinned(List.of(x + ", from", "to", histogram.y().name()), rows);
  }

  private static Grid of(Bars bars) {
    List<List<String>> rows = new ArrayList<>();
    for (int bar = 0; bar < bars.values().length; bar++) {
      rows.add(List.of(bars.categories().get(bar), decimal(bars.values()[bar])));
    }
    return thinned(List.of(bars.x().name(), bars.y().name()), rows);
  }

  private static Grid thinned(List<String> header, List<List<String>> rows) {
    if (rows.size() <= MAX_ROWS) {
      return new Grid(header, rows, "");
    }
    List<List<String>> kept =
        IntStream.range(0, MAX_ROWS)
            .mapToObj(i -> rows.get((int) ((long) i * (rows.size() - 1) / (MAX_ROWS - 1))))
            .toList();
    String caption = "%d of %s rows, evenly spaced.";
    return new Grid(header, kept, caption.formatted(MAX_ROWS, Numbers.count(rows.size())));
  }

  private static String range(double[] values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    return finite.length == 0
        ? "–"
        : decimal(Arrays.stream(finite).min().orElseThrow())
            + " to "
            + decimal(Arrays.stream(finite).max().orElseThrow());
  }

  private static String decimal(double value) {
    return Numbers.decimal(value, DIGITS);
  }
}
