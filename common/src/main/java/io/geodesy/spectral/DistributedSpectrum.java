package io.geodesy.spectral;

import io.geodesy.kernel.Workers;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;

/**
 * The leading spectrum of a diffusion operator multiplied on the executors.
 *
 * @param session whose executors multiply
 * @param backEnd {@link BackEnd#BROADCAST} or {@link BackEnd#GHOST}
 * @param rowBlocks ranges of rows, or empty for one in 8192 rows, 2 to 256
 * @param commit cuts the lineage of {@link BackEnd#GHOST}
 */
public record DistributedSpectrum(
    SparkSession session, BackEnd backEnd, OptionalInt rowBlocks, BlockCommit commit) {

  /** Tells whether there are rows enough for a filtered block. */
  public static boolean isApplicable(int rows, int pairs) {
    return FilteredIteration.isApplicable(rows, pairs);
  }

  /**
   * Finds the largest eigenpairs of the operator of a connected graph.
   *
   * @param operator rows near each other in the graph are near each other in number
   * @param pairs few enough for {@link #isApplicable}
   * @param options tolerance and budget
   * @param rowKeys a well-mixed key a row
   * @param workers of the driver
   */
  public Eigenpairs ofConnected(
      DiffusionOperator operator,
      int pairs,
      SolverOptions options,
      long[] rowKeys,
      Workers workers) {
    double low = SpectrumBounds.low(operator, rowKeys, workers);
    int blocks = blocks(operator.rows());
    if (backEnd == BackEnd.BROADCAST) {
      try (BroadcastOperator product = new BroadcastOperator(session, operator, blocks)) {
        return FilteredIteration.largest(
            new DriverBlocks(product, rowKeys, workers), pairs, options, low, 1);
      }
    }
    try (GhostBlocks space = new GhostBlocks(session, operator, blocks, rowKeys, commit)) {
      return FilteredIteration.largest(space, pairs, options, low, 1);
    }
  }

  private int blocks(int rows) {
    return Math.min(rows, rowBlocks.orElse(RowBlocks.usualCount(rows)));
  }

  /**
   * Returns the rows that a product exchanges between ranges, each of {@code 4 width} bytes; 0 by
   * broadcast.
   */
  public long ghostRows(DiffusionOperator operator) {
    return backEnd == BackEnd.GHOST ? RowBlock.ghostRows(operator, blocks(operator.rows())) : 0;
  }

  /**
   * Returns the bytes that all executors hold in a round at most: entries, and the vectors of every
   * step of the filter, of which older ones go to disk where memory is short.
   *
   * @param rows of the operator
   * @param entries of the operator
   * @param pairs wanted
   */
  public static long executorBytes(long rows, long entries, int pairs) {
    long vectors = 8L * FilteredIteration.width(pairs) * (FilteredIteration.USUAL_DEGREE + 3);
    return 8 * entries + (24 + vectors) * rows;
  }
}
