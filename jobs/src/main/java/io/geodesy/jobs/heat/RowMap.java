package io.geodesy.jobs.heat;

import io.geodesy.graph.ConnectedComponents;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The coordinates of all rows, component by component: a component with at least one landmark more
 * than dimensions gets a map of its own. Class D0.
 */
final class RowMap {
  private final float[][] coordinates;
  private double stress = Double.NaN;
  private int unplaced;

  private RowMap(int n) {
    this.coordinates = new float[n][];
  }

  /**
   * Maps the rows.
   *
   * @param distances {@code n x m}, NaN between components
   * @param nearness {@code n x m} heat at the greatest time: the weights of the map
   * @param floor heat below which a distance is unknown
   * @param landmarks m rows, ascending
   * @param components of the graph
   * @param parameters dimensions and weights
   * @param workers share the rows
   */
  static RowMap of(
      double[] distances,
      double[] nearness,
      double floor,
      int[] landmarks,
      ConnectedComponents components,
      HeatGeodesicParameters parameters,
      Workers workers) {
    RowMap map = new RowMap(landmarks.length == 0 ? 0 : distances.length / landmarks.length);
    int[][] positions = new int[components.count()][];
    IntStream.range(0, landmarks.length)
        .boxed()
        .collect(
            Collectors.groupingBy(
                j -> components.component(landmarks[j]), TreeMap::new, Collectors.toList()))
        .forEach((c, own) -> positions[c] = own.stream().mapToInt(j -> j).toArray());
    for (int c = 0; c < positions.length; c++) {
      if (positions[c] != null && positions[c].length > parameters.dimensions()) {
        map.add(
            c,
            positions[c],
            distances,
            nearness,
            floor,
            landmarks,
            components,
            parameters,
            workers);
      }
    }
    return map;
  }

  private void add(
      int component,
      int[] positions,
      double[] distances,
      double[] nearness,
      double floor,
      int[] landmarks,
      ConnectedComponents components,
      HeatGeodesicParameters parameters,
      Workers workers) {
    int m = positions.length;
    double[] direct = new double[m * m];
    double[] weights = new double[m * m];
    for (int a = 0; a < m; a++) {
      for (int b = 0; b < m; b++) {
        int there = landmarks[positions[a]] * landmarks.length + positions[b];
        int back = landmarks[positions[b]] * landmarks.length + positions[a];
        double heat = (nearness[there] + nearness[back]) / 2;
        direct[a * m + b] =
            a == b
                ? 0
                : heat <= floor
                    ? Double.POSITIVE_INFINITY
                    : (distances[there] + distances[back]) / 2;
        weights[a * m + b] =
            parameters.mapWeights() == MapWeights.UNIFORM ? 1 : Math.max(floor, heat);
      }
    }
    ReachedDistances reached = ReachedDistances.of(direct, m);
    if (!reached.isComplete()) {
      unplaced += components.size(component);
      return;
    }
    LandmarkMap map =
        LandmarkMap.of(reached.between(), scaled(weights), m, parameters.dimensions());
    if (component == 0) {
      stress = map.stress();
    }
    int[] rows = components.rows(component);
    workers.forRanges(
        rows.length,
        64,
        (worker, from, to) -> {
          for (int r = from; r < to; r++) {
            double[] own = new double[m];
            for (int a = 0; a < m; a++) {
              int at = rows[r] * landmarks.length + positions[a];
              own[a] = nearness[at] <= floor ? Double.POSITIVE_INFINITY : distances[at];
            }
            int landmark = Arrays.binarySearch(landmarks, rows[r]);
            if (landmark >= 0) {
              coordinates[rows[r]] = narrow(map.landmark(Arrays.binarySearch(positions, landmark)));
            } else if (reached.complete(own)) {
              coordinates[rows[r]] = narrow(map.place(own));
            }
          }
        });
    for (int row : rows) {
      unplaced += coordinates[row] == null ? 1 : 0;
    }
  }

  /** Weights of mean 1: their unit must not decide how the system for them is conditioned. */
  private static double[] scaled(double[] weights) {
    double mean = Arrays.stream(weights).average().orElse(1);
    return Arrays.stream(weights).map(w -> w / mean).toArray();
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int a = 0; a < values.length; a++) {
      narrow[a] = (float) values[a];
    }
    return narrow;
  }

  /** Returns the coordinates of a row; null where its component has no map, or heat none for it. */
  float[] coordinates(int row) {
    return coordinates[row];
  }

  /** Returns the stress of the largest component's map; NaN where it has none. */
  double stress() {
    return stress;
  }

  /** Returns the rows of mapped components that no heat joins to their landmarks. */
  int unplaced() {
    return unplaced;
  }
}
