package io.geodesy.jobs.heat;

import io.geodesy.graph.NeighborBlock;
import io.geodesy.kernel.Workers;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What turns heat into the rows of the tables.
 *
 * @param rule of the distances
 * @param raw distances of landmarks from each other, as the rule has them
 * @param denoise share of the blend
 * @param maps of the landmarks
 * @param landmarks numbers of their rows, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record HeatRows(
    HeatDistances rule, double[] raw, double denoise, LandmarkMaps maps, int[] landmarks)
    implements Serializable {
  /**
   * Returns rows as {@link HeatTables#rowSchema} has them.
   *
   * @param block whose rows they are
   * @param heat from landmarks, {@code rows x m} a time
   * @param self estimates of the heat that stays on them
   * @param labels components
   */
  Iterator<Row> of(NeighborBlock block, double[][] heat, SelfHeat self, int[] labels) {
    int[] positions = new int[labels.length];
    Arrays.setAll(positions, i -> Arrays.binarySearch(landmarks, block.number(i)));
    double[][] stays = exactAt(positions, self.values());
    try (Workers alone = new Workers(1)) {
      double[] distances =
          HeatDistances.denoised(rule.ofRows(heat, stays, labels, alone), raw, denoise, alone);
      RowMap map = RowMap.of(maps, distances, heat[heat.length - 1], labels, positions, alone);
      return IntStream.range(0, labels.length)
          .mapToObj(
              i ->
                  RowFactory.create(
                      block.ids().get(i),
                      labels[i],
                      HeatTables.known(distances, i, landmarks.length),
                      map.coordinates()[i]))
          .iterator();
    }
  }

  /** Returns estimates with the heat of landmarks in their places. */
  private double[][] exactAt(int[] positions, double[][] estimates) {
    double[][] stays = new double[estimates.length][];
    for (int t = 0; t < stays.length; t++) {
      stays[t] = estimates[t].clone();
      for (int i = 0; i < positions.length; i++) {
        stays[t][i] = positions[i] >= 0 ? rule.landmarkHeat()[t][positions[i]] : stays[t][i];
      }
    }
    return stays;
  }
}
