package io.geodesy.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.CompleteTree;
import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Spanning trees and condensed trees against brute force (core-statistics, check 5). */
class SpanningTreesTest {
  private static final int MIN_POINTS = 5;

  @Test
  void equalsBruteForceOnTheCompleteTable() {
    for (int copies : new int[] {0, 3}) {
      VectorBlock block = Samples.normal(7, 300, 3, copies);
      NeighborLists lists = Samples.neighbors(block, 299);
      MutualReachability reachability = MutualReachability.of(lists, MIN_POINTS);
      MinimumSpanningForest expected = prim(block);
      assertThat(text(reachability.forest())).isEqualTo(text(expected));
      assertThat(text(complete(reachability, block))).isEqualTo(text(expected));
      assertThat(MutualReachability.uncertifiedEdges(expected, reachability.reach())).isZero();
    }
  }

  @Test
  void bridgesComponentsByTheShortestEdges() {
    for (int seed = 0; seed < 20; seed++) {
      VectorBlock block = Samples.ring(seed, 5, 20, 0).block();
      NeighborLists lists = Samples.neighbors(block, 12);
      MutualReachability reachability = MutualReachability.of(lists, MIN_POINTS);
      MinimumSpanningForest forest = reachability.forest();
      assertThat(forest.edges()).as("seed %d leaves components", seed).isLessThan(99);
      MinimumSpanningForest bridged = forest.with(bridges(reachability, block, forest));
      MinimumSpanningForest exact = prim(block);
      assertThat(bridged.edges()).isEqualTo(99);
      double[] longest = Arrays.copyOfRange(bridged.weights(), 95, 99);
      assertThat(longest)
          .as("seed %d", seed)
          .isEqualTo(Arrays.copyOfRange(exact.weights(), 95, 99));
    }
  }

  /** Of all pairs between components, those that Kruskal's algorithm takes. */
  @Test
  void bridgesAsAllPairsWouldUnderEveryMetric() {
    int n = 500;
    float[] values = new float[3 * n];
    for (int i = 0; i < values.length; i++) {
      int group = i / 3 * 9 / n;
      double value = 6 * SeededStream.normal(8, 3 * group + i % 3) + SeededStream.normal(9, i);
      values[i] = (float) (i % 11 == 0 ? Math.rint(value) : value);
    }
    NeighborLists lists = Samples.neighbors(Samples.block(values, 3), 5);
    MutualReachability reachability = MutualReachability.of(lists, 2);
    MinimumSpanningForest forest = reachability.forest();
    assertThat(forest.edges()).isLessThan(n - 3);
    for (String metric : List.of("euclidean", "cosine", "manhattan", "hamming")) {
      RowDistances distances = new RowDistances(values, 3, metric);
      try (Workers workers = new Workers(2)) {
        MinimumSpanningForest found =
            new ComponentBridges(reachability, distances, workers).between(forest);
        assertThat(text(found))
            .as(metric)
            .isEqualTo(text(ofAllPairs(reachability, distances, forest)));
      }
    }
  }

