package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Progress;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HdbscanTest {
  /** Labels by scikit-learn 1.9.1, made by scripts/golden/hdbscan-digits. */
  @Test
  void agreesWithScikitLearnOnDigits() throws IOException {
    VectorBlock digits = Samples.digits().block();
    NeighborLists lists = Samples.neighbors(digits, 15);
    List<String> lines = golden();
    String[] settings = lines.get(0).split(",", -1);
    for (String tree : List.of("exact", "graph")) {
      for (int s = 1; s < settings.length; s++) {
        String[] setting = settings[s].split("-", -1);
        Map<String, String> values = new HashMap<>();
        values.put("min-points", Integer.toString(Integer.parseInt(setting[0]) - 1));
        values.put("min-cluster-size", setting[1]);
        values.put("selection", setting[2]);
        values.put("spanning-tree", tree);
        int column = s;
        int[] expected =
            lines.stream()
                .skip(1)
                .mapToInt(line -> Integer.parseInt(line.split(",", -1)[column]))
                .toArray();
        int[] found = find(digits, lists, values).partition().cluster();
        assertThat(Samples.agreementOfBoth(found, expected).adjustedRand())
            .as("%s, min_samples-min_cluster_size-selection %s", tree, settings[s])
            .isGreaterThan(0.97);
      }
    }
  }

  @Test
  void findsExactlyThePlantedClustersOfARing() {
    Samples.Labelled ring = Samples.ring(1, 8, 150, 60);
    NeighborLists lists = Samples.neighbors(ring.block(), 15);
    for (String tree : List.of("exact", "graph")) {
      Partition found = find(ring.block(), lists, Map.of("spanning-tree", tree)).partition();
      assertThat(found.clusters()).isEqualTo(8);
      int[] clustered = found.cluster();
      Contingency agreement = Contingency.of(clustered, ring.labels(), Contingency.Noise.LEFT_OUT);
      assertThat(agreement.adjustedRand()).isEqualTo(1);
      assertThat(agreement.total()).as("planted rows in a cluster").isGreaterThan(1150);
    }
  }

  @Test
  void keepsTwoClustersJoinedByOnePointApart() {
    float[] line = new float[101];
    for (int i = 0; i < 50; i++) {
      line[i] = i * 0.1f;
      line[51 + i] = 20 + i * 0.1f;
    }
    line[50] = 12.4f;
    VectorBlock block = Samples.block(line, 1);
    Partition found = find(block, Samples.neighbors(block, 10), Map.of()).partition();
    assertThat(found.clusters()).isEqualTo(2);
    assertThat(found.cluster()[0]).isNotEqualTo(found.cluster()[100]);
    assertThat(found.strength()[50]).isLessThan(0.1);
    assertThat(found.outlierScore()[50]).isGreaterThan(0.9);
  }

  @Test
  void doesNotDependOnThreads() {
    VectorBlock block = Samples.ring(4, 6, 40, 80).block();
    NeighborLists lists = Samples.neighbors(block, 8);
    for (String tree : List.of("exact", "graph")) {
      Map<String, String> values = Map.of("spanning-tree", tree, "min-points", "3");
      Partition one = find(block, lists, values, 1).partition();
      Partition seven = find(block, lists, values, 7).partition();
      assertThat(seven.cluster()).isEqualTo(one.cluster());
      assertThat(seven.strength()).isEqualTo(one.strength());
      assertThat(seven.outlierScore()).isEqualTo(one.outlierScore());
    }
  }

  @Test
  void callsFewerRowsThanAClusterNeedsNoise() {
    VectorBlock block = Samples.normal(1, 12, 2, 0);
    Partition found = find(block, Samples.neighbors(block, 6), Map.of()).partition();
    assertThat(found.cluster()).containsOnly(Partition.NOISE);
    assertThat(found.strength()).containsOnly(0);
  }

  @Test
  void keepsClustersOfCopies() {
    float[] copies = new float[90];
    for (int i = 0; i < copies.length; i++) {
      int group = i / 30;
      copies[i] = group * group;
    }
    VectorBlock block = Samples.block(copies, 1);
    Partition found = find(block, Samples.neighbors(block, 10), Map.of()).partition();
    assertThat(found.sizes()).containsExactly(30, 30, 30);
    assertThat(found.strength()).containsOnly(1);
  }

  @Test
  void takesEqualRowsAsOneClusterWhereThatIsAllowed() {
    float[] equal = new float[40];
    Arrays.fill(equal, 3);
    VectorBlock block = Samples.block(equal, 1);
    NeighborLists lists = Samples.neighbors(block, 10);
    Map<String, String> allowed = Map.of("single-cluster", "true");
    assertThat(find(block, lists, allowed).partition().cluster()).containsOnly(0);
    assertThat(find(block, lists, allowed).partition().strength()).containsOnly(1);
    assertThat(find(block, lists, Map.of()).partition().clusters()).isZero();
  }

  @Test
  void worksOnTwoRowsAndOne() {
    for (int n = 1; n <= 2; n++) {
      VectorBlock block = Samples.normal(1, n, 2, 0);
      Partition found = find(block, Samples.neighbors(block, n - 1), Map.of()).partition();
      assertThat(found.cluster()).containsOnly(Partition.NOISE);
    }
  }

  @Test
  void namesBothKeysWhenTheListsAreTooShort() {
    VectorBlock block = Samples.normal(1, 50, 2, 0);
    NeighborLists lists = Samples.neighbors(block, 4);
    assertThatThrownBy(() -> find(block, lists, Map.of("min-points", "9")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "clusters.min-points is 9 but the neighbour lists hold 4: give knn-graph.k at least 9,"
                + " or clusters.min-points at most 4.");
  }

  static Grouping find(VectorBlock block, NeighborLists lists, Map<String, String> values) {
    return find(block, lists, values, 2);
  }

  private static Grouping find(
      VectorBlock block, NeighborLists lists, Map<String, String> values, int threads) {
    Map<String, String> all = new HashMap<>(values);
    all.put("method", "hdbscan");
    ClustersParameters parameters = ParameterBinder.bind(ClustersParameters.class, all);
    RowDistances distances = new RowDistances(block, "euclidean");
    try (Workers workers = new Workers(threads)) {
      return new Hdbscan(
              parameters,
              parameters.minClusterSize(),
              lists,
              () -> distances,
              workers,
              Progress.SILENT)
          .find(block.dim());
    }
  }

  private static List<String> golden() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                HdbscanTest.class.getResourceAsStream("/golden/hdbscan-digits.csv"),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
