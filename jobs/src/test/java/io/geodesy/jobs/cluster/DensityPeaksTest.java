package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DensityPeaksTest {
  private static final int K = 10;

  @Test
  void findsThePlantedClustersOfARing() {
    Samples.Labelled ring = Samples.ring(1, 8, 150, 0);
    Grouping found = find(Samples.neighbors(ring.block(), 30), 3, 20, false, 2);
    assertThat(found.partition().clusters()).isEqualTo(8);
    assertThat(Samples.agreement(found.partition().cluster(), ring.labels()).adjustedRand())
        .isEqualTo(1);
  }

  /**
   * Follows rows one step at a time, and joins pairs as the paper does: the highest saddle first.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1.65, 3})
  void equalsTheDefinition(double z) {
    for (int seed = 1; seed <= 4; seed++) {
      NeighborLists lists = Samples.neighbors(Samples.normal(seed, 250, 2, seed % 2 * 9), K);
      int[] expected = Partition.bySize(definition(lists, z));
      assertThat(find(lists, z, 2, false, 2).partition().cluster()).isEqualTo(expected);
    }
  }

  @Test
  void joinsClustersInATreeWhoseLeavesTheyAre() {
    NeighborLists lists = Samples.neighbors(Samples.normal(3, 400, 2, 0), K);
    Grouping found = find(lists, 0.5, 5, false, 2);
    ClusterTree tree = found.tree();
    int clusters = found.partition().clusters();
    assertThat(clusters).isGreaterThan(3);
    int[] below = new int[tree.nodes()];
    int[] rows = new int[tree.nodes()];
    for (int v = tree.nodes() - 1; v > 0; v--) {
      assertThat(tree.parents()[v]).isBetween(0, v - 1);
      assertThat(tree.lambdas()[v]).isGreaterThanOrEqualTo(tree.lambdas()[tree.parents()[v]]);
      below[tree.parents()[v]]++;
      rows[tree.parents()[v]] += tree.sizes()[v];
    }
    int leaves = 0;
    for (int v = 1; v < tree.nodes(); v++) {
      leaves += below[v] == 0 ? 1 : 0;
      assertThat(tree.clusters()[v] >= 0).isEqualTo(below[v] == 0);
      assertThat(rows[v]).isEqualTo(below[v] == 0 ? 0 : tree.sizes()[v]);
      if (below[v] == 0) {
        assertThat(tree.sizes()[v]).isEqualTo(found.partition().sizes()[tree.clusters()[v]]);
        // The test that kept it apart.
        assertThat(tree.stabilities()[v]).isGreaterThanOrEqualTo(0.5);
      }
    }
    assertThat(leaves).isEqualTo(clusters);
  }

  @Test
  void callsRowsBelowTheSaddleHalo() {
    VectorBlock block = Samples.ring(2, 12, 80, 200).block();
    NeighborLists lists = Samples.neighbors(block, K);
    Partition whole = find(lists, 1.65, 20, false, 2).partition();
    Grouping found = find(lists, 1.65, 20, true, 2);
    int halo = 0;
    for (int i = 0; i < whole.cluster().length; i++) {
      boolean isOut = found.partition().cluster()[i] == Partition.NOISE;
      halo += isOut && whole.cluster()[i] != Partition.NOISE ? 1 : 0;
      assertThat(isOut || found.partition().cluster()[i] == whole.cluster()[i]).isTrue();
    }
    assertThat(halo).isPositive();
    assertThat(value(found, "halo-rows")).isEqualTo(halo);
  }

  @Test
  void doesNotDependOnThreadsNorOnTheUnitOfDistance() {
    VectorBlock block = Samples.ring(4, 6, 40, 80).block();
    float[] doubled = block.values().clone();
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] *= 2;
    }
    Partition one = find(Samples.neighbors(block, 8), 1, 5, false, 1).partition();
    Partition seven =
        find(Samples.neighbors(Samples.block(doubled, 2), 8), 1, 5, false, 7).partition();
    assertThat(seven.cluster()).isEqualTo(one.cluster());
    assertThat(seven.strength()).isEqualTo(one.strength());
  }

  @Test
  void takesCopiesAndFewRows() {
    float[] equal = new float[40];
    NeighborLists lists = Samples.neighbors(Samples.block(equal, 1), 5);
    assertThat(find(lists, 1.65, 20, false, 2).partition().noise()).isLessThan(40);
    for (int n = 1; n <= 2; n++) {
      NeighborLists few = Samples.neighbors(Samples.normal(1, n, 2, 0), n - 1);
      assertThat(find(few, 1.65, 20, false, 2).partition().cluster()).containsOnly(Partition.NOISE);
    }
  }

  private static double value(Grouping grouping, String metric) {
    return grouping.statistics().stream()
        .filter(s -> s.metric().equals(metric))
        .mapToDouble(Statistic::value)
        .findFirst()
        .orElseThrow();
  }

  private static Grouping find(
      NeighborLists lists, double z, int minClusterSize, boolean halo, int threads) {
    try (Workers workers = new Workers(threads)) {
      return new DensityPeaks(lists, workers).find(z, minClusterSize, halo);
    }
  }

  private static int[] definition(NeighborLists lists, double z) {
    int n = lists.rows();
    double[] radius = new double[n];
    double least = Double.MAX_VALUE;
    double sum = 0;
    long terms = 0;
    for (int i = 0; i < n; i++) {
      radius[i] = lists.distances()[i * K + K - 1];
      least = Math.min(least, radius[i]);
      for (int j = 0; j < K - 1; j++) {
        double r = lists.distances()[i * K + j];
        sum += r > 0 ? Math.log(radius[i] / r) : 0;
        terms += r > 0 ? 1 : 0;
      }
    }
    assertThat(least).as("no row has ten copies").isPositive();
    double d = terms / sum;
    double[] density = Arrays.stream(radius).map(r -> -d * Math.log(r)).toArray();
    int[] label = new int[n];
    for (int i = 0; i < n; i++) {
      int at = i;
      for (int up = parent(lists, density, at); up != at; up = parent(lists, density, at)) {
        at = up;
      }
      label[i] = at;
    }
    while (true) {
      TreeMap<String, Double> saddles = new TreeMap<>();
      for (int i = 0; i < n; i++) {
        for (int e = i * K; e < (i + 1) * K; e++) {
          int j = lists.neighbors()[e];
          if (label[i] != label[j]) {
            String pair = Math.min(label[i], label[j]) + " " + Math.max(label[i], label[j]);
            saddles.merge(pair, Math.min(density[i], density[j]), Math::max);
          }
        }
      }
      String best = null;
      for (String pair : saddles.keySet()) {
        String[] peaks = pair.split(" ", -1);
        double lower =
            Math.min(density[Integer.parseInt(peaks[0])], density[Integer.parseInt(peaks[1])]);
        boolean standsOut = lower - saddles.get(pair) >= 2 * z / Math.sqrt(K);
        if (!standsOut && (best == null || saddles.get(pair) > saddles.get(best))) {
          best = pair;
        }
      }
      if (best == null) {
        return label;
      }
      int a = Integer.parseInt(best.split(" ", -1)[0]);
      int b = Integer.parseInt(best.split(" ", -1)[1]);
      int kept = density[a] >= density[b] ? a : b;
      for (int i = 0; i < n; i++) {
        label[i] = label[i] == a || label[i] == b ? kept : label[i];
      }
    }
  }

  private static int parent(NeighborLists lists, double[] density, int row) {
    int best = row;
    float nearest = Float.POSITIVE_INFINITY;
    for (int i = 0; i < lists.rows(); i++) {
      for (int e = i * K; e < (i + 1) * K; e++) {
        int other = i == row ? lists.neighbors()[e] : i;
        boolean isLinked = i == row || lists.neighbors()[e] == row;
        if (isLinked && isDenser(density, other, row)) {
          float distance = lists.distances()[e];
          if (distance < nearest || (distance == nearest && isDenser(density, other, best))) {
            best = other;
            nearest = distance;
          }
        }
      }
    }
    return best;
  }

  private static boolean isDenser(double[] density, int a, int b) {
    return density[a] > density[b] || (density[a] == density[b] && a < b);
  }
}