  private static MinimumSpanningForest ofAllPairs(
      MutualReachability reachability, RowDistances distances, MinimumSpanningForest forest) {
    int n = distances.rows();
    int[] component = forest.components();
    int[] from = new int[n * n];
    int[] to = new int[n * n];
    double[] weights = new double[n * n];
    int count = 0;
    for (int e = 0; e < forest.edges(); e++) {
      from[count] = forest.from()[e];
      to[count] = forest.to()[e];
      weights[count++] = -1;
    }
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        if (component[a] != component[b]) {
          from[count] = a;
          to[count] = b;
          weights[count++] = reachability.between(a, b, distances.between(a, b));
        }
      }
    }
    MinimumSpanningForest all =
        MinimumSpanningForest.kruskal(
            n, Arrays.copyOf(from, count), Arrays.copyOf(to, count), Arrays.copyOf(weights, count));
    int first = forest.edges();
    return new MinimumSpanningForest(
        n,
        Arrays.copyOfRange(all.from(), first, all.edges()),
        Arrays.copyOfRange(all.to(), first, all.edges()),
        Arrays.copyOfRange(all.weights(), first, all.edges()));
  }

  /** Two far groups of 3: lists of 2 hold no edge between them. */
  @Test
  void certifiesNoEdgeThatAPairOutsideTheListsMightUndercut() {
    VectorBlock block = Samples.block(new float[] {0, 1, 2.5f, 4.5f, 100, 101, 102.5f, 104.5f}, 1);
    NeighborLists lists = Samples.neighbors(block, 2);
    MutualReachability reachability = MutualReachability.of(lists, 1);
    MinimumSpanningForest guessed =
        new MinimumSpanningForest(8, new int[] {0}, new int[] {7}, new double[] {104.5});
    assertThat(
            MutualReachability.uncertifiedEdges(
                reachability.forest().with(guessed), reachability.reach()))
        .isEqualTo(1);
  }

  @Test
  void uncertifiedTreesAreNeverShorterThanExactOnes() {
    for (int seed = 0; seed < 20; seed++) {
      VectorBlock block = Samples.normal(seed, 120, 4, 0);
      NeighborLists lists = Samples.neighbors(block, 6);
      MutualReachability reachability = MutualReachability.of(lists, MIN_POINTS);
      MinimumSpanningForest forest = reachability.forest();
      MinimumSpanningForest tree = forest.with(bridges(reachability, block, forest));
      double excess = total(tree) - total(prim(block));
      assertThat(excess).isGreaterThan(-1e-9);
      if (MutualReachability.uncertifiedEdges(forest, reachability.reach()) == 0) {
        assertThat(excess).isCloseTo(0, within(1e-9));
      }
    }
  }

  @Test
  void condensesLikeTheDefinition() {
    for (int seed = 0; seed < 12; seed++) {
      VectorBlock block =
          seed % 2 == 0
              ? Samples.normal(seed, 300, 2, seed % 3 == 0 ? 3 : 0)
              : Samples.ring(seed, 4, 60, 60).block();
      MinimumSpanningForest tree = prim(block);
      CondensedTree condensed = CondensedTree.of(tree, 8);
      TreeSet<String> expected = new TreeSet<>();
      double smallest = Arrays.stream(tree.weights()).filter(w -> w > 0).min().orElse(2) / 2;
      int[] all = IntStream.range(0, block.rows()).toArray();
      condense(tree, tree.edges() - 1, all, all, 0, 8, smallest, expected);
      assertThat(nodes(condensed)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void stabilityIsTheExcessOfMass() {
    VectorBlock block = Samples.ring(3, 3, 40, 30).block();
    CondensedTree tree = CondensedTree.of(prim(block), 10);
    double[] expected = new double[tree.nodes()];
    for (int i = 0; i < block.rows(); i++) {
      double leaves = tree.rowLambdas()[i];
      for (int v = tree.rowNodes()[i]; v >= 0; v = tree.parents()[v]) {
        expected[v] += leaves - tree.births()[v];
        leaves = tree.births()[v];
      }
    }
    double[] found = tree.stabilities();
    for (int v = 0; v < expected.length; v++) {
      assertThat(found[v]).isCloseTo(expected[v], within(1e-9));
    }
  }

  /** Nodes as "birth: rows with the lambda at which they leave", by recursion on row sets. */
  private static void condense(
      MinimumSpanningForest tree,
      int edge,
      int[] members,
      int[] birthMembers,
      double birth,
      int minSize,
      double smallest,
      Set<String> into) {
    List<String> leaving = new ArrayList<>();
    int[] now = members;
    for (int e = edge; e >= 0; e--) {
      if (!contains(now, tree.from()[e])) {
        continue;
      }
      double lambda = 1 / Math.max(tree.weights()[e], smallest);
      int[] left = reachable(tree, e, tree.from()[e]);
      int[] right = reachable(tree, e, tree.to()[e]);
      if (left.length >= minSize && right.length >= minSize) {
        into.add(node(birth, birthMembers, leaving));
        condense(tree, e - 1, left, left, lambda, minSize, smallest, into);
        condense(tree, e - 1, right, right, lambda, minSize, smallest, into);
        return;
      }
      for (int[] part : List.of(left, right)) {
        if (part.length < minSize) {
          Arrays.stream(part).forEach(row -> leaving.add(row + "@" + lambda));
        }
      }
      now = left.length >= minSize ? left : right.length >= minSize ? right : new int[0];
    }
    into.add(node(birth, birthMembers, leaving));
  }

  private static Set<String> nodes(CondensedTree tree) {
    TreeSet<String> nodes = new TreeSet<>();
    for (int v = 0; v < tree.nodes(); v++) {
      List<String> leaving = new ArrayList<>();
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < tree.rowNodes().length; i++) {
        if (tree.rowNodes()[i] == v) {
          leaving.add(i + "@" + tree.rowLambdas()[i]);
        }
        for (int up = tree.rowNodes()[i]; up >= v; up = tree.parents()[up]) {
          if (up == v) {
            members.add(i);
          }
        }
      }
      assertThat(tree.sizes()[v]).isEqualTo(members.size());
      nodes.add(node(tree.births()[v], members.stream().mapToInt(i -> i).toArray(), leaving));
    }
    return nodes;
  }

  private static String node(double birth, int[] members, List<String> leaving) {
    return birth
        + ": "
        + Arrays.toString(Arrays.stream(members).sorted().toArray())
        + new TreeSet<>(leaving);
  }

  private static boolean contains(int[] rows, int row) {
    return Arrays.stream(rows).anyMatch(r -> r == row);
  }

  /** Rows joined to one by the first {@code edges} edges. */
  private static int[] reachable(MinimumSpanningForest tree, int edges, int start) {
    boolean[] isIn = new boolean[tree.vertices()];
    isIn[start] = true;
    boolean grows = true;
    while (grows) {
      grows = false;
      for (int e = 0; e < edges; e++) {
        if (isIn[tree.from()[e]] != isIn[tree.to()[e]]) {
          isIn[tree.from()[e]] = true;
          isIn[tree.to()[e]] = true;
          grows = true;
        }
      }
    }
    return IntStream.range(0, isIn.length).filter(i -> isIn[i]).toArray();
  }

  /** Prim's algorithm on the whole matrix of mutual reachability. */
  private static MinimumSpanningForest prim(VectorBlock block) {
    int n = block.rows();
    RowDistances distances = new RowDistances(block, "euclidean");
    float[] cores = new float[n];
    for (int i = 0; i < n; i++) {
      float[] row = new float[n];
      for (int j = 0; j < n; j++) {
        row[j] = j == i ? Float.POSITIVE_INFINITY : distances.between(i, j);
      }
      Arrays.sort(row);
      cores[i] = row[MIN_POINTS - 1];
    }
    boolean[] isIn = new boolean[n];
    isIn[0] = true;
    MinimumSpanningForest.Collected found = new MinimumSpanningForest.Collected(n);
    for (int step = 1; step < n; step++) {
      double best = Double.POSITIVE_INFINITY;
      int low = n;
      int high = n;
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          if (isIn[i] != isIn[j]) {
            double weight = Math.max(distances.between(i, j), Math.max(cores[i], cores[j]));
            if (weight < best) {
              best = weight;
              low = i;
              high = j;
            }
          }
        }
      }
      isIn[low] = true;
      isIn[high] = true;
      found.add(low, high, best);
    }
    return found.toForest();
  }

  private static MinimumSpanningForest complete(
      MutualReachability reachability, VectorBlock block) {
    try (Workers workers = new Workers(2)) {
      RowDistances distances = new RowDistances(block, "euclidean");
      return CompleteTree.of(
          (a, b) -> reachability.between(a, b, distances.between(a, b)), block.rows(), workers);
    }
  }

  private static MinimumSpanningForest bridges(
      MutualReachability reachability, VectorBlock block, MinimumSpanningForest forest) {
    try (Workers workers = new Workers(2)) {
      return new ComponentBridges(reachability, new RowDistances(block, "euclidean"), workers)
          .between(forest);
    }
  }

  private static double total(MinimumSpanningForest forest) {
    return Arrays.stream(forest.weights()).sum();
  }

  private static String text(MinimumSpanningForest forest) {
    StringBuilder text = new StringBuilder();
    for (int e = 0; e < forest.edges(); e++) {
      text.append(forest.from()[e]).append('-').append(forest.to()[e]).append(':');
      text.append(forest.weights()[e]).append(' ');
    }
    return text.toString();
  }
}
