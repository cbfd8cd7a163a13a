package io.geodesy.jobs.probe;

import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The averaging operator W: row i of {@code W f} is the mean of f over the neighbours of row i,
 * weighted by {@code exp(-d^2 / s^2)}; a row without neighbours gets zero.
 *
 * <p>Weights and sums are float64; {@code 12 n k} bytes. Every output row is one chain of fused
 * multiply-adds in list order: determinism class D0.
 */
final class Smoother {
  private static final int GRAIN = 256;

  private final int[] offsets;
  private final int[] columns;
  private final double[] weights;
  private final double bandwidth;

  private Smoother(int[] offsets, int[] columns, double[] weights, double bandwidth) {
    this.offsets = offsets;
    this.columns = columns;
    this.weights = weights;
    this.bandwidth = bandwidth;
  }

  /**
   * Weighs a neighbour graph.
   *
   * @param lists the graph
   * @param parameters k, bandwidth, self-loop, symmetrize
   */
  static Smoother of(NeighborLists lists, ProbeParameters parameters) {
    int n = lists.rows();
    int longest = 0;
    for (int i = 0; i < n; i++) {
      longest = Math.max(longest, lists.degree(i));
    }
    int k = parameters.k().orElse(longest);
    if (k > longest) {
      throw new ConfigException(
          "k is %d but table neighbors lists at most %d neighbours a row: take a smaller k, or compute the graph with knn-graph.k = %d."
              .formatted(k, longest, k));
    }
    double bandwidth = parameters.bandwidth().orElseGet(() -> medianDistance(lists, k));
    Entries entries = Entries.of(lists, k, parameters.selfLoop());
    if (parameters.symmetrize()) {
      entries = entries.symmetric();
    }
    return entries.normalized(bandwidth);
  }

  private static double medianDistance(NeighborLists lists, int k) {
    float[] all = new float[lists.distances().length];
    int count = 0;
    for (int i = 0; i < lists.rows(); i++) {
      for (int j = 0; j < Math.min(k, lists.degree(i)); j++) {
        all[count++] = lists.distances()[lists.offsets()[i] + j];
      }
    }
    if (count == 0) {
      return 1;
    }
    Arrays.sort(all, 0, count);
    if (!(all[count - 1] > 0)) {
      throw new DataException(
          "All distances are zero: every row equals its neighbours, and no function on them is smoother than another. Give bandwidth to go on regardless.");
    }
    if (!(all[count / 2] > 0)) {
      throw new DataException(
          "The median neighbour distance is zero: most rows have copies. Give bandwidth, or a greater knn-graph.k.");
    }
    return all[count / 2];
  }

  int rows() {
    return offsets.length - 1;
  }

  double bandwidth() {
    return bandwidth;
  }

  /** Returns the rows without neighbours. */
  int isolated() {
    int count = 0;
    for (int i = 0; i < rows(); i++) {
      count += offsets[i + 1] == offsets[i] ? 1 : 0;
    }
    return count;
  }

  /** Returns which rows are linked, whatever the direction. */
  SparseRows links() {
    double[] ones = new double[columns.length];
    Arrays.fill(ones, 1);
    int[] starts = new int[rows() + 1];
    int[] others = new int[columns.length];
    int at = 0;
    for (int i = 0; i < rows(); i++) {
      for (int e = offsets[i]; e < offsets[i + 1]; e++) {
        if (columns[e] != i) {
          others[at++] = columns[e];
        }
      }
      starts[i + 1] = at;
    }
    return SparseRows.symmetrize(
        starts, Arrays.copyOf(others, at), Arrays.copyOf(ones, at), Symmetrization.MAX, 0, 0);
  }

  /**
   * Computes {@code y = W x}.
   *
   * @param x {@code n x width} row-major, not modified
   * @param y {@code n x width} row-major, overwritten
   * @param width vectors
   * @param workers share the rows
   */
  void apply(double[] x, double[] y, int width, Workers workers) {
    workers.forRanges(
        rows(),
        GRAIN,
        (worker, from, to) -> {
          Arrays.fill(y, from * width, to * width, 0);
          for (int i = from; i < to; i++) {
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
              double w = weights[e];
              int source = columns[e] * width;
              int target = i * width;
              for (int c = 0; c < width; c++) {
                y[target + c] = Math.fma(w, x[source + c], y[target + c]);
              }
            }
          }
        });
  }

  /** Lists with their distances. */
  private record Entries(int[] offsets, int[] columns, double[] distances) {
    static Entries of(NeighborLists lists, int k, boolean hasSelf) {
      int n = lists.rows();
      int[] offsets = new int[n + 1];
      int[] columns = new int[lists.neighbors().length + n];
      double[] distances = new double[columns.length];
      int at = 0;
      for (int i = 0; i < n; i++) {
        if (hasSelf) {
          columns[at++] = i;
        }
        for (int j = 0; j < Math.min(k, lists.degree(i)); j++) {
          columns[at] = lists.neighbors()[lists.offsets()[i] + j];
          distances[at++] = lists.distances()[lists.offsets()[i] + j];
        }
        offsets[i + 1] = at;
      }
      return new Entries(offsets, Arrays.copyOf(columns, at), Arrays.copyOf(distances, at));
    }

    /** Returns the lists with every pair on both sides, columns ascending. */
    Entries symmetric() {
      int n = offsets.length - 1;
      long[] pairs = new long[2 * columns.length];
      Map<Long, Double> distanceOf = new HashMap<>();
      int count = 0;
      for (int i = 0; i < n; i++) {
        for (int e = offsets[i]; e < offsets[i + 1]; e++) {
          long there = (long) i << 32 | columns[e];
          long back = (long) columns[e] << 32 | i;
          pairs[count++] = there;
          pairs[count++] = back;
          distanceOf.put(there, distances[e]);
          distanceOf.putIfAbsent(back, distances[e]);
        }
      }
      long[] distinct = Arrays.stream(pairs).sorted().distinct().toArray();
      int[] starts = new int[n + 1];
      int[] others = new int[distinct.length];
      double[] lengths = new double[distinct.length];
      for (int p = 0; p < distinct.length; p++) {
        starts[(int) (distinct[p] >>> 32) + 1]++;
        others[p] = (int) distinct[p];
        lengths[p] = distanceOf.get(distinct[p]);
      }
      for (int i = 0; i < n; i++) {
        starts[i + 1] += starts[i];
      }
      return new Entries(starts, others, lengths);
    }

    /** Returns the weights, which sum to 1 in every row that has a neighbour. */
    Smoother normalized(double bandwidth) {
      double[] weights = new double[columns.length];
      for (int i = 0; i < offsets.length - 1; i++) {
        double least = Double.POSITIVE_INFINITY;
        for (int e = offsets[i]; e < offsets[i + 1]; e++) {
          least = Math.min(least, distances[e]);
        }
        double sum = 0;
        for (int e = offsets[i]; e < offsets[i + 1]; e++) {
          // Relative to the nearest one, so that a far row does not lose all its weights.
          double d = distances[e];
          // One after the other, since the square of a tiny bandwidth is zero.
          weights[e] =
              d == least ? 1 : Math.exp((least - d) / bandwidth * ((least + d) / bandwidth));
          sum += weights[e];
        }
        for (int e = offsets[i]; e < offsets[i + 1]; e++) {
          weights[e] /= sum;
        }
      }
      return new Smoother(offsets, columns, weights, bandwidth);
    }
  }
}
