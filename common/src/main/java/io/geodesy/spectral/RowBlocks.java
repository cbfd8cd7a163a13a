package io.geodesy.spectral;

import org.apache.spark.Partitioner;
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

  /** Sends a message to the partition of its key. */
  static final class ByIndex extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int count;

    ByIndex(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByIndex that && that.count == count;
    }

    @Override
    public int hashCode() {
      return count;
    }
  }
}
