package io.geodesy.jobs.knn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;

/**
 * Which task searches which block: large blocks alone and first, small ones together as long as
 * they are no more than the largest, so that tasks take about as long.
 */
final class BlockTasks extends Partitioner {
  private final int[] taskOf;
  private final int tasks;

  /**
   * Assigns blocks.
   *
   * @param sizes expected rows of each block, or shares of them
   */
  BlockTasks(double[] sizes) {
    Integer[] order = IntStream.range(0, sizes.length).boxed().toArray(Integer[]::new);
    Arrays.sort(
        order,
        Comparator.comparingDouble((Integer block) -> -sizes[block])
            .thenComparingInt(block -> block));
    taskOf = new int[sizes.length];
    int task = 0;
    int last = sizes.length - 1;
    for (int first = 0; first <= last; first++, task++) {
      taskOf[order[first]] = task;
      double total = sizes[order[first]];
      while (last > first && total + sizes[order[last]] <= sizes[order[0]]) {
        total += sizes[order[last]];
        taskOf[order[last--]] = task;
      }
    }
    tasks = task;
  }

  @Override
  public int numPartitions() {
    return tasks;
  }

  @Override
  public int getPartition(Object block) {
    return taskOf[(Integer) block];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockTasks that && Arrays.equals(taskOf, that.taskOf);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(taskOf);
  }
}
