package io.geodesy.report;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.Bars;
import io.geodesy.analysis.Chart.Coloring;
import io.geodesy.analysis.Chart.Histogram;
import io.geodesy.analysis.Chart.Kinds;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Lines;
import io.geodesy.analysis.Chart.Mark;
import io.geodesy.analysis.Chart.PointMap;
import io.geodesy.analysis.Chart.PointSeries;
import io.geodesy.analysis.Chart.Scatter;
import io.geodesy.analysis.Chart.Shades;
import java.util.List;

/** Writes charts as the page's script reads them. */
final class ChartJson {
  /** Above this, bars stand upright and only some of them carry their names. */
  private static final int LYING_BARS = 40;

  private final JsonWriter json = new JsonWriter();

  ChartJson() {
    json.beginArray();
  }

  /** Adds a chart, drawn into the element of this id. */
  void add(String id, Chart chart) {
    json.beginObject().key("id").text(id).key("kind");
    if (chart instanceof PointMap map) {
      add(map);
    } else if (chart instanceof Scatter scatter) {
      add(scatter);
    } else if (chart instanceof Lines lines) {
      add(lines);
    } else if (chart instanceof Histogram histogram) {
      add(histogram);
    } else if (chart instanceof Bars bars) {
      add(bars);
    }
    json.endObject();
  }

  /** Returns everything added. */
  String finish() {
    return json.endArray().toString();
  }

  /** Returns whether bars lie, with their names to the left. */
  static boolean isLying(Bars bars) {
    int count = bars.categories().size();
    boolean isShort = count <= 12 && bars.categories().stream().allMatch(c -> c.length() <= 4);
    return !isShort && count <= LYING_BARS;
  }

  private void add(PointMap map) {
    json.text("map");
    axes(map.x(), map.y());
    json.key("xs").packed(map.xs(), map.x().isLog());
    json.key("ys").packed(map.ys(), map.y().isLog());
    json.key("ids").texts(map.ids()).key("colorings").beginArray();
    map.colorings().forEach(this::coloring);
    json.endArray();
  }

  private void coloring(Coloring coloring) {
    json.beginObject().key("name").text(coloring.name());
    if (coloring instanceof Kinds kinds) {
      json.key("kinds").texts(kinds.kinds()).key("codes").wholes(kinds.codes());
      json.key("none").text(kinds.none());
    } else if (coloring instanceof Shades shades) {
      axis("scale", shades.scale());
      json.key("values").packed(shades.values(), shades.scale().isLog());
    }
    json.endObject();
  }

  private void add(Scatter scatter) {
    json.text("scatter");
    axes(scatter.x(), scatter.y());
    json.key("series").beginArray();
    for (PointSeries series : scatter.series()) {
      json.beginObject().key("name").text(series.name());
      json.key("x").packed(series.x(), scatter.x().isLog());
      json.key("y").packed(series.y(), scatter.y().isLog());
      json.key("hover").texts(series.hover()).endObject();
    }
    json.endArray();
  }

  private void add(Lines lines) {
    json.text("lines");
    axes(lines.x(), lines.y());
    json.key("markers").bool(lines.hasMarkers()).key("series").beginArray();
    for (LineSeries series : lines.series()) {
      json.beginObject().key("name").text(series.name());
      json.key("x").numbers(series.x()).key("y").numbers(series.y());
      json.key("low").numbers(series.low()).key("high").numbers(series.high()).endObject();
    }
    json.endArray();
    marks(lines.marks());
  }

  private void add(Histogram histogram) {
    json.text("histogram");
    axes(histogram.x(), histogram.y());
    json.key("edges").numbers(histogram.edges()).key("counts").numbers(histogram.counts());
    marks(histogram.marks());
  }

  private void add(Bars bars) {
    json.text("bars");
    axes(bars.x(), bars.y());
    json.key("categories").texts(bars.categories()).key("values").numbers(bars.values());
    json.key("lying").bool(isLying(bars));
  }

  private void axes(Axis x, Axis y) {
    axis("x", x);
    axis("y", y);
  }

  private void axis(String key, Axis axis) {
    json.key(key).beginObject().key("name").text(axis.name()).key("log").bool(axis.isLog());
    json.endObject();
  }

  private void marks(List<Mark> marks) {
    json.key("marks").beginArray();
    for (Mark mark : marks) {
      json.beginObject().key("name").text(mark.name()).key("at").number(mark.at());
      json.key("vertical").bool(mark.isVertical()).endObject();
    }
    json.endArray();
  }
}
