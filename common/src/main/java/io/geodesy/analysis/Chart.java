package io.geodesy.analysis;

import java.util.List;

/**
 * What a panel shows, as data; the page decides how it is drawn. Values that are not finite are
 * left out of the picture, and so is what a logarithmic axis cannot show.
 */
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
   * A straight line across the chart that a reader compares with, for instance a mean.
   *
   * @param name written at the line
   * @param at where, in the unit of its axis
   * @param isVertical whether {@code at} is a value of x, not of y
   */
  record Mark(String name, double at, boolean isVertical) {
    /** A vertical line. */
    public static Mark atX(String name, double x) {
      return new Mark(name, x, true);
    }

    /** A horizontal line. */
    public static Mark atY(String name, double y) {
      return new Mark(name, y, false);
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
  record PointSeries(String name, double[] x, double[] y, List<String> hover) {
    /** Copies the texts. */
    public PointSeries {
      Lengths.same(name, x.length, y.length);
      Lengths.sameOrNone(name, x.length, hover.size());
      hover = List.copyOf(hover);
    }
  }

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
    /** Checks the lengths. */
    public LineSeries {
      Lengths.same(name, x.length, y.length);
      Lengths.sameOrNone(name, x.length, low.length);
      Lengths.same(name, low.length, high.length);
    }

    /** A line without a band. */
    public static LineSeries of(String name, double[] x, double[] y) {
      return new LineSeries(name, x, y, new double[0], new double[0]);
    }
  }

  /** One way to colour the points of a {@link PointMap}. */
  sealed interface Coloring {
    /** Returns what the colour says, for instance {@code cluster}. */
    String name();

    /** Returns the number of points. */
    int size();
  }

  /**
   * Colour by kind.
   *
   * @param name what the colour says, for instance {@code cluster}
   * @param kinds names in the legend
   * @param codes one a point: a position in {@code kinds}, or -1 for a point of no kind, drawn grey
   * @param none what a point of no kind is called, for instance {@code noise}
   */
  record Kinds(String name, List<String> kinds, int[] codes, String none) implements Coloring {
    /** Checks the codes. */
    public Kinds {
      kinds = List.copyOf(kinds);
      for (int code : codes) {
        if (code < -1 || code >= kinds.size()) {
          throw new IllegalArgumentException(
              "Code %d of %s is not in [-1, %d)".formatted(code, name, kinds.size()));
        }
      }
    }

    @Override
    public int size() {
      return codes.length;
    }
  }

  /**
   * Colour by a number, from dark to light.
   *
   * @param scale what the colour says, for instance {@code local dimension}
   * @param values one a point; a point whose value is not finite is drawn grey
   */
  record Shades(Axis scale, double[] values) implements Coloring {
    @Override
    public String name() {
      return scale.name();
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  /**
   * Rows as points in the plane, with one or more colourings among which the reader chooses;
   * hovering over a point shows its id and its value under every colouring.
   *
   * @param altText what the picture shows
   * @param x axis
   * @param y axis
   * @param xs one a point
   * @param ys one a point
   * @param ids what each point is called
   * @param colorings at least one; the first is shown first
   */
  record PointMap(
      String altText,
      Axis x,
      Axis y,
      double[] xs,
      double[] ys,
      List<String> ids,
      List<Coloring> colorings)
      implements Chart {
    /** Checks the lengths. */
    public PointMap {
      Lengths.same("the point map", xs.length, ys.length);
      Lengths.same("the point map", xs.length, ids.size());
      for (Coloring coloring : colorings) {
        Lengths.same(coloring.name(), xs.length, coloring.size());
      }
      if (colorings.isEmpty()) {
        throw new IllegalArgumentException("A point map needs at least one coloring");
      }
      ids = List.copyOf(ids);
      colorings = List.copyOf(colorings);
    }
  }

  /** Points in the plane, coloured by series. */
  record Scatter(String altText, Axis x, Axis y, List<PointSeries> series) implements Chart {
    /** Copies the list. */
    public Scatter {
      series = List.copyOf(series);
    }
  }

  /** Lines with bands and reference lines; {@code hasMarkers} draws the points too. */
  record Lines(
      String altText, Axis x, Axis y, List<LineSeries> series, boolean hasMarkers, List<Mark> marks)
      implements Chart {
    /** Copies the lists. */
    public Lines {
      series = List.copyOf(series);
      marks = List.copyOf(marks);
    }

    /** Lines without reference lines. */
    public Lines(String altText, Axis x, Axis y, List<LineSeries> series, boolean hasMarkers) {
      this(altText, x, y, series, hasMarkers, List.of());
    }
  }

  /** One bar a category. */
  record Bars(String altText, Axis x, Axis y, List<String> categories, double[] values)
      implements Chart {
    /** Checks the lengths. */
    public Bars {
      Lengths.same("the bars", categories.size(), values.length);
      categories = List.copyOf(categories);
    }
  }

  /**
   * How often values fall between edges.
   *
   * @param altText what the picture shows
   * @param x the value's axis; bins may be of unequal width
   * @param y the count's axis
   * @param edges ascending, one more than bins
   * @param counts one a bin
   * @param marks reference lines
   */
  record Histogram(
      String altText, Axis x, Axis y, double[] edges, double[] counts, List<Mark> marks)
      implements Chart {
    /** Checks the lengths. */
    public Histogram {
      Lengths.same("the histogram", edges.length, counts.length + 1);
      marks = List.copyOf(marks);
    }
  }
}
