package io.geodesy.jobs.dimension;

import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * What a row's neighbours add to its own list: the augmented estimate (ALID) and the smoothed local
 * dimension.
 *
 * <p>ALID: with own distances r_1 .. r_k, w = r_k, the ball of radius {@code w - r_j} around
 * neighbour j lies within the row's own, so that the neighbours of j inside it, at distances u, say
 * the same: {@code d = -(terms) / (sum ln(r_j/w) + sum ln(u / (w - r_j)))}, where the k-th own
 * distance counts as a term of ln 1. Where the list of j ends before {@code w - r_j}, its last
 * distance is the radius. Smoothed: the harmonic mean of the maximum-likelihood estimates of the
 * row and its neighbours.
 *
 * <p>Cost: about k / 2 logarithms a row more than its own, since most balls are small. Determinism
 * class D0.
 *
 * <p>Paper: O. Chelly, M. Houle, K. Kawarabayashi, Enhanced estimation of local intrinsic
 * dimensionality using auxiliary distances, 2016. Differs from the paper: lists that end early.
 */
final class TwoHops {
  private TwoHops() {}

  /**
   * Fills the augmented estimates of a whole table and returns the smoothed ones, NaN where
   * undefined.
   *
   * @param sample of all rows
   * @param workers share the rows
   */
  static float[] fill(RowSample sample, Workers workers) {
    int own = sample.scales().likelihood().length - 1;
    float[] inverse = new float[sample.rows()];
    for (int i = 0; i < inverse.length; i++) {
      double d = LevinaBickel.estimate(sample.terms(own, i), sample.sumOfLogs(own, i));
      inverse[i] = (float) (1 / d);
    }
    float[] smoothed = new float[sample.rows()];
    workers.forRanges(
        sample.rows(),
        1024,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            sample.augmented()[i] = (float) augmented(sample, i);
            smoothed[i] = (float) smoothed(sample, inverse, i);
          }
        });
    return smoothed;
  }

  private static double smoothed(RowSample sample, float[] inverse, int row) {
    double sum = Float.isNaN(inverse[row]) ? 0 : inverse[row];
    int count = Float.isNaN(inverse[row]) ? 0 : 1;
    for (int e = sample.from(row); e < sample.from(row) + sample.length(row); e++) {
      int neighbor = sample.neighbors()[e];
      if (neighbor >= 0 && !Float.isNaN(inverse[neighbor])) {
        sum += inverse[neighbor];
        count++;
      }
    }
    return LevinaBickel.estimate(count, sum);
  }

  private static double augmented(RowSample sample, int row) {
    int from = sample.from(row);
    int k = sample.length(row);
    float[] all = sample.distances();
    if (k < 3 || !(all[from] > 0)) {
      return Double.NaN;
    }
    double[] own = new double[k];
    Arrays.setAll(own, j -> all[from + j]);
    double sum = LevinaBickel.sumOfLogs(own, k);
    int terms = k;
    for (int j = 0; j < k; j++) {
      int neighbor = sample.neighbors()[from + j];
      int length = neighbor < 0 ? 0 : sample.length(neighbor);
      if (length == 0) {
        continue;
      }
      int start = sample.from(neighbor);
      double radius = Math.min(own[k - 1] - own[j], all[start + length - 1]);
      for (int e = start; e < start + length && all[e] < radius; e++) {
        if (all[e] > 0) {
          sum -= Math.log(all[e] / radius);
          terms++;
        }
      }
    }
    return LevinaBickel.estimate(terms, sum);
  }
}
