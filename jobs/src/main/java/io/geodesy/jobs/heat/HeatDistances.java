package io.geodesy.jobs.heat;

import io.geodesy.graph.ConnectedComponents;
import io.geodesy.kernel.Workers;

/**
 * Distances from heat: {@code d^2 = max(0, -4 t ln H_ij + sigma 4 t ln((H_ii + H_jj) / 2))}, raised
 * to {@code scale}, averaged over times. Class D0.
 *
 * <p>Huguet et al., NeurIPS 2023; Varadhan 1967. Differs from the paper: heat is floored at the
 * error of the filter where that is above 1e-16.
 */
final class HeatDistances {
  private HeatDistances() {}

  /** Returns the squared distance; all heats are floored already. */
  static double squared(double t, double sigma, double heat, double own, double other) {
    double volume = sigma == 0 ? 0 : sigma * Math.log((own + other) / 2);
    return Math.max(0, 4 * t * (volume - Math.log(heat)));
  }

  /**
   * Computes {@code n x m} distances, NaN between components.
   *
   * @param heat one {@code n x m} block a time
   * @param self heat that stays on each row, one array a time
   * @param landmarks m rows
   * @param components of the graph
   * @param time what was chosen
   * @param floors one a time
   * @param parameters sigma and scale
   * @param workers share the rows
   */
  static double[] of(
      double[][] heat,
      double[][] self,
      int[] landmarks,
      ConnectedComponents components,
      HeatTime time,
      double[] floors,
      HeatGeodesicParameters parameters,
      Workers workers) {
    int m = landmarks.length;
    int n = m == 0 ? 0 : heat[0].length / m;
    double[] times = time.times();
    double[] weights = time.weights();
    double[] distances = new double[n * m];
    workers.forRanges(
        n,
        256,
        (worker, from, to) -> {
          for (int at = from * m; at < to * m; at++) {
            int i = at / m;
            int j = landmarks[at % m];
            if (components.component(i) != components.component(j)) {
              distances[at] = Double.NaN;
              continue;
            }
            for (int t = 0; t < times.length; t++) {
              double squared =
                  squared(
                      times[t],
                      parameters.sigma(),
                      Math.max(floors[t], heat[t][at]),
                      Math.max(floors[t], self[t][i]),
                      Math.max(floors[t], self[t][j]));
              distances[at] += weights[t] * Math.pow(squared, parameters.scale() / 2);
            }
          }
        });
    return distances;
  }

  /**
   * Blends every distance with the root mean square difference of the two rows' distances to the
   * landmarks of their component, which never exceeds a true distance.
   *
   * @param distances {@code n x m}
   * @param landmarks m rows
   * @param share of the blend, 0 leaves the distances
   * @param workers share the rows
   */
  static double[] denoised(double[] distances, int[] landmarks, double share, Workers workers) {
    if (share == 0) {
      return distances;
    }
    int m = landmarks.length;
    double[] blended = new double[distances.length];
    workers.forRanges(
        distances.length / Math.max(1, m),
        64,
        (worker, from, to) -> {
          for (int at = from * m; at < to * m; at++) {
            int row = at / m * m;
            int other = landmarks[at % m] * m;
            double total = 0;
            int count = 0;
            for (int l = 0; l < m; l++) {
              double difference = distances[row + l] - distances[other + l];
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
