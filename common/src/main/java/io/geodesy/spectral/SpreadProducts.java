package io.geodesy.spectral;

import io.geodesy.table.Kept;
import org.apache.spark.api.java.JavaRDD;

/**
 * Products of the diffusion operator T of all rows with blocks of columns that are on the
 * executors, {@code rows x width} row-major beside the rows of every block of the graph.
 *
 * <p>A product is one shuffle of {@code 4 width} bytes a ghost row: the rows of other blocks that a
 * row is joined with are rounded to float32, so that a value has seven digits. A chain of products
 * is committed at its end, which cuts the lineage. Executor memory: the graph, and {@code 8 width
 * (}{@value GhostBlocks#STEPS_PER_JOB}{@code + 4)} bytes a row, three times that for {@link #heat};
 * older blocks on disk where memory is short. Class D0 for a given number of blocks.
 */
public final class SpreadProducts implements AutoCloseable {
  private final GhostBlocks space;
  private final Kept kept;

  SpreadProducts(GhostBlocks space, Kept kept) {
    this.space = space;
    this.kept = kept;
  }

  /** Returns the bytes a row of what the executors hold at most beside the graph. */
  public static long rowBytes(int width) {
    return 3L * Double.BYTES * width * (GhostBlocks.STEPS_PER_JOB + 4);
  }

  /** Returns T X. */
  public JavaRDD<double[]> product(JavaRDD<double[]> x, int width) {
    return space.product(x, width);
  }

  /** Returns {@code T^steps X}, committed. */
  public JavaRDD<double[]> power(JavaRDD<double[]> x, int width, int steps) {
    return space.power(x, width, steps);
  }

  /**
   * Returns {@code exp(-t (I - T)) X}, committed.
   *
   * @param series of the spectrum [0, 2] of {@code I - T} at the time t: {@code HeatSeries.of(t,
   *     tolerance)}
   */
  public JavaRDD<double[]> heat(JavaRDD<double[]> x, int width, HeatSeries series) {
    return space.heat(x, width, new double[][] {series.coefficients()});
  }

  @Override
  public void close() {
    kept.close();
  }
}
