package io.geodesy.spectral;

import io.geodesy.graph.NeighborLists;
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
  public static Bandwidths of(NeighborLists lists, int k) {
    int n = lists.rows();
    double[] values = new double[n];
    int floored = 0;
    int positive = 0;
    double[] found = new double[n];
    for (int i = 0; i < n; i++) {
      if (lists.degree(i) == 0) {
        continue;
      }
      int begin = lists.offsets()[i];
      int end = lists.offsets()[i + 1];
      if (lists.distances()[begin + Math.min(k, lists.degree(i)) - 1] == 0) {
        floored++;
      }
      values[i] = beforeFloor(lists.distances(), begin, end, k);
      if (values[i] > 0) {
        found[positive++] = values[i];
      }
    }
    Arrays.sort(found, 0, positive);
    double floor = positive == 0 ? 1 : FLOOR * found[positive / 2];
    for (int i = 0; i < n; i++) {
      values[i] = Math.max(values[i], floor);
    }
    return new Bandwidths(values, floored);
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
