package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockTasksTest {
  @Test
  void searchesLargeBlocksAloneAndSmallOnesTogether() {
    BlockTasks tasks = new BlockTasks(new double[] {2, 10, 3, 9, 4});
    assertThat(tasks.numPartitions()).isEqualTo(3);
    assertThat(tasks.getPartition(1)).isZero();
    assertThat(tasks.getPartition(3)).isEqualTo(1);
    assertThat(tasks.getPartition(4)).isEqualTo(2);
    assertThat(tasks.getPartition(0)).isEqualTo(2);
    assertThat(tasks.getPartition(2)).isEqualTo(2);
  }

  @Test
  void isEqualForEqualSizes() {
    assertThat(new BlockTasks(new double[] {1, 2})).isEqualTo(new BlockTasks(new double[] {1, 2}));
  }
}
