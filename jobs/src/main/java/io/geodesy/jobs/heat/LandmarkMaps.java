package io.geodesy.jobs.heat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The maps of landmarks, one of every component that has at least one landmark more than
 * dimensions, and the places of all rows on them. Class D0.
 *
 * @param floor heat below which a distance is unknown
 * @param maps by component
 */
record LandmarkMaps(double floor, Map<Integer, Entry> maps) implements Serializable {
  /** Copies the maps. */
  LandmarkMaps {
    maps = Map.copyOf(maps);
  }

  /**
   * A map.
   *
   * @param positions of its landmarks among all
   * @param reached distances of these
   * @param map of them, or none where no heat joins them
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(int[] positions, ReachedDistances reached, List<LandmarkMap> map)
      implements Serializable {}

  /**
   * Draws the maps.
   *
   * @param distances of m landmarks from each other, {@code m x m}, NaN between components
   * @param nearness their heat at the greatest time: the weights of the map
   * @param floor heat below which a distance is unknown
   * @param components of the landmarks
   * @param parameters dimensions and weights
   */
  static LandmarkMaps of(
      double[] distances,
      double[] nearness,
      double floor,
      int[] components,
      HeatGeodesicParameters parameters) {
    Map<Integer, Entry> maps = new TreeMap<>();
    IntStream.range(0, components.length)
        .boxed()
        .collect(Collectors.groupingBy(j -> components[j], TreeMap::new, Collectors.toList()))
        .forEach(
            (component, own) -> {
              if (own.size() > parameters.dimensions()) {
                int[] positions = own.stream().mapToInt(j -> j).toArray();
                maps.put(
                    component,
                    entry(positions, distances, nearness, floor, components.length, parameters));
              }
            });
    return new LandmarkMaps(floor, maps);
  }

  private static Entry entry(
      int[] positions,
      double[] distances,
      double[] nearness,
      double floor,
      int all,
      HeatGeodesicParameters parameters) {
    int m = positions.length;
    double[] direct = new double[m * m];
    double[] weights = new double[m * m];
    for (int a = 0; a < m; a++) {
      for (int b = 0; b < m; b++) {
        int there = positions[a] * all + positions[b];
        int back = positions[b] * all + positions[a];
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
    List<LandmarkMap> map = new ArrayList<>();
    if (reached.isComplete()) {
      map.add(LandmarkMap.of(reached.between(), scaled(weights), m, parameters.dimensions()));
    }
    return new Entry(positions, reached, List.copyOf(map));
  }

  /** Weights of mean 1: their unit must not decide how the system for them is conditioned. */
  private static double[] scaled(double[] weights) {
    double mean = Arrays.stream(weights).average().orElse(1);
    return Arrays.stream(weights).map(w -> w / mean).toArray();
  }

  /** Returns whether the rows of a component should have places. */
  boolean isMapped(int component) {
    return maps.containsKey(component);
  }

  /** Returns the stress of the largest component's map; NaN where it has none. */
  double stress() {
    return isMapped(0) && !maps.get(0).map.isEmpty() ? maps.get(0).map.get(0).stress() : Double.NaN;
  }

  /**
   * Returns the place of a row; null where its component has no map, or heat none for it.
   *
   * @param component of the row
   * @param landmark its position among all landmarks, negative if it is none
   * @param distances those of the row begin at an offset
   * @param nearness its heat, at the same offset
   * @param offset where they begin
   */
  float[] place(int component, int landmark, double[] distances, double[] nearness, int offset) {
    if (!isMapped(component) || maps.get(component).map.isEmpty()) {
      return null;
    }
    Entry entry = maps.get(component);
    LandmarkMap map = entry.map.get(0);
    if (landmark >= 0) {
      return narrow(map.landmark(Arrays.binarySearch(entry.positions, landmark)));
    }
    double[] own = new double[entry.positions.length];
    for (int a = 0; a < own.length; a++) {
      int at = offset + entry.positions[a];
      own[a] = nearness[at] <= floor ? Double.POSITIVE_INFINITY : distances[at];
    }
    return entry.reached.complete(own) ? narrow(map.place(own)) : null;
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int a = 0; a < values.length; a++) {
      narrow[a] = (float) values[a];
    }
    return narrow;
  }
}
