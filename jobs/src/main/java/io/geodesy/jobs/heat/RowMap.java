package io.geodesy.jobs.heat;

import io.geodesy.kernel.Workers;

/**
 * The coordinates of rows on the {@link LandmarkMaps}. Class D0.
 *
 * @param coordinates of every row; null where its component has no map, or heat none for it
 * @param unplaced rows of components with maps that no heat joins to their landmarks
 */
@SuppressWarnings("ArrayRecordComponent")
record RowMap(float[][] coordinates, int unplaced) {

  /**
   * Places rows.
   *
   * @param maps of the landmarks
   * @param distances {@code rows x m}
   * @param nearness {@code rows x m} heat at the greatest time
   * @param labels components of the rows
   * @param landmarks position of every row among the landmarks, negative if it is none
   * @param workers share the rows
   */
  static RowMap of(
      LandmarkMaps maps,
      double[] distances,
      double[] nearness,
      int[] labels,
      int[] landmarks,
      Workers workers) {
    float[][] coordinates = new float[labels.length][];
    int m = labels.length == 0 ? 0 : distances.length / labels.length;
    workers.forRanges(
        labels.length,
        64,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            coordinates[i] = maps.place(labels[i], landmarks[i], distances, nearness, i * m);
          }
        });
    int unplaced = 0;
    for (int i = 0; i < labels.length; i++) {
      unplaced += coordinates[i] == null && maps.isMapped(labels[i]) ? 1 : 0;
    }
    return new RowMap(coordinates, unplaced);
  }
}
