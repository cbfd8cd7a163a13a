package io.geodesy.spectral;

import io.geodesy.graph.RowLists;
import java.util.Arrays;

/**
 * The bandwidth of every row: the distance to its k-th neighbour, in the unit of the metric.
 *
 * <p>Where that is zero, because the row has at least k exact copies, the first positive distance
 * of its list is taken; where there is none, a floor of 1e-12 of the median positive bandwidth (1
 * where no row has one). {@code O(n k)} time, class D0. Differs from the usual rule: a plain floor
 * would cut groups of copies out of the graph.
 *
 * @param values one a row
 * @param floored rows whose k-th distance was zero
 */
public record Bandwidths(double[] values, int floored) {
  private static final double FLOOR = 1e-12;

  /**
   * Finds the bandwidths.
   *
   * @param lists distances ascending
   * @param k 1 is the nearest neighbour; rows with shorter lists use their last
   */
  public static Bandwidths of(RowLists lists, int k) {
    double[] values = beforeFloor(lists, k);
    double[] positive = Arrays.stream(values).filter(v -> v > 0).sorted().toArray();
    double floor = floor(positive.length == 0 ? 0 : positive[positive.length / 2]);
    return new Bandwidths(atLeast(floor, values), floored(lists, k));
  }

  /** Returns what bandwidths are before the floor, 0 where a list has no positive distance. */
  static double[] beforeFloor(RowLists lists, int k) {
    double[] values = new double[lists.rows()];
    for (int i = 0; i < values.length; i++) {
      if (lists.degree(i) > 0) {
        values[i] = beforeFloor(lists.distances(), lists.offsets()[i], lists.offsets()[i + 1], k);
      }
    }
    return values;
  }

  /** Returns the number of rows whose k-th distance is zero. */
  static int floored(RowLists lists, int k) {
    int floored = 0;
    for (int i = 0; i < lists.rows(); i++) {
      int degree = lists.degree(i);
      boolean isZero =
          degree > 0 && lists.distances()[lists.offsets()[i] + Math.min(k, degree) - 1] == 0;
      floored += isZero ? 1 : 0;
    }
    return floored;
  }

  /**
   * Returns the least bandwidth.
   *
   * @param median of the positive ones, 0 if there are none
   */
  static double floor(double median) {
    return median == 0 ? 1 : FLOOR * median;
  }

  /** Returns whether the floor of bandwidths between these can matter, wherever their median is. */
  static boolean canReachFloor(double least, double greatest) {
    return least <= FLOOR * greatest;
  }

  static double[] atLeast(double floor, double[] values) {
    return Arrays.stream(values).map(v -> Math.max(v, floor)).toArray();
  }

  /**
   * Returns the distance to the k-th neighbour of a list that is not empty; where that is zero, the
   * first positive one, or zero.
   *
   * @param distances the list is {@code [begin, end)}, ascending
   */
  static float beforeFloor(float[] distances, int begin, int end, int k) {
    int at = begin + Math.min(k, end - begin) - 1;
    while (at < end - 1 && distances[at] == 0) {
      at++;
    }
    return distances[at];
  }
}
