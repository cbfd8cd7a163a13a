package io.geodesy.jobs.statistics;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a map can be trusted: whether rows that are near on the map are near in the table
 * (trustworthiness), whether rows near in the table are near on the map (continuity), and how many
 * of the k nearest are the same (overlap). With {@code r(i, j)} the rank of j among all rows by
 * distance from i in the table, trustworthiness is {@code 1 - 2 / (n k (2 n - 3 k - 1)) sum (r(i,
 * j) - k)} over rows i and those of their k nearest j on the map that are not among the k nearest
 * in the table; continuity is the same with table and map exchanged. Ranks are exact, over all
 * rows; the sum is over sampled rows i.
 *
 * <p>Cost: {@code m n (dim + map dim + log k)} operations for m sampled rows, {@code 16 n} bytes a
 * thread. Determinism class D0: ties by row.
 *
 * <p>Paper: J. Venna, S. Kaski, Neighborhood Preservation in Nonlinear Projection Methods: An
 * Experimental Study, ICANN 2001. Differs from the paper: the outer sum is over a sample.
 */
final class MapRanks {
  private static final int GRAIN = 8;

  /**
   * The figures at one k.
   *
   * @param k neighbours compared
   * @param trustworthiness 1 if what is near on the map is near in the table
   * @param continuity 1 if what is near in the table is near on the map
   * @param overlap share of the k nearest that are the same
   */
  record Found(int k, Measured trustworthiness, Measured continuity, Measured overlap) {}

  private MapRanks() {}

  /** Returns whether the figures are defined: their normalisation needs {@code k < n / 2}. */
  static boolean areDefined(int k, int rows) {
    return 2L * k < rows;
  }

  /**
   * Measures.
   *
   * @param rows {@code n x dim} row-major, Euclidean
   * @param dim columns of the table
   * @param map {@code n x mapDim} row-major, Euclidean
   * @param mapDim columns of the map
   * @param sample row numbers
   * @param ks ascending, each {@link #areDefined}
   * @param workers share the sampled rows
   */
  static List<Found> of(
      float[] rows, int dim, double[] map, int mapDim, int[] sample, int[] ks, Workers workers) {
    int n = rows.length / dim;
    int most = ks[ks.length - 1];
    double[][] trusted = new double[ks.length][sample.length];
    double[][] continued = new double[ks.length][sample.length];
    double[][] shared = new double[ks.length][sample.length];
    workers.forRanges(
        sample.length,
        GRAIN,
        (worker, from, to) -> {
          Ranking table = new Ranking(n, most);
          Ranking drawing = new Ranking(n, most);
          for (int s = from; s < to; s++) {
            int own = sample[s];
            for (int j = 0; j < n; j++) {
              table.distances[j] = Distances.squared(rows, own * dim, rows, j * dim, dim);
              drawing.distances[j] = squared(map, own * mapDim, j * mapDim, mapDim);
            }
            table.selectNearest(own);
            drawing.selectNearest(own);
            int[] ofDrawn = table.ranksOf(drawing.nearest, own);
            int[] ofTrue = drawing.ranksOf(table.nearest, own);
            for (int at = 0; at < ks.length; at++) {
              trusted[at][s] = 1 - penalty(ofDrawn, ks[at], n);
              continued[at][s] = 1 - penalty(ofTrue, ks[at], n);
              shared[at][s] = within(ofDrawn, ks[at]) / (double) ks[at];
            }
          }
        });
    List<Found> found = new ArrayList<>();
    for (int at = 0; at < ks.length; at++) {
      found.add(
          new Found(
              ks[at],
              Measured.ofSample(trusted[at], n),
              Measured.ofSample(continued[at], n),
              Measured.ofSample(shared[at], n)));
    }
    return found;
  }

  private static double squared(double[] map, int a, int b, int dim) {
    double sum = 0;
    for (int c = 0; c < dim; c++) {
      double difference = map[a + c] - map[b + c];
      sum += difference * difference;
    }
    return sum;
  }

  private static double penalty(int[] ranks, int k, int n) {
    long sum = 0;
    for (int j = 0; j < k; j++) {
      sum += Math.max(0, ranks[j] - k);
    }
    return 2.0 * sum / ((double) k * (2.0 * n - 3.0 * k - 1));
  }

  private static int within(int[] ranks, int k) {
    int count = 0;
    for (int j = 0; j < k; j++) {
      count += ranks[j] <= k ? 1 : 0;
    }
    return count;
  }

  /** The order of all rows by distance from one, ties by row. */
  private static final class Ranking {
    private final double[] distances;
    private final int[] nearest;

    Ranking(int n, int most) {
      distances = new double[n];
      nearest = new int[most];
    }

    private boolean isBefore(int a, int b) {
      return distances[a] < distances[b] || (distances[a] == distances[b] && a < b);
    }

    /** Finds the nearest rows, the nearest first. */
    void selectNearest(int own) {
      int size = 0;
      for (int j = 0; j < distances.length; j++) {
        if (j == own || (size == nearest.length && !isBefore(j, nearest[size - 1]))) {
          continue;
        }
        int at = size < nearest.length ? size++ : size - 1;
        while (at > 0 && isBefore(j, nearest[at - 1])) {
          nearest[at] = nearest[at - 1];
          at--;
        }
        nearest[at] = j;
      }
    }

    /** Returns the ranks of some rows among all but the own one, from 1. */
    int[] ranksOf(int[] rows, int own) {
      int[] order =
          Arrays.stream(rows)
              .boxed()
              .sorted((a, b) -> a.equals(b) ? 0 : isBefore(a, b) ? -1 : 1)
              .mapToInt(Integer::intValue)
              .toArray();
      int[] between = new int[order.length + 1];
      for (int j = 0; j < distances.length; j++) {
        if (j != own) {
          between[firstFrom(order, j)]++;
        }
      }
      // between[p]: rows after order[p - 1] and up to order[p], which counts itself.
      for (int p = 1; p < order.length; p++) {
        between[p] += between[p - 1];
      }
      int[] ranks = new int[rows.length];
      for (int at = 0; at < rows.length; at++) {
        ranks[at] = between[firstFrom(order, rows[at])];
      }
      return ranks;
    }

    /** Returns the position of the first row of an order that is not before row j. */
    private int firstFrom(int[] order, int j) {
      int low = 0;
      int high = order.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (isBefore(order[middle], j)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
