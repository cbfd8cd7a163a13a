package io.geodesy.spectral;

import io.geodesy.graph.SparseBlock;
import io.geodesy.table.Kept;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Row blocks on the executors, one a partition. */
public final class RowBlocks {
  private static final int ROWS = 1 << 15;
  private static final int MOST = 256;

  private RowBlocks() {}

  /**
   * Returns the usual number of blocks: a function of the number of rows alone, so that results do
   * not depend on the cluster. Fewer, larger blocks exchange fewer ghosts.
   */
  public static int usualCount(int rows) {
    return Math.min(Math.max(1, rows), Math.max(2, Math.min(MOST, (rows + ROWS - 1) / ROWS)));
  }

  /**
   * Cuts an operator that the driver holds into ranges of about equal numbers of rows.
   *
   * @param count of blocks, at most the number of rows
   * @param keys a well-mixed key a row
   * @param kept keeps the blocks
   */
  static JavaRDD<RowBlock> onExecutors(
      JavaSparkContext spark, DiffusionOperator operator, int count, long[] keys, Kept kept) {
    return kept.keep(spark.parallelize(cut(operator, count, keys), count));
  }

  static List<RowBlock> cut(DiffusionOperator operator, int count, long[] keys) {
    int[] bounds = new int[count + 1];
    for (int b = 0; b <= count; b++) {
      bounds[b] = (int) ((long) operator.rows() * b / count);
    }
    List<RowBlock> blocks = new ArrayList<>();
    for (SparseBlock block : SparseBlock.cut(operator.kernel(), bounds)) {
      int first = bounds[block.index()];
      int end = first + block.rows();
      double[] shift = new double[block.rows()];
      Arrays.setAll(shift, i -> operator.shift(first + i));
      double[] stationary = new double[block.rows()];
      Arrays.setAll(stationary, i -> operator.diagonals().stationary(first + i, 1));
      blocks.add(
          new RowBlock(
              block,
              Arrays.copyOfRange(operator.diagonals().scale(), first, end),
              shift,
              stationary,
              Arrays.copyOfRange(keys, first, end)));
    }
    return blocks;
  }
}
