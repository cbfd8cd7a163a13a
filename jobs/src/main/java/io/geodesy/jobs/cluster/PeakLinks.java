package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.IndexSort;
import java.util.Arrays;

/**
 * The links of the graph between rows of different groups. The first of two groups in the order is
 * their saddle.
 *
 * <p>Cost: two passes over the lists and a sort of the links; 20 bytes a link.
 *
 * @param from the lower row of each link
 * @param to the other
 * @param level log density of the less dense end
 * @param order of the links, highest level first
 */
@SuppressWarnings("ArrayRecordComponent")
record PeakLinks(int[] from, int[] to, double[] level, int[] order) {
  /**
   * Gathers them.
   *
   * @param peaks the group of every row
   */
  static PeakLinks of(NeighborLists lists, int[] peaks, RowDensities densities) {
    int count = 0;
    for (int i = 0; i < peaks.length; i++) {
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        count += peaks[lists.neighbors()[e]] == peaks[i] ? 0 : 1;
      }
    }
    int[] from = new int[count];
    int[] to = new int[count];
    double[] level = new double[count];
    int at = 0;
    for (int i = 0; i < peaks.length; i++) {
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        int j = lists.neighbors()[e];
        if (peaks[j] != peaks[i]) {
          from[at] = Math.min(i, j);
          to[at] = Math.max(i, j);
          level[at++] = Math.min(densities.log(i), densities.log(j));
        }
      }
    }
    int[] order =
        IndexSort.sorted(
            count,
            (a, b) -> {
              int byLevel = Double.compare(level[b], level[a]);
              int byFrom = byLevel != 0 ? byLevel : Integer.compare(from[a], from[b]);
              return byFrom != 0 ? byFrom : Integer.compare(to[a], to[b]);
            });
    return new PeakLinks(from, to, level, order);
  }

  /**
   * Returns the highest saddle of every cluster to another, minus infinity if it touches none.
   *
   * @param cluster one a row; negative is none
   * @param count of clusters
   */
  double[] highestSaddles(int[] cluster, int count) {
    double[] saddle = new double[count];
    Arrays.fill(saddle, Double.NEGATIVE_INFINITY);
    for (int e : order) {
      int a = cluster[from[e]];
      int b = cluster[to[e]];
      if (a != b && a >= 0 && b >= 0) {
        saddle[a] = Math.max(saddle[a], level[e]);
        saddle[b] = Math.max(saddle[b], level[e]);
      }
    }
    return saddle;
  }
}
