package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.UnionFind;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CertifiedTreeTest {
  private static float[] sample(long seed, int n, int dim, int copies) {
    float[] values = new float[n * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) SeededStream.normal(seed, i);
    }
    for (int c = 0; c < copies; c++) {
      int from = (int) (SeededStream.uniform(seed + 1, 2L * c) * n);
      int to = (int) (SeededStream.uniform(seed + 1, 2L * c + 1) * n);
      System.arraycopy(values, from * dim, values, to * dim, dim);
    }
    return values;
  }

  /** Lists by comparing all pairs, ascending by (distance, row). */
  private static CertifiedTree.Lists lists(RowDistances distances, int k) {
    int n = distances.rows();
    int[] offsets = new int[n + 1];
    int[] neighbors = new int[n * k];
    float[] lengths = new float[n * k];
    float[] reach = new float[n];
    for (int i = 0; i < n; i++) {
      int row = i;
      int[] order =
          IntStream.range(0, n)
              .filter(j -> j != row)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingDouble(j -> distances.between(row, j))
                      .thenComparingInt(j -> j))
              .mapToInt(j -> j)
              .toArray();
      offsets[i + 1] = offsets[i] + k;
      for (int j = 0; j < k; j++) {
        neighbors[i * k + j] = order[j];
        lengths[i * k + j] = distances.between(i, order[j]);
      }
      reach[i] = k == n - 1 ? Float.POSITIVE_INFINITY : lengths[i * k + k - 1];
    }
    return new CertifiedTree.Lists(offsets, neighbors, lengths, reach);
  }

  private static MinimumSpanningForest kruskal(RowDistances distances) {
    int n = distances.rows();
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        pairs.add(new int[] {i, j});
      }
    }
    pairs.sort(Comparator.comparingDouble(p -> distances.between(p[0], p[1])));
    UnionFind sets = new UnionFind(n);
    MinimumSpanningForest.Collected found = new MinimumSpanningForest.Collected(n);
    for (int[] pair : pairs) {
      if (!sets.isJoined(pair[0], pair[1])) {
        sets.union(pair[0], pair[1]);
        found.add(pair[0], pair[1], distances.between(pair[0], pair[1]));
      }
    }
    return found.toForest();
  }

  private static String text(MinimumSpanningForest tree) {
    return Arrays.toString(tree.from())
        + Arrays.toString(tree.to())
        + Arrays.toString(tree.weights());
  }

  @Test
  void equalsPrimAndKruskalForAnyLengthOfTheLists() {
    int[] lengths = {1, 2, 4, 7};
    try (Workers workers = new Workers(2)) {
      for (int seed = 0; seed < 200; seed++) {
        int n = seed < 20 ? 300 : 60;
        RowDistances distances =
            new RowDistances(sample(300 + seed, n, 3, seed % 3 * 8), 3, "euclidean");
        MinimumSpanningForest prim = CompleteTree.of(distances::between, distances.rows(), workers);
        CertifiedTree found =
            CertifiedTree.of(lists(distances, lengths[seed % 4]), distances::between, workers);
        assertThat(text(found.tree())).as("seed %d", seed).isEqualTo(text(prim));
        assertThat(found.uncertified()).isZero();
        if (seed < 20) {
          assertThat(text(kruskal(distances))).as("seed %d", seed).isEqualTo(text(prim));
        }
      }
    }
  }

  @Test
  void needsNoSearchWhereListsAreComplete() {
    RowDistances distances = new RowDistances(sample(7, 80, 4, 5), 4, "euclidean");
    try (Workers workers = new Workers(1)) {
      CertifiedTree found = CertifiedTree.of(lists(distances, 79), distances::between, workers);
      assertThat(found.searched()).isZero();
    }
  }

  /** Lists of two hold no edge between far clusters: only a search can prove it. */
  @Test
  void searchesForTheEdgeBetweenFarClusters() {
    float[] values = {0, 1, 2.5f, 4.5f, 100, 101, 102.5f, 104.5f};
    RowDistances distances = new RowDistances(values, 1, "euclidean");
    CertifiedTree.Lists lists = lists(distances, 2);
    try (Workers workers = new Workers(1)) {
      CertifiedTree found = CertifiedTree.of(lists, distances::between, workers);
      assertThat(found.searched()).isPositive();
      assertThat(found.uncertified()).isZero();
      assertThat(found.tree().weights()[6]).isEqualTo(95.5);
      assertThat(found.tree().from()[6]).isEqualTo(3);
      assertThat(found.tree().to()[6]).isEqualTo(4);
      CertifiedTree guessed = CertifiedTree.ofApproximate(lists, distances::between, workers);
      assertThat(guessed.uncertified()).isEqualTo(6);
      assertThat(guessed.isExact()[6]).isTrue();
      assertThat(text(guessed.tree())).isEqualTo(text(found.tree()));
    }
  }

  /** Lists that lack near rows give a tree that is no shorter, and never flags what is wrong. */
  @Test
  void flagsOnlyProvenEdgesOfApproximateLists() {
    try (Workers workers = new Workers(2)) {
      for (int seed = 0; seed < 20; seed++) {
        RowDistances distances = new RowDistances(sample(900 + seed, 120, 5, 0), 5, "euclidean");
        CertifiedTree.Lists exact = lists(distances, 6);
        // Every list loses its nearest row.
        int[] offsets = new int[121];
        int[] neighbors = new int[600];
        float[] lengths = new float[600];
        for (int i = 0; i < 120; i++) {
          offsets[i + 1] = offsets[i] + 5;
          System.arraycopy(exact.neighbors(), 6 * i + 1, neighbors, 5 * i, 5);
          System.arraycopy(exact.distances(), 6 * i + 1, lengths, 5 * i, 5);
        }
        CertifiedTree found =
            CertifiedTree.ofApproximate(
                new CertifiedTree.Lists(offsets, neighbors, lengths, exact.reach()),
                distances::between,
                workers);
        double shortest =
            Arrays.stream(CompleteTree.of(distances::between, 120, workers).weights()).sum();
        assertThat(Arrays.stream(found.tree().weights()).sum()).isGreaterThanOrEqualTo(shortest);
        assertThat(found.uncertified()).isGreaterThan(100);
      }
    }
  }

  @Test
  void bearsOneRowAndTwo() {
    try (Workers workers = new Workers(1)) {
      for (int n : new int[] {1, 2}) {
        RowDistances distances = new RowDistances(sample(1, n, 2, 0), 2, "euclidean");
        CertifiedTree found =
            CertifiedTree.of(lists(distances, n - 1), distances::between, workers);
        assertThat(found.tree().edges()).isEqualTo(n - 1);
      }
    }
  }
}
