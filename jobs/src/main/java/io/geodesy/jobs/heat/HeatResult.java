package io.geodesy.jobs.heat;

import io.geodesy.spectral.HeatAccuracy;
import io.geodesy.spectral.KernelFacts;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What heat flow found, wherever the graph was.
 *
 * @param rows of the graph
 * @param time what was chosen
 * @param accuracy of the heat operator
 * @param lambdaMax bound on the spectrum of the Laplacian
 * @param facts of the weights
 * @param sizes rows of every component, descending
 * @param landmarks by their rows
 * @param selfError of the heat that stays on a row that is no landmark, as a share of it: what kind
 *     of error, {@link DiagonalMode#error} says
 * @param stress of the largest component's map; NaN where it has none
 * @param unplaced rows of components with maps that no heat joins to their landmarks
 * @param agreement with true coordinates, where they were named
 * @param distances as {@link HeatTables#DISTANCES}
 * @param coordinates as {@link HeatTables#COORDINATES}
 */
@SuppressWarnings("ArrayRecordComponent")
record HeatResult(
    int rows,
    HeatTime time,
    HeatAccuracy accuracy,
    double lambdaMax,
    KernelFacts facts,
    int[] sizes,
    List<Landmark> landmarks,
    double selfError,
    double stress,
    long unplaced,
    Optional<Agreement> agreement,
    Dataset<Row> distances,
    Dataset<Row> coordinates) {
  /** Columns that flow together: the state of a batch is three blocks of {@code n x 32}. */
  static final int BATCH = 32;

  /** Copies the landmarks. */
  HeatResult {
    landmarks = List.copyOf(landmarks);
  }

  /**
   * A row from which heat started.
   *
   * @param id of the row
   * @param component it is in
   * @param selfHeat share of its heat that stays on it at the greatest time
   * @param unreached rows of its component that its heat does not reach
   */
  record Landmark(Object id, int component, double selfHeat, long unreached) {}
}
