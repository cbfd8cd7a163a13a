package io.geodesy.jobs.cluster;

import io.geodesy.graph.BallTree;
import io.geodesy.graph.RowDistances;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The search of rows for the shortest edge that leaves their component, among other rows: one round
 * of Boruvka's algorithm on two ball trees.
 *
 * <p>A leaf of searching rows walks the tree of the others, nearer balls first, and leaves out what
 * is of its own component, or farther than the best edges of all its components; every edge found
 * lowers what the next leaves look at. Cost: in few dimensions about the logarithm of the rows for
 * a leaf, in many all of them. Determinism class D0: the edge is unique, whatever is left out on
 * the way. Several threads may search at once.
 *
 * <p>Paper: March, Ram, Gray, Fast Euclidean minimum spanning tree, KDD 2010. Differs from the
 * paper: leaves against a tree instead of two trees, so that leaves are independent; mutual
 * reachability.
 */
final class BridgeSearch {
  /** Of a node whose rows are of several components. */
  private static final int MIXED = -1;

  private final Rows searching;
  private final Rows others;
  private final int[] component;
  private final float[] cores;
  private final int[] nodeComponents;
  private final float[] nodeCores;

  /**
   * Rows and their tree.
   *
   * @param tree of the rows
   * @param distances of the rows
   * @param numbers of the rows in the table; null where they are numbered from {@code first}
   * @param first number of the first row
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Rows(BallTree tree, RowDistances distances, int[] numbers, int first) {
    int number(int row) {
      return numbers == null ? first + row : numbers[row];
    }
  }

  /**
   * A search among rows.
   *
   * @param searching rows that look for others
   * @param others to be found
   * @param component of every row of the table
   * @param cores of every row of the table
   */
  BridgeSearch(Rows searching, Rows others, int[] component, float[] cores) {
    this.searching = searching;
    this.others = others;
    this.component = component;
    this.cores = cores;
    int nodes = others.tree.nodes();
    this.nodeComponents = new int[nodes];
    this.nodeCores = new float[nodes];
    for (int v = nodes - 1; v >= 0; v--) {
      summarize(v);
    }
  }

  private void summarize(int v) {
    BallTree tree = others.tree;
    if (tree.isLeaf(v)) {
      nodeCores[v] = Float.POSITIVE_INFINITY;
      for (int place = tree.begin(v); place < tree.end(v); place++) {
        int number = others.number(tree.row(place));
        nodeCores[v] = Math.min(nodeCores[v], cores[number]);
        boolean isFirst = place == tree.begin(v);
        nodeComponents[v] =
            isFirst || nodeComponents[v] == component[number] ? component[number] : MIXED;
      }
    } else {
      int a = tree.firstChild(v);
      int b = tree.secondChild(v);
      nodeCores[v] = Math.min(nodeCores[a], nodeCores[b]);
      nodeComponents[v] = nodeComponents[a] == nodeComponents[b] ? nodeComponents[a] : MIXED;
    }
  }

  /**
   * Lets the rows of one leaf search.
   *
   * @param leaf of the searching rows
   * @param best edge of every component so far; improved. Where it is {@link Bridge#RESTING} rows
   *     do not search
   */
  void search(int leaf, AtomicReferenceArray<Bridge> best) {
    BallTree tree = searching.tree;
    int[] rows = new int[tree.end(leaf) - tree.begin(leaf)];
    int count = 0;
    for (int place = tree.begin(leaf); place < tree.end(leaf); place++) {
      int number = searching.number(tree.row(place));
      if (cores[number] <= best.get(component[number]).weight()) {
        rows[count++] = tree.row(place);
      }
    }
    if (count > 0) {
      visit(0, leaf, new Searchers(Arrays.copyOf(rows, count)), best);
    }
  }

  /** The rows of a leaf that search. */
  private final class Searchers {
    private final int[] rows;
    private final int only;
    private final float leastCore;

    Searchers(int[] rows) {
      this.rows = rows;
      int common = component[searching.number(rows[0])];
      float least = Float.POSITIVE_INFINITY;
      for (int row : rows) {
        int number = searching.number(row);
        common = component[number] == common ? common : MIXED;
        least = Math.min(least, cores[number]);
      }
      this.only = common;
      this.leastCore = least;
    }

    double bound(AtomicReferenceArray<Bridge> best) {
      double bound = 0;
      for (int row : rows) {
        bound = Math.max(bound, best.get(component[searching.number(row)]).weight());
      }
      return bound;
    }
  }

  private boolean isOut(int node, double least, Searchers searchers, double bound) {
    boolean isOwn = nodeComponents[node] != MIXED && nodeComponents[node] == searchers.only;
    return isOwn || least > bound || nodeCores[node] > bound || searchers.leastCore > bound;
  }

  private void visit(int node, int leaf, Searchers searchers, AtomicReferenceArray<Bridge> best) {
    BallTree tree = others.tree;
    if (tree.isLeaf(node)) {
      compare(node, searchers, best);
      return;
    }
    int near = tree.firstChild(node);
    int far = tree.secondChild(node);
    double nearLeast = searching.tree.least(leaf, tree, near, searching.distances);
    double farLeast = searching.tree.least(leaf, tree, far, searching.distances);
    if (farLeast < nearLeast) {
      int node1 = near;
      near = far;
      far = node1;
      double least1 = nearLeast;
      nearLeast = farLeast;
      farLeast = least1;
    }
    if (!isOut(near, nearLeast, searchers, searchers.bound(best))) {
      visit(near, leaf, searchers, best);
    }
    if (!isOut(far, farLeast, searchers, searchers.bound(best))) {
      visit(far, leaf, searchers, best);
    }
  }

  private void compare(int node, Searchers searchers, AtomicReferenceArray<Bridge> best) {
    for (int row : searchers.rows) {
      int number = searching.number(row);
      int own = component[number];
      double bound = best.get(own).weight();
      boolean isOut =
          cores[number] > bound
              || nodeComponents[node] == own
              || others.tree.least(node, searching.distances, row) > bound;
      if (!isOut) {
        compare(row, node, best);
      }
    }
  }

  private void compare(int row, int node, AtomicReferenceArray<Bridge> best) {
    int number = searching.number(row);
    int own = component[number];
    Bridge found = best.get(own);
    for (int place = others.tree.begin(node); place < others.tree.end(node); place++) {
      int other = others.tree.row(place);
      int otherNumber = others.number(other);
      if (component[otherNumber] != own && cores[otherNumber] <= found.weight()) {
        float distance = searching.distances.between(row, others.distances, other);
        float weight = MutualReachability.between(distance, cores[number], cores[otherNumber]);
        if (weight <= found.weight()) {
          found = Bridge.first(Bridge.of(number, otherNumber, weight), found);
        }
      }
    }
    best.accumulateAndGet(own, found, Bridge::first);
  }
}
