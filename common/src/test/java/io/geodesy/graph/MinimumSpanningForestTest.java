package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.UnionFind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MinimumSpanningForestTest {
  @Test
  void ofALineHasItsGaps() {
    double[] line = {0, 1, 3, 6, 10, 15};
    MinimumSpanningForest forest = boruvka(complete(line, 1));
    assertThat(forest.weights()).containsExactly(1, 2, 3, 4, 5);
    assertThat(forest.components()).containsOnly(0);
  }

  @Test
  void leavesComponentsApart() {
    int[] offsets = {0, 1, 1, 2, 2};
    MinimumSpanningForest forest =
        MinimumSpanningForest.boruvka(offsets, new int[] {1, 3}, new double[] {7, 5});
    assertThat(forest.edges()).isEqualTo(2);
    assertThat(forest.weights()).containsExactly(5, 7);
    assertThat(forest.components()).containsExactly(0, 0, 1, 1);
  }

  @Test
  void breaksTiesByVertex() {
    MinimumSpanningForest forest = boruvka(complete(new double[] {0, 0, 0, 0}, 1));
    assertThat(forest.from()).containsExactly(0, 0, 0);
    assertThat(forest.to()).containsExactly(1, 2, 3);
  }

  @Test
  void existsForOneVertexAndNone() {
    assertThat(boruvka(complete(new double[] {3}, 1)).edges()).isZero();
    assertThat(boruvka(complete(new double[0], 1)).edges()).isZero();
  }

  /** Paper 29, check 4: 200 samples, every third with duplicated rows. */
  @Test
  void boruvkaEqualsPrimEqualsKruskal() {
    for (int sample = 0; sample < 200; sample++) {
      Graph graph = complete(rows(sample, 60, 3), 3);
      MinimumSpanningForest forest = boruvka(graph);
      assertThat(edges(kruskal(graph))).as("sample %d", sample).isEqualTo(edges(forest));
      assertThat(edges(prim(graph))).as("sample %d", sample).isEqualTo(edges(forest));
    }
  }

  @Test
  void joinsFurtherEdgesInOrder() {
    MinimumSpanningForest one =
        new MinimumSpanningForest(3, new int[] {0}, new int[] {1}, new double[] {2});
    MinimumSpanningForest two =
        new MinimumSpanningForest(3, new int[] {1}, new int[] {2}, new double[] {1});
    MinimumSpanningForest both = one.with(two);
    assertThat(both.weights()).containsExactly(1, 2);
    assertThat(both.from()).containsExactly(1, 0);
  }

  private static double[] rows(int seed, int n, int dim) {
    double[] values = new double[n * dim];
    for (int i = 0; i < n; i++) {
      int copied = seed % 3 == 0 && i % 4 == 0 ? i / 2 : i;
      for (int c = 0; c < dim; c++) {
        values[i * dim + c] = SeededStream.normal(seed, (long) copied * dim + c);
      }
    }
    return values;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Graph(int[] offsets, int[] neighbors, double[] weights) {}

  private static Graph complete(double[] values, int dim) {
    int n = values.length / dim;
    int[] offsets = new int[n + 1];
    int[] neighbors = new int[n * Math.max(0, n - 1)];
    double[] weights = new double[neighbors.length];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) {
          double sum = 0;
          for (int c = 0; c < dim; c++) {
            double difference = values[i * dim + c] - values[j * dim + c];
            sum += difference * difference;
          }
          neighbors[at] = j;
          weights[at++] = Math.sqrt(sum);
        }
      }
      offsets[i + 1] = at;
    }
    return new Graph(offsets, neighbors, weights);
  }

  private static MinimumSpanningForest boruvka(Graph graph) {
    return MinimumSpanningForest.boruvka(graph.offsets, graph.neighbors, graph.weights);
  }

  private static MinimumSpanningForest kruskal(Graph graph) {
    int n = graph.offsets.length - 1;
    int[] owner = new int[graph.neighbors.length];
    for (int i = 0; i < n; i++) {
      Arrays.fill(owner, graph.offsets[i], graph.offsets[i + 1], i);
    }
    int[] order = IndexSort.sorted(owner.length, (a, b) -> compare(graph, owner, a, b));
    UnionFind sets = new UnionFind(n);
    MinimumSpanningForest.Collected found = new MinimumSpanningForest.Collected(n);
    for (int e : order) {
      if (!sets.isJoined(owner[e], graph.neighbors[e])) {
        sets.union(owner[e], graph.neighbors[e]);
        found.add(owner[e], graph.neighbors[e], graph.weights[e]);
      }
    }
    return found.toForest();
  }

  private static MinimumSpanningForest prim(Graph graph) {
    int n = graph.offsets.length - 1;
    boolean[] isIn = new boolean[n];
    isIn[0] = true;
    int[] owner = new int[graph.neighbors.length];
    for (int i = 0; i < n; i++) {
      Arrays.fill(owner, graph.offsets[i], graph.offsets[i + 1], i);
    }
    MinimumSpanningForest.Collected found = new MinimumSpanningForest.Collected(n);
    for (int step = 1; step < n; step++) {
      int best = -1;
      for (int e = 0; e < owner.length; e++) {
        if (isIn[owner[e]]
            && !isIn[graph.neighbors[e]]
            && (best < 0 || compare(graph, owner, e, best) < 0)) {
          best = e;
        }
      }
      isIn[graph.neighbors[best]] = true;
      found.add(owner[best], graph.neighbors[best], graph.weights[best]);
    }
    return found.toForest();
  }

  private static int compare(Graph graph, int[] owner, int a, int b) {
    int byWeight = Double.compare(graph.weights[a], graph.weights[b]);
    if (byWeight != 0) {
      return byWeight;
    }
    int byLow =
        Integer.compare(
            Math.min(owner[a], graph.neighbors[a]), Math.min(owner[b], graph.neighbors[b]));
    return byLow != 0
        ? byLow
        : Integer.compare(
            Math.max(owner[a], graph.neighbors[a]), Math.max(owner[b], graph.neighbors[b]));
  }

  private static String edges(MinimumSpanningForest forest) {
    StringBuilder text = new StringBuilder();
    for (int e = 0; e < forest.edges(); e++) {
      text.append(forest.from()[e]).append('-').append(forest.to()[e]).append(':');
      text.append(forest.weights()[e]).append(' ');
    }
    return text.toString();
  }
}
