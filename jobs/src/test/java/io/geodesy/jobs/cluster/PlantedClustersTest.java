package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.VectorBlock;
import io.geodesy.testing.SharedSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of test-data whose clusters are known, with defaults and k = 15. */
class PlantedClustersTest {
  @ParameterizedTest
  @CsvSource({"ring-of-clusters, 8", "two-clusters-one-bridge, 2", "string-ids, 2"})
  void areFoundExactly(String name, int clusters) {
    Path path = Path.of("test-data/synthetic", name + ".parquet");
    Path found = Files.exists(path) ? path : Path.of("..").resolve(path);
    Dataset<Row> table = SharedSession.get().read().parquet(found.toString());
    VectorBlock block = VectorBlock.collect(table);
    int[] labels = CategoryColumn.collect(table, "label", block.ids()).codes();
    NeighborLists lists = Samples.neighbors(block, 15);
    Partition communities;
    try (Workers workers = new Workers(2)) {
      communities =
          LeidenCommunities.find(SharedNeighborGraph.of(lists, workers), 0.25, 3, 42, workers);
    }
    Partition dense = HdbscanTest.find(block, lists, Map.of()).partition();
    for (Partition partition : new Partition[] {communities, dense}) {
      assertThat(partition.clusters()).isEqualTo(clusters);
      assertThat(Samples.agreement(partition.cluster(), labels).adjustedRand()).isEqualTo(1);
    }
  }
}
