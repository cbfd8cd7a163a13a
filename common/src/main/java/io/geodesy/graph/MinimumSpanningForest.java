package io.geodesy.graph;

import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.UnionFind;
import java.util.Arrays;

/**
 * The minimum spanning forest of an undirected weighted graph: n minus the number of connected
 * components edges, ascending by (weight, lower vertex, higher vertex). That order breaks all ties,
 * so the forest is unique and does not depend on how it was found.
 *
 * <p>Cost: Boruvka's rounds, at most log2 n of them, each one pass over the edges; {@code 40 n}
 * bytes beside the input. Determinism class D0.
 *
 * <p>Paper: Boruvka 1926, in Nesetril, Milkova, Nesetrilova, Otakar Boruvka on minimum spanning
 * tree problem, Discrete Mathematics 2001. Differs from the paper: ties by vertex number instead of
 * distinct weights.
 *
 * @param vertices n
 * @param from lower vertex of each edge
 * @param to higher vertex of each edge
 * @param weights of each edge, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record MinimumSpanningForest(int vertices, int[] from, int[] to, double[] weights) {

  /** Returns the number of edges. */
  public int edges() {
    return from.length;
  }

  /** Returns the connected component of every vertex, numbered by smallest vertex. */
  public int[] components() {
    UnionFind sets = new UnionFind(vertices);
    for (int e = 0; e < from.length; e++) {
      sets.union(from[e], to[e]);
    }
    return sets.labels();
  }

  /**
   * Finds the forest of a graph in compressed rows. An edge may stand in the row of either end or
   * of both, then with the same weight; loops are ignored.
   *
   * @param offsets {@code n + 1}; the edges of vertex i are {@code [offsets[i], offsets[i+1])}
   * @param neighbors the other end of each edge
   * @param weights of each edge, not NaN
   */
  public static MinimumSpanningForest boruvka(int[] offsets, int[] neighbors, double[] weights) {
    int n = offsets.length - 1;
    UnionFind sets = new UnionFind(n);
    Collected found = new Collected(n);
    int[] rootOf = new int[n];
    Candidates best = new Candidates(n);
    while (true) {
      for (int i = 0; i < n; i++) {
        rootOf[i] = sets.find(i);
      }
      best.clear();
      for (int i = 0; i < n; i++) {
        for (int e = offsets[i]; e < offsets[i + 1]; e++) {
          int j = neighbors[e];
          if (rootOf[i] != rootOf[j]) {
            best.offer(rootOf[i], weights[e], i, j);
            best.offer(rootOf[j], weights[e], i, j);
          }
        }
      }
      if (!best.joinAll(sets, found)) {
        return found.toForest();
      }
    }
  }

  /**
   * Finds the forest of a list of edges, by Kruskal's algorithm: {@code O(E log E)}.
   *
   * @param vertices n
   * @param from lower vertex of each edge
   * @param to higher vertex of each edge
   * @param weights of each edge, not NaN
   */
  public static MinimumSpanningForest kruskal(
      int vertices, int[] from, int[] to, double[] weights) {
    int[] order = Collected.order(from.length, from, to, weights);
    UnionFind sets = new UnionFind(vertices);
    int kept = 0;
    for (int e : order) {
      if (!sets.isJoined(from[e], to[e])) {
        sets.union(from[e], to[e]);
        order[kept++] = e;
      }
    }
    return Collected.select(vertices, Arrays.copyOf(order, kept), from, to, weights);
  }

  /**
   * Returns this forest with further edges that join its components; each must be part of a minimum
   * spanning forest of the larger graph.
   *
   * @param more over the same vertices
   */
  public MinimumSpanningForest with(MinimumSpanningForest more) {
    Collected all = new Collected(vertices);
    for (int e = 0; e < from.length; e++) {
      all.add(from[e], to[e], weights[e]);
    }
    for (int e = 0; e < more.from.length; e++) {
      all.add(more.from[e], more.to[e], more.weights[e]);
    }
    return all.toForest();
  }

  /**
   * The shortest edge that leaves each component: what one round of Boruvka's algorithm decides.
   */
  public static final class Candidates {
    private final double[] weights;
    private final int[] from;
    private final int[] to;

    /**
     * No edges yet.
     *
     * @param n components are numbered below this
     */
    public Candidates(int n) {
      weights = new double[n];
      from = new int[n];
      to = new int[n];
      clear();
    }

    /** Forgets all edges. */
    public void clear() {
      Arrays.fill(from, -1);
    }

    /** Keeps an edge if it comes before the one the component has. */
    public void offer(int component, double weight, int a, int b) {
      int low = Math.min(a, b);
      int high = Math.max(a, b);
      if (from[component] < 0 || isBefore(weight, low, high, component)) {
        weights[component] = weight;
        from[component] = low;
        to[component] = high;
      }
    }

    /** Returns the weight of a component's edge, infinity if it has none. */
    public double weight(int component) {
      return from[component] < 0 ? Double.POSITIVE_INFINITY : weights[component];
    }

    private boolean isBefore(double weight, int low, int high, int component) {
      if (weight != weights[component]) {
        return weight < weights[component];
      }
      return low != from[component] ? low < from[component] : high < to[component];
    }

    /** Joins every component along its edge; returns whether there was any. */
    boolean joinAll(UnionFind sets, Collected found) {
      boolean hasJoined = false;
      for (int c = 0; c < from.length; c++) {
        if (from[c] >= 0 && !sets.isJoined(from[c], to[c])) {
          sets.union(from[c], to[c]);
          found.add(from[c], to[c], weights[c]);
          hasJoined = true;
        }
      }
      return hasJoined;
    }
  }

  /** Edges in the order in which they were found. */
  public static final class Collected {
    private final int vertices;
    private final int[] from;
    private final int[] to;
    private final double[] weights;
    private int count;

    /**
     * No edges yet.
     *
     * @param vertices n; a forest has fewer edges
     */
    public Collected(int vertices) {
      this.vertices = vertices;
      this.from = new int[Math.max(0, vertices - 1)];
      this.to = new int[Math.max(0, vertices - 1)];
      this.weights = new double[Math.max(0, vertices - 1)];
    }

    /** Adds an edge that closes no cycle. */
    public void add(int a, int b, double weight) {
      from[count] = Math.min(a, b);
      to[count] = Math.max(a, b);
      weights[count++] = weight;
    }

    /** Returns the forest. */
    public MinimumSpanningForest toForest() {
      return select(vertices, order(count, from, to, weights), from, to, weights);
    }

    private static int[] order(int count, int[] from, int[] to, double[] weights) {
      return IndexSort.sorted(
          count,
          (a, b) -> {
            int byWeight = Double.compare(weights[a], weights[b]);
            int byFrom = byWeight != 0 ? byWeight : Integer.compare(from[a], from[b]);
            return byFrom != 0 ? byFrom : Integer.compare(to[a], to[b]);
          });
    }

    private static MinimumSpanningForest select(
        int vertices, int[] chosen, int[] from, int[] to, double[] weights) {
      int[] sortedFrom = new int[chosen.length];
      int[] sortedTo = new int[chosen.length];
      double[] sortedWeights = new double[chosen.length];
      for (int e = 0; e < chosen.length; e++) {
        sortedFrom[e] = from[chosen[e]];
        sortedTo[e] = to[chosen[e]];
        sortedWeights[e] = weights[chosen[e]];
      }
      return new MinimumSpanningForest(vertices, sortedFrom, sortedTo, sortedWeights);
    }
  }
}
