package io.geodesy.spectral;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/** Row blocks on the executors, one a partition. */
final class RowBlocks {
  private static final int ROWS = 8192;
  private static final int MOST = 256;

  private RowBlocks() {}

  /**
   * Returns the usual number of blocks: a function of the number of rows alone, so that results do
   * not depend on the cluster. Fewer, larger blocks exchange fewer ghosts.
   */
  static int usualCount(int rows) {
    return Math.min(Math.max(1, rows), Math.max(2, Math.min(MOST, (rows + ROWS - 1) / ROWS)));
  }

  /**
   * Cuts an operator and keeps the blocks where they are first used; the caller unpersists them.
   */
  static JavaRDD<RowBlock> onExecutors(
      JavaSparkContext spark, DiffusionOperator operator, int count, long[] keys) {
    return spark
        .parallelize(RowBlock.cut(operator, count, keys), count)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }
}
