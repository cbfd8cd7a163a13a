package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.graph.NeighborLists;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClusterStabilityTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-15);

  @Test
  void takesTheMostSimilarClusterOfEach() {
    int[] before = {0, 0, 0, 1, 1, -1, 2};
    int[] after = {0, 0, 1, 1, 1, 0, -1};
    double[] best = ClusterStability.bestJaccard(before, after, 4);
    assertThat(best[0]).isCloseTo(2.0 / 4, EXACT);
    assertThat(best[1]).isCloseTo(2.0 / 3, EXACT);
    assertThat(best[2]).isZero();
    assertThat(best[3]).isNaN();
  }

  @Test
  void isOneForAMethodThatFindsTheSameAndTheShareForOneThatJoinsAll() {
    Samples.Labelled ring = Samples.ring(5, 2, 100, 0);
    NeighborLists lists = Samples.neighbors(ring.block(), 10);
    Partition partition = new Partition(ring.labels(), new double[200], null);
    int[][] sampled = new int[1][];
    double[] same =
        ClusterStability.of(
            partition,
            lists,
            3,
            20,
            1,
            (some, rows, seed) -> {
              assertThat(some.minDegree()).isGreaterThanOrEqualTo(3);
              sampled[0] = rows;
              return Arrays.stream(rows).map(i -> ring.labels()[i]).toArray();
            });
    assertThat(same).containsExactly(1, 1);
    // Binomial of 200 rows at 0.8: mean 160, deviation 5.7; a few rows fall to three neighbours.
    assertThat(sampled[0].length).isBetween(130, 180);
    double[] joined =
        ClusterStability.of(partition, lists, 0, 20, 1, (some, rows, seed) -> new int[rows.length]);
    // Both clusters are about half of the sampled rows.
    assertThat(joined[0] + joined[1]).isCloseTo(1, EXACT);
  }
}
