package io.geodesy.jobs.heat;

import io.geodesy.kernel.Workers;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Distances from heat: {@code d^2 = max(0, -4 t ln H_ij + sigma 4 t ln((H_ii + H_jj) / 2))}, raised
 * to {@code scale}, averaged over times. Class D0.
 *
 * <p>Huguet et al., NeurIPS 2023; Varadhan 1967. Differs from the paper: heat is floored at the
 * error of the filter where that is above 1e-16.
 *
 * @param times of the heat
 * @param weights one a time, of sum 1
 * @param floors one a time: heat below it is taken for it
 * @param sigma share of the volume correction
 * @param scale exponent of the distance
 * @param components of the m landmarks
 * @param landmarkHeat heat that stays on them, one array a time
 */
@SuppressWarnings("ArrayRecordComponent")
record HeatDistances(
    double[] times,
    double[] weights,
    double[] floors,
    double sigma,
    double scale,
    int[] components,
    double[][] landmarkHeat)
    implements Serializable {

  /** Returns the distances that parameters ask for. */
  static HeatDistances of(
      HeatGeodesicParameters parameters,
      HeatTime time,
      double[] floors,
      int[] components,
      double[][] landmarkHeat) {
    return new HeatDistances(
        time.times(),
        time.weights(),
        floors,
        parameters.sigma(),
        parameters.scale(),
        components,
        landmarkHeat);
  }

  /** Returns the heat that stays on landmarks, from their {@code m x m} heat at every time. */
  static double[][] own(double[][] between, int m) {
    return Arrays.stream(between)
        .map(
            heat -> {
              double[] own = new double[m];
              Arrays.setAll(own, j -> heat[j * m + j]);
              return own;
            })
        .toArray(double[][]::new);
  }

  /** Returns the squared distance; all heats are floored already. */
  static double squared(double t, double sigma, double heat, double own, double other) {
    double volume = sigma == 0 ? 0 : sigma * Math.log((own + other) / 2);
    return Math.max(0, 4 * t * (volume - Math.log(heat)));
  }

  /**
   * Computes distances of rows, {@code rows x m}, NaN between components.
   *
   * @param heat one {@code rows x m} block a time
   * @param self heat that stays on each row, one array a time
   * @param labels components of the rows
   * @param workers share the rows
   */
  double[] ofRows(double[][] heat, double[][] self, int[] labels, Workers workers) {
    int m = components.length;
    double[] distances = new double[labels.length * m];
    workers.forRanges(
        labels.length,
        256,
        (worker, from, to) -> {
          for (int at = from * m; at < to * m; at++) {
            int i = at / m;
            int j = at % m;
            if (labels[i] != components[j]) {
              distances[at] = Double.NaN;
              continue;
            }
            for (int t = 0; t < times.length; t++) {
              double squared =
                  squared(
                      times[t],
                      sigma,
                      Math.max(floors[t], heat[t][at]),
                      Math.max(floors[t], self[t][i]),
                      Math.max(floors[t], landmarkHeat[t][j]));
              distances[at] += weights[t] * Math.pow(squared, scale / 2);
            }
          }
        });
    return distances;
  }

  /**
   * Returns the rows of every landmark's component that its heat does not reach at the last time.
   *
   * @param heat one {@code rows x m} block a time
   * @param labels components of the rows
   */
  long[] unreached(double[][] heat, int[] labels) {
    int last = times.length - 1;
    long[] unreached = new long[components.length];
    for (int at = 0; at < heat[last].length; at++) {
      int j = at % components.length;
      boolean isPair = labels[at / components.length] == components[j];
      unreached[j] += isPair && heat[last][at] <= floors[last] ? 1 : 0;
    }
    return unreached;
  }

  /**
   * Blends every distance with the root mean square difference of the two rows' distances to the
   * landmarks of their component, which never exceeds a true distance.
   *
   * @param distances {@code rows x m}
   * @param between those of the landmarks, {@code m x m}
   * @param share of the blend, 0 leaves the distances
   * @param workers share the rows
   */
  static double[] denoised(double[] distances, double[] between, double share, Workers workers) {
    if (share == 0) {
      return distances;
    }
    int m = (int) Math.sqrt(between.length);
    double[] blended = new double[distances.length];
    workers.forRanges(
        distances.length / Math.max(1, m),
        64,
        (worker, from, to) -> {
          for (int at = from * m; at < to * m; at++) {
            int row = at / m * m;
            int other = at % m * m;
            double total = 0;
            int count = 0;
            for (int l = 0; l < m; l++) {
              double difference = distances[row + l] - between[other + l];
              if (!Double.isNaN(difference)) {
                total += difference * difference;
                count++;
              }
            }
            blended[at] = (1 - share) * distances[at] + share * Math.sqrt(total / count);
          }
        });
    return blended;
  }
}
