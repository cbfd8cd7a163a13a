package io.geodesy.table;

import org.apache.spark.Partitioner;

/** A key is the number of its partition. */
public final class ByIndex extends Partitioner {
  private static final long serialVersionUID = 1;

  private final int count;

  /**
   * Keys below a number.
   *
   * @param count of partitions
   */
  public ByIndex(int count) {
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
