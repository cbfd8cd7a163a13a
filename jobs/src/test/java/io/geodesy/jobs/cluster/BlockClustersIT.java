package io.geodesy.jobs.cluster;

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
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HDBSCAN* in blocks where blocks are in different processes, and some of them are lost. */
class BlockClustersIT {
  private static final Map<String, String> VALUES =
      Map.of("min-points", "3", "min-cluster-size", "10");

  @TempDir static Path faults;
  private static LoopbackCluster cluster;
  private static Tables inputs;
  private static Tables expected;

  @BeforeAll
  static void start() throws IOException {
    SharedSession.end();
    cluster = new LoopbackCluster(ExecutorFaults.settings(faults));
    inputs = ClustersAnalysisTest.inputs(Samples.ring(3, 12, 25, 30), 4, DataTypes.StringType, 4);
    expected = BlockClustersTest.local(inputs, VALUES);
  }

  @AfterAll
  static void stop() {
    SharedSession.end();
    cluster.close();
  }

  @Test
  void findsTheSameClustersInSeveralProcesses() {
    BlockClustersTest.requireEqual(BlockClustersTest.blocks(inputs, VALUES, 5), expected);
  }

  @Test
  @Promise(
      "HDBSCAN* in blocks whose executors are lost on the way finds the clusters that it finds undisturbed")
  void findsTheSameClustersWhenExecutorsAreLost() {
    StageWatch watch = StageWatch.begin(cluster.session().sparkContext());
    SharedSession.get().range(1).collect();
    int first = watch.nextStage();
    // In the shuffle of the lists, among the messages of blocks, and while the forests are merged.
    ExecutorFaults.order(faults, Fault.LOST_AT_START, Set.of(first + 5, first + 12, first + 25));
    Tables found = BlockClustersTest.blocks(inputs, VALUES, 5);
    watch.end();
    assertThat(ExecutorFaults.stages(faults)).as("of stages %s", watch.stages()).isNotEmpty();
    ExecutorFaults.cancel(faults);
    BlockClustersTest.requireEqual(found, expected);
  }
}
