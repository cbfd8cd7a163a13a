package io.geodesy.jobs.statistics;

import io.geodesy.graph.NeighborLists;
import io.geodesy.table.RowIds;
import io.geodesy.testing.ExactNeighbors;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Small graphs for tests; the ids are the row numbers. */
final class Graphs {
  private Graphs() {}

  static NeighborLists of(ExactNeighbors exact) {
    return of(exact.neighbors(), exact.distances());
  }

  static NeighborLists of(int[][] neighbors, double[][] distances) {
    int n = neighbors.length;
    int[] offsets = new int[n + 1];
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = offsets[i] + neighbors[i].length;
    }
    float[] lengths = new float[offsets[n]];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < neighbors[i].length; j++) {
        lengths[offsets[i] + j] = (float) distances[i][j];
      }
    }
    return new NeighborLists(
        RowIds.ofNumbers(LongStream.range(0, n).toArray()),
        offsets,
        Arrays.stream(neighbors).flatMapToInt(Arrays::stream).toArray(),
        lengths,
        new int[n]);
  }
}
