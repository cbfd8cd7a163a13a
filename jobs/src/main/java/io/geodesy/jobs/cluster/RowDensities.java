package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import java.util.Arrays;

/**
 * Log densities of rows by the distance to the k-th neighbour: {@code -d ln r} up to a constant,
 * with d the intrinsic dimension of the table and k the length of the shortest list. Rows of many
 * copies count as half as far out as the nearest of the others.
 *
 * <p>Cost: one pass over the lists; {@code 16 n} bytes. Determinism class D0.
 */
final class RowDensities {
  private final int k;
  private final double dimension;
  private final double[] radii;
  private final double[] logs;

  /**
   * Densities of rows.
   *
   * @param lists of one neighbour or more each, unless there is one row
   */
  RowDensities(NeighborLists lists) {
    this.k = lists.rows() == 1 ? 1 : Math.max(1, lists.minDegree());
    this.dimension = dimension(lists, k);
    this.radii = radii(lists, k);
    this.logs = Arrays.stream(radii).map(r -> -dimension * Math.log(r)).toArray();
  }

  /**
   * The mean of inverses of the maximum-likelihood dimensions of all rows (Levina, Bickel 2004;
   * MacKay, Ghahramani 2005); 1 where no distance tells.
   */
  private static double dimension(NeighborLists lists, int k) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < lists.rows() && lists.degree(i) >= k; i++) {
      int from = lists.offsets()[i];
      double last = lists.distances()[from + k - 1];
      for (int e = from; e < from + k - 1; e++) {
        if (lists.distances()[e] > 0) {
          sum += Math.log(last / lists.distances()[e]);
          count++;
        }
      }
    }
    return sum > 0 ? count / sum : 1;
  }

  /** Distances to the k-th neighbour; those of rows of many copies count as half the least. */
  private static double[] radii(NeighborLists lists, int k) {
    double[] radii = new double[lists.rows()];
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < radii.length; i++) {
      radii[i] = lists.degree(i) < k ? 1 : lists.distances()[lists.offsets()[i] + k - 1];
      least = radii[i] > 0 ? Math.min(least, radii[i]) : least;
    }
    double floor = Double.isInfinite(least) ? 1 : least / 2;
    return Arrays.stream(radii).map(r -> r > 0 ? r : floor).toArray();
  }

  /** Returns the number of rows. */
  int rows() {
    return radii.length;
  }

  /** Returns the neighbour whose distance is taken. */
  int k() {
    return k;
  }

  /** Returns the intrinsic dimension of the table. */
  double dimension() {
    return dimension;
  }

  /** Returns the standard error of a log density. */
  double error() {
    return 1 / Math.sqrt(k);
  }

  /** Returns the distance of a row to its k-th neighbour, above 0. */
  double radius(int row) {
    return radii[row];
  }

  /** Returns the log density of a row. */
  double log(int row) {
    return logs[row];
  }

  /** Returns 1 / distance to the k-th neighbour where the log density is this. */
  double lambda(double log) {
    return Math.exp(log / dimension);
  }

  /** Returns whether a row is denser than another; of equally dense rows the lower one is. */
  boolean isDenser(int a, int b) {
    return logs[a] != logs[b] ? logs[a] > logs[b] : a < b;
  }
}
