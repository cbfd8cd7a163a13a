package io.geodesy.analysis;

import java.util.List;

/** What a panel shows, as data; the page decides how it is drawn. */
public sealed interface Chart {
  /** Returns one or two sentences that say what the picture shows, for those who cannot see it. */
  String altText();

  /**
   * An axis.
   *
   * @param name with its unit
   * @param isLog whether the scale is logarithmic
   */
  record Axis(String name, boolean isLog) {
    /** A linear axis. */
    public static Axis linear(String name) {
      return new Axis(name, false);
    }

    /** A logarithmic axis. */
    public static Axis log(String name) {
      return new Axis(name, true);
    }
  }

  /**
   * Points of one colour.
   *
   * @param name in the legend
   * @param x one a point
   * @param y one a point
   * @param hover text of each point, or empty
   */
  record PointSeries(String name, double[] x, double[] y, List<String> hover) {}

  /**
   * A line with an optional band.
   *
   * @param name in the legend
   * @param x ascending
   * @param y one a point
   * @param low lower edge of the band, or an empty array
   * @param high upper edge of the band, or an empty array
   */
  record LineSeries(String name, double[] x, double[] y, double[] low, double[] high) {
    /** A line without a band. */
    public static LineSeries of(String name, double[] x, double[] y) {
      return new LineSeries(name, x, y, new double[0], new double[0]);
    }
  }

  /** Points in the plane, coloured by series. */
  record Scatter(String altText, Axis x, Axis y, List<PointSeries> series) implements Chart {}

  /** Lines with bands; {@code hasMarkers} draws the points too. */
  record Lines(String altText, Axis x, Axis y, List<LineSeries> series, boolean hasMarkers)
      implements Chart {}

  /** One bar a category. */
  record Bars(String altText, Axis x, Axis y, List<String> categories, double[] values)
      implements Chart {}
}
