package io.geodesy.jobs.cluster;

import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.kernel.UnionFind;
import java.util.Arrays;

/**
 * The cluster hierarchy of HDBSCAN*: walking up in density, a cluster splits only where both parts
 * have {@code min-cluster-size} rows; where one is smaller, its rows fall out and the cluster goes
 * on. Density is lambda = 1 / distance.
 *
 * <p>Node 0 is all rows; children have greater numbers than their parent, the one that holds the
 * lower vertex of the joining edge first. Zero distances (more than {@code min-points} copies of a
 * row) count as half the smallest positive one, so that every lambda is finite; if all are zero,
 * lambda is 1. Cost: {@code O(n log n)} after the spanning tree, about {@code 80 n} bytes.
 * Determinism class D0.
 *
 * <p>Paper: Campello, Moulavi, Sander, Density-based clustering based on hierarchical density
 * estimates, PAKDD 2013; Campello et al., Hierarchical density estimates for data clustering,
 * visualization, and outlier detection, ACM TKDD 2015. Differs from the paper: of several splits at
 * one level the tree is binary, in the order of the spanning tree's edges.
 *
 * @param nodes clusters in the tree
 * @param parents of each node; -1 for the root
 * @param births lambda at which each node appears; 0 for the root
 * @param deaths lambda at which each node ends: its last row falls out or it splits
 * @param sizes rows of each node at its birth
 * @param rowNodes the node each row falls out of
 * @param rowLambdas lambda at which each row falls out
 */
@SuppressWarnings("ArrayRecordComponent")
record CondensedTree(
    int nodes,
    int[] parents,
    double[] births,
    double[] deaths,
    int[] sizes,
    int[] rowNodes,
    double[] rowLambdas) {

  /**
   * Condenses the hierarchy of a spanning tree.
   *
   * @param tree spans all its vertices; at least one
   * @param minClusterSize at least 2
   */
  static CondensedTree of(MinimumSpanningForest tree, int minClusterSize) {
    return new Builder(tree, minClusterSize).build();
  }

  /**
   * Returns the excess of mass of every node: the sum over its rows of the lambda at which they
   * leave it less the lambda of its birth.
   */
  double[] stabilities() {
    double[] stability = new double[nodes];
    for (int i = 0; i < rowNodes.length; i++) {
      stability[rowNodes[i]] += rowLambdas[i] - births[rowNodes[i]];
    }
    for (int v = 1; v < nodes; v++) {
      stability[parents[v]] += (births[v] - births[parents[v]]) * sizes[v];
    }
    return stability;
  }

  /** Walks the merges of the spanning tree from the top. */
  private static final class Builder {
    private final int rows;
    private final int minClusterSize;
    private final double[] lambdas;
    private final int[] left;
    private final int[] right;
    private final int[] mergeSizes;

    private final int[] parents;
    private final double[] births;
    private final double[] deaths;
    private final int[] sizes;
    private final int[] rowNodes;
    private final double[] rowLambdas;
    private int nodes;

    Builder(MinimumSpanningForest tree, int minClusterSize) {
      this.rows = tree.vertices();
      this.minClusterSize = minClusterSize;
      int merges = tree.edges();
      lambdas = new double[merges];
      left = new int[merges];
      right = new int[merges];
      mergeSizes = new int[merges];
      double least = 1;
      for (int e = merges - 1; e >= 0; e--) {
        least = tree.weights()[e] > 0 ? tree.weights()[e] / 2 : least;
      }
      UnionFind sets = new UnionFind(rows);
      int[] nodeOf = new int[rows];
      for (int i = 0; i < rows; i++) {
        nodeOf[i] = i;
      }
      for (int e = 0; e < merges; e++) {
        int a = sets.find(tree.from()[e]);
        int b = sets.find(tree.to()[e]);
        left[e] = nodeOf[a];
        right[e] = nodeOf[b];
        int joined = sets.union(a, b);
        nodeOf[joined] = rows + e;
        mergeSizes[e] = sets.size(joined);
        lambdas[e] = 1 / Math.max(tree.weights()[e], least);
      }
      int most = Math.max(1, 2 * (rows / minClusterSize) + 1);
      parents = new int[most];
      births = new double[most];
      deaths = new double[most];
      sizes = new int[most];
      rowNodes = new int[rows];
      rowLambdas = new double[rows];
    }

    CondensedTree build() {
      int root = newNode(-1, 0, rows);
      int[] stack = new int[2 * rows + 2];
      int top = 0;
      if (lambdas.length > 0) {
        stack[top++] = rows + lambdas.length - 1;
        stack[top++] = root;
      }
      while (top > 0) {
        int node = stack[--top];
        int merge = stack[--top] - rows;
        double lambda = lambdas[merge];
        boolean isLeftLarge = size(left[merge]) >= minClusterSize;
        boolean isRightLarge = size(right[merge]) >= minClusterSize;
        boolean isSplit = isLeftLarge && isRightLarge;
        deaths[node] = Math.max(deaths[node], lambda);
        for (int side = 0; side < 2; side++) {
          int part = side == 0 ? left[merge] : right[merge];
          if (side == 0 ? isLeftLarge : isRightLarge) {
            stack[top++] = part;
            stack[top++] = isSplit ? newNode(node, lambda, size(part)) : node;
          } else {
            dropRows(part, node, lambda);
          }
        }
      }
      return new CondensedTree(
          nodes,
          Arrays.copyOf(parents, nodes),
          Arrays.copyOf(births, nodes),
          Arrays.copyOf(deaths, nodes),
          Arrays.copyOf(sizes, nodes),
          rowNodes,
          rowLambdas);
    }

    private int newNode(int parent, double lambda, int size) {
      parents[nodes] = parent;
      births[nodes] = lambda;
      sizes[nodes] = size;
      return nodes++;
    }

    private int size(int part) {
      return part < rows ? 1 : mergeSizes[part - rows];
    }

    private void dropRows(int part, int node, double lambda) {
      int[] stack = new int[size(part) + 1];
      int top = 0;
      stack[top++] = part;
      while (top > 0) {
        int at = stack[--top];
        if (at < rows) {
          rowNodes[at] = node;
          rowLambdas[at] = lambda;
        } else {
          stack[top++] = left[at - rows];
          stack[top++] = right[at - rows];
        }
      }
    }
  }
}
