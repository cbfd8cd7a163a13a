package io.geodesy.jobs.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.Tables;
import io.geodesy.jobs.testing.ExecutorFaults;
import io.geodesy.jobs.testing.ExecutorFaults.Fault;
import io.geodesy.jobs.testing.LoopbackCluster;
import io.geodesy.jobs.testing.StageWatch;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diffusion maps in blocks where blocks are in different processes, and some of them are lost. */
class BlockDiffusionMapIT {
  @TempDir static Path faults;
  private static LoopbackCluster cluster;
  private static Tables inputs;
  private static Tables expected;

  @BeforeAll
  static void start() throws IOException {
    SharedSession.end();
    cluster = new LoopbackCluster(ExecutorFaults.settings(faults));
    inputs = Points.table(BlockDiffusionMapTest.lists());
    expected = BlockDiffusionMapTest.ghost(inputs);
  }

  @AfterAll
  static void stop() {
    SharedSession.end();
    cluster.close();
  }

  @Test
  @Promise(
      "A diffusion map in blocks whose executors are lost on the way has the bits that it has undisturbed")
  void hasTheSameBitsWhenExecutorsAreLost() {
    StageWatch watch = StageWatch.begin(cluster.session().sparkContext());
    SharedSession.get().range(1).collect();
    int first = watch.nextStage();
    // In the shuffle of the lists, while pairs are made symmetric, and within a filter.
    ExecutorFaults.order(faults, Fault.LOST_AT_START, Set.of(first + 5, first + 40, first + 150));
    Tables found = BlockDiffusionMapTest.ghost(inputs);
    watch.end();
    assertThat(ExecutorFaults.stages(faults)).as("of stages %s", watch.stages()).isNotEmpty();
    ExecutorFaults.cancel(faults);
    BlockDiffusionMapTest.requireEqual(found, expected);
  }
}
