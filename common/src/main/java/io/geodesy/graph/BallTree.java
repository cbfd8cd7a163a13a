package io.geodesy.graph;

import io.geodesy.kernel.IndexSort;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows in a binary tree of balls: what is far from a ball is far from all its rows.
 *
 * <p>A node of more than {@value #LEAF} rows is halved at the median of the difference of the
 * distances to two far rows of it. Its ball is about the mean of its rows (of their directions
 * under cosine) and reaches its farthest row in the metric of the distances. Under Hamming distance
 * no ball excludes anything.
 *
 * <p>Cost: about {@code 3 n log2(n / 32)} distances; {@code n d / 4 + 5 n} bytes. Determinism class
 * D0.
 *
 * <p>Paper: Omohundro, Five balltree construction algorithms, ICSI 1989. Differs from the paper:
 * the halving direction.
 */
public final class BallTree implements Serializable {
  private static final long serialVersionUID = 1;

  /** Most rows of a leaf. */
  public static final int LEAF = 32;

  private final int dim;
  private final int[] order;
  private final int[] from;
  private final int[] to;

  /** The second child of each node, 0 for a leaf; the first one follows its parent. */
  private final int[] second;

  private final float[] centers;
  private final double[] radii;
  private int nodes;

  private BallTree(int[] order, int dim) {
    int most = 1;
    for (int size = order.length; size > LEAF; size = (size + 1) / 2) {
      most = 2 * most + 1;
    }
    this.dim = dim;
    this.order = order;
    this.from = new int[most];
    this.to = new int[most];
    this.second = new int[most];
    this.centers = new float[Math.multiplyExact(most, dim)];
    this.radii = new double[most];
  }

  /** Builds the tree of all rows. */
  public static BallTree of(RowDistances rows) {
    return of(rows, IntStream.range(0, rows.rows()).toArray());
  }

  /**
   * Builds the tree of some rows.
   *
   * @param rows all of them
   * @param chosen those that count, ascending
   */
  public static BallTree of(RowDistances rows, int[] chosen) {
    BallTree tree = new BallTree(chosen.clone(), rows.dim());
    tree.build(rows, 0, chosen.length);
    return tree;
  }

  /** Returns the nodes without children. */
  public int[] leaves() {
    return IntStream.range(0, nodes).filter(this::isLeaf).toArray();
  }

  private void build(RowDistances rows, int begin, int end) {
    int node = nodes++;
    from[node] = begin;
    to[node] = end;
    rows.mean(order, begin, end, centers, node * dim);
    int far = begin;
    double[] distances = new double[end - begin];
    for (int i = begin; i < end; i++) {
      distances[i - begin] = rows.toPoint(order[i], centers, node * dim);
      far = distances[i - begin] > distances[far - begin] ? i : far;
    }
    radii[node] = end > begin ? distances[far - begin] : 0;
    if (end - begin <= LEAF) {
      return;
    }
    halve(rows, begin, end, order[far]);
    int middle = (begin + end) >>> 1;
    build(rows, begin, middle);
    second[node] = nodes;
    build(rows, middle, end);
  }

  /** Orders rows by how much nearer they are to one than to the one farthest from it. */
  private void halve(RowDistances rows, int begin, int end, int one) {
    int n = end - begin;
    double[] nearer = new double[n];
    int other = 0;
    for (int i = 0; i < n; i++) {
      nearer[i] = rows.between(order[begin + i], one);
      other = nearer[i] > nearer[other] ? i : other;
    }
    int otherRow = order[begin + other];
    for (int i = 0; i < n; i++) {
      nearer[i] -= rows.between(order[begin + i], otherRow);
    }
    int[] members = Arrays.copyOfRange(order, begin, end);
    int[] sorted = IndexSort.sorted(n, (a, b) -> Double.compare(nearer[a], nearer[b]));
    for (int i = 0; i < n; i++) {
      order[begin + i] = members[sorted[i]];
    }
  }

  /** Returns the number of nodes; node 0 is the root, children come after their parents. */
  public int nodes() {
    return nodes;
  }

  /** Returns whether a node has no children. */
  public boolean isLeaf(int node) {
    return second[node] == 0;
  }

  /** Returns the first child of a node that has children. */
  public int firstChild(int node) {
    return node + 1;
  }

  /** Returns the second child of a node that has children. */
  public int secondChild(int node) {
    return second[node];
  }

  /** Returns where the rows of a node begin in {@link #row}. */
  public int begin(int node) {
    return from[node];
  }

  /** Returns where the rows of a node end in {@link #row}. */
  public int end(int node) {
    return to[node];
  }

  /** Returns a row by its place in the tree. */
  public int row(int place) {
    return order[place];
  }

  /**
   * Returns a distance that no row of a node here and one of a node there are nearer than, rounding
   * allowed for.
   *
   * @param distances of either tree
   */
  public double least(int node, BallTree there, int other, RowDistances distances) {
    double between = distances.betweenPoints(centers, node * dim, there.centers, other * dim);
    return below(between, radii[node] + there.radii[other]);
  }

  /**
   * Returns a distance that no row of a node is nearer to a row than, rounding allowed for.
   *
   * @param row of the distances
   */
  public double least(int node, RowDistances distances, int row) {
    return below(distances.toPoint(row, centers, node * dim), radii[node]);
  }

  /** Distances of rows are rounded to float32. */
  private static double below(double between, double reach) {
    return (between - reach) * (1 - 1e-6) - 1e-9 * (between + reach);
  }
}
