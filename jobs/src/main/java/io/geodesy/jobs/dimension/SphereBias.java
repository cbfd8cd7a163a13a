package io.geodesy.jobs.dimension;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What maximum likelihood says of the round d-sphere with N rows and k neighbours, and the d at
 * which it would say what it says of a table: the calibrated value. With as many rows as any table
 * has, spheres of 20 directions look like 16 and of 50 like 32.
 *
 * <p>The table {@code sphere-bias.csv} is made by {@code scripts/sphere-bias}, which integrates the
 * expectation. Between its entries values are interpolated in the logarithms of N, k and d, to
 * about 0.5 %. Outside of it (N of 50 to 10^9, k of 3 to 1000 and below N / 2, d of 1 to 250) there
 * is no calibrated value.
 */
final class SphereBias {
  private static final SphereBias TABLE = read("sphere-bias.csv");

  private final double[] dimensions;
  private final double[][] cells;

  private SphereBias(double[] dimensions, double[][] cells) {
    this.dimensions = dimensions;
    this.cells = cells;
  }

  private static SphereBias read(String name) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                SphereBias.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      double[] dimensions =
          Arrays.stream(lines.get(0).split(",")).skip(2).mapToDouble(Double::parseDouble).toArray();
      double[][] cells =
          lines.stream()
              .skip(1)
              .map(
                  line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
              .toArray(double[][]::new);
      return new SphereBias(dimensions, cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the dimension of the sphere on which N rows and k neighbours give an estimate, NaN
   * where the table does not say.
   *
   * @param estimate maximum likelihood of all rows together
   * @param rows N
   * @param k neighbours
   */
  static double calibrate(double estimate, long rows, int k) {
    return TABLE.invert(estimate, rows, k);
  }

  /**
   * Returns what maximum likelihood says of a sphere, NaN where the table does not say.
   *
   * @param d an entry of the table's first line
   * @param rows N
   * @param k neighbours
   */
  static double expected(int d, long rows, int k) {
    int at = Arrays.binarySearch(TABLE.dimensions, d);
    return at < 0 ? Double.NaN : TABLE.curve(rows, k)[at];
  }

  private double invert(double estimate, long rows, int k) {
    double[] curve = curve(rows, k);
    for (int i = 1; i < curve.length; i++) {
      if (estimate <= curve[i]) {
        double share =
            Math.log(Math.max(estimate, 1e-3) / curve[i - 1]) / Math.log(curve[i] / curve[i - 1]);
        double d = dimensions[i - 1] * Math.pow(dimensions[i] / dimensions[i - 1], share);
        return estimate > 0 ? d : Double.NaN;
      }
    }
    return Double.NaN;
  }

  /** The estimate at every dimension of the table. */
  private double[] curve(long rows, int k) {
    double[] result = new double[dimensions.length];
    double[] below = null;
    double[] above = null;
    for (double[] cell : cells) {
      if (cell[0] <= rows && cell[1] <= k) {
        below = cell;
      }
    }
    double[][] corners = new double[4][];
    if (below != null) {
      double lowRows = below[0];
      double lowK = below[1];
      double highRows = next(0, lowRows, (double) rows);
      double highK = next(1, lowK, k);
      corners[0] = below;
      corners[1] = cell(lowRows, highK);
      corners[2] = cell(highRows, lowK);
      corners[3] = above = cell(highRows, highK);
    }
    boolean isKnown = above != null && corners[1] != null && corners[2] != null && 2L * k < rows;
    if (!isKnown) {
      Arrays.fill(result, Double.NaN);
      return result;
    }
    double s = share(corners[0][0], above[0], (double) rows);
    double t = share(corners[0][1], above[1], k);
    for (int i = 0; i < result.length; i++) {
      double low = corners[0][i + 2] * (1 - t) + corners[1][i + 2] * t;
      double high = corners[2][i + 2] * (1 - t) + corners[3][i + 2] * t;
      result[i] = dimensions[i] * (low * (1 - s) + high * s);
    }
    return result;
  }

  private double next(int column, double low, double value) {
    double best = Double.POSITIVE_INFINITY;
    for (double[] cell : cells) {
      best = cell[column] >= Math.max(low, value) ? Math.min(best, cell[column]) : best;
    }
    return best;
  }

  private double[] cell(double rows, double k) {
    for (double[] cell : cells) {
      if (cell[0] == rows && cell[1] == k) {
        return cell;
      }
    }
    return null;
  }

  private static double share(double low, double high, double value) {
    return low == high ? 0 : Math.log(value / low) / Math.log(high / low);
  }
}
