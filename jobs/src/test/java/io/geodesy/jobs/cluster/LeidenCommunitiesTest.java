package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LeidenCommunitiesTest {
  private static final double RESOLUTION = 0.25;

  /** The requirement is 0.80; measured 0.89 with 11 clusters. */
  @Test
  void findsTheDigitsWithoutBeingToldHowMany() {
    Samples.Labelled digits = Samples.digits();
    Partition found = find(Samples.neighbors(digits.block(), 15), 3);
    Contingency agreement = Samples.agreement(found.cluster(), digits.labels());
    assertThat(agreement.adjustedMutualInformation()).isGreaterThan(0.88);
    assertThat(found.clusters()).isBetween(10, 13);
  }

  @Test
  void findsExactlyThePlantedClustersOfARing() {
    for (int seed = 0; seed < 3; seed++) {
      Samples.Labelled ring = Samples.ring(seed, 8, 150, 60);
      Partition found = find(Samples.neighbors(ring.block(), 15), 3);
      Contingency agreement = Samples.agreement(found.cluster(), ring.labels());
      assertThat(found.clusters()).as("seed %d", seed).isEqualTo(8);
      assertThat(agreement.adjustedRand()).as("seed %d", seed).isEqualTo(1);
    }
  }

  @Test
  void doesNotDependOnThreads() {
    Samples.Labelled ring = Samples.ring(5, 5, 60, 100);
    NeighborLists lists = Samples.neighbors(ring.block(), 10);
    Partition one = find(lists, 1);
    for (int threads : new int[] {2, 7}) {
      Partition found = find(lists, threads);
      assertThat(found.cluster()).isEqualTo(one.cluster());
      assertThat(found.strength()).isEqualTo(one.strength());
    }
  }

  @Test
  void strengthIsTheShareOfWeightInside() {
    int[] offsets = {0, 2, 4, 6};
    int[] neighbors = {1, 2, 0, 2, 0, 1};
    double[] weights = {1, 0.25, 1, 0.25, 0.25, 0.25};
    SparseRows graph = SparseRows.symmetrize(offsets, neighbors, weights, Symmetrization.MAX, 0, 0);
    assertThat(LeidenCommunities.strengths(graph, new int[] {0, 0, Partition.NOISE}))
        .containsExactly(0.8, 0.8, 0);
  }

  @Test
  void leavesRowsWithoutLinksOut() {
    int[] offsets = {0, 1, 2, 2};
    SparseRows graph =
        SparseRows.symmetrize(
            offsets, new int[] {1, 0}, new double[] {1, 1}, Symmetrization.MAX, 0, 0);
    try (Workers workers = new Workers(1)) {
      assertThat(LeidenCommunities.find(graph, 0.25, 1, 1, workers).cluster())
          .containsExactly(0, 0, Partition.NOISE);
    }
  }

  @Test
  void findsTwoCliquesOfModularityOneHalf() {
    float[] line = {0, 1, 2, 100, 101, 102};
    NeighborLists lists = Samples.neighbors(Samples.block(line, 1), 2);
    Partition found = find(lists, 1);
    assertThat(found.cluster()).containsExactly(0, 0, 0, 1, 1, 1);
    try (Workers workers = new Workers(1)) {
      GraphQuality quality =
          GraphQuality.of(
              RowLinks.of(SharedNeighborGraph.of(lists, workers), lists, found.cluster()), found);
      assertThat(quality.modularity()).isCloseTo(0.5, within(1e-12));
      assertThat(quality.coverage()).isEqualTo(1);
      assertThat(quality.conductance()).containsExactly(0, 0);
      assertThat(quality.cohesion()).containsExactly(1, 1);
    }
  }

  @Test
  void joinsEqualRowsToOneCluster() {
    float[] equal = new float[20];
    Arrays.fill(equal, 3);
    Partition found = find(Samples.neighbors(Samples.block(equal, 1), 19), 1);
    assertThat(found.clusters()).isEqualTo(1);
  }

  @Test
  void givesOneRowItsOwnCluster() {
    assertThat(find(Samples.neighbors(Samples.block(new float[] {3}, 1), 0), 1).cluster())
        .containsExactly(0);
  }

  private static Partition find(NeighborLists lists, int threads) {
    try (Workers workers = new Workers(threads)) {
      SparseRows graph = SharedNeighborGraph.of(lists, workers);
      return LeidenCommunities.find(graph, RESOLUTION, 3, 42, workers);
    }
  }
}
