package io.geodesy.report;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.Bars;
import io.geodesy.analysis.Chart.Histogram;
import io.geodesy.analysis.Chart.Lines;
import io.geodesy.analysis.Chart.PointMap;
import io.geodesy.analysis.Chart.Scatter;
import io.geodesy.analysis.Figure;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out the figures of a panel: heading, names of the axes, the box into which the script draws,
 * and the numbers behind the picture.
 */
final class FigureHtml {
  /** More lying bars than this would leave a hole beside their neighbour. */
  private static final int TALL_BARS = 12;

  private final HtmlWriter html;
  private final ChartJson json;
  private int drawn;

  /** Figures written to a page, their data to a script. */
  FigureHtml(HtmlWriter html, ChartJson json) {
    this.html = html;
    this.json = json;
  }

  /** Writes the figures of one panel: its first map wide, others in pairs where there is room. */
  void write(List<Figure> figures, String panelTitle) {
    if (figures.isEmpty()) {
      return;
    }
    List<Boolean> isWide = new ArrayList<>();
    boolean hasMap = false;
    for (Figure figure : figures) {
      boolean isMap = figure.chart() instanceof PointMap;
      isWide.add((isMap && !hasMap) || isTall(figure.chart()));
      hasMap |= isMap;
    }
    long narrow = isWide.stream().filter(wide -> !wide).count();
    if (narrow % 2 == 1) {
      isWide.set(isWide.lastIndexOf(false), true);
    }
    html.open("div", "class", narrow > 1 ? "figures pair" : "figures");
    for (int i = 0; i < figures.size(); i++) {
      write(figures.get(i), isWide.get(i), panelTitle);
    }
    html.close();
  }

  private void write(Figure figure, boolean isWide, String panelTitle) {
    Chart chart = figure.chart();
    String id = "chart-" + ++drawn;
    String label = figure.title().isEmpty() ? panelTitle : figure.title();
    json.add(id, chart);
    html.open("figure", "class", isWide ? "wide" : "");
    if (!figure.title().isEmpty()) {
      html.leaf("h3", figure.title());
    }
    boolean isSwapped = chart instanceof Bars bars && ChartJson.isLying(bars);
    html.leaf("p", (isSwapped ? x(chart) : y(chart)).name(), "class", "axis-name y");
    html.open(
        "div",
        "id",
        id,
        "class",
        chart instanceof PointMap ? "chart map" : "chart",
        "role",
        "img",
        "tabindex",
        "0",
        "aria-label",
        chart.altText());
    html.leaf("p", chart.altText(), "class", "alt").close();
    html.leaf("p", (isSwapped ? y(chart) : x(chart)).name(), "class", "axis-name x");
    html.open("details", "class", "chart-data").leaf("summary", "The numbers behind this picture");
    html.leaf("p", chart.altText(), "class", "caption");
    GridHtml.write(html, ChartTable.of(chart), "Numbers behind: " + label);
    html.close().close();
  }

  private static boolean isTall(Chart chart) {
    return chart instanceof Bars bars
        && ChartJson.isLying(bars)
        && bars.values().length > TALL_BARS;
  }

  private static Axis x(Chart chart) {
    return chart instanceof PointMap map
        ? map.x()
        : chart instanceof Scatter scatter
            ? scatter.x()
            : chart instanceof Lines lines
                ? lines.x()
                : chart instanceof Histogram histogram ? histogram.x() : ((Bars) chart).x();
  }

  private static Axis y(Chart chart) {
    return chart instanceof PointMap map
        ? map.y()
        : chart instanceof Scatter scatter
            ? scatter.y()
            : chart instanceof Lines lines
                ? lines.y()
                : chart instanceof Histogram histogram ? histogram.y() : ((Bars) chart).y();
  }
}
