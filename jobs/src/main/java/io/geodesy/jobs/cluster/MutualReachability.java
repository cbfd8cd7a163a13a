package io.geodesy.jobs.cluster;

import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.UnionFind;

/**
 * Mutual reachability: the distance of two rows, but at least the core distance of each, which is
 * the distance to its {@code min-points}-th neighbour. Sparse regions are pushed apart, so that a
 * few rows between two dense regions do not chain them together.
 *
 * <p>The row itself is not counted among its neighbours; scikit-learn's {@code min_samples} counts
 * it, so that {@code min-points = min_samples - 1}.
 *
 * @param lists the neighbour lists
 * @param cores the core distance of every row
 */
@SuppressWarnings("ArrayRecordComponent")
record MutualReachability(NeighborLists lists, float[] cores) {

  /**
   * Reachability on neighbour lists.
   *
   * @param lists each of at least {@code minPoints} neighbours
   * @param minPoints at least 1; 0 only where there is one row
   */
  static MutualReachability of(NeighborLists lists, int minPoints) {
    float[] cores = new float[lists.rows()];
    for (int i = 0; minPoints > 0 && i < cores.length; i++) {
      cores[i] = lists.distances()[lists.offsets()[i] + minPoints - 1];
    }
    return new MutualReachability(lists, cores);
  }

  /** Returns the mutual reachability of two rows at a distance. */
  double between(int a, int b, float distance) {
    return between(distance, cores[a], cores[b]);
  }

  /** Returns the mutual reachability of two rows at a distance, by their core distances. */
  static float between(float distance, float coreA, float coreB) {
    return Math.max(distance, Math.max(coreA, coreB));
  }

  /** Returns the minimum spanning forest of the neighbour graph under mutual reachability. */
  MinimumSpanningForest forest() {
    double[] weights = new double[lists.neighbors().length];
    for (int i = 0; i < cores.length; i++) {
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        weights[e] = between(i, lists.neighbors()[e], lists.distances()[e]);
      }
    }
    return MinimumSpanningForest.boruvka(lists.offsets(), lists.neighbors(), weights);
  }

  /** Returns the distance of every row up to which all rows are in its list. */
  float[] reach() {
    float[] reach = new float[cores.length];
    for (int i = 0; i < reach.length; i++) {
      reach[i] = reach(lists.distances(), lists.offsets()[i], lists.offsets()[i + 1], cores.length);
    }
    return reach;
  }

  /** Returns the reach of one list in a table of n rows: unlimited if it has them all. */
  static float reach(float[] distances, int from, int to, int n) {
    return to - from == n - 1 ? Float.POSITIVE_INFINITY : distances[to - 1];
  }

  /**
   * Returns how many edges of a forest of the neighbour graph might not be in the exact spanning
   * tree of all pairs.
   *
   * <p>A pair that no list holds is at least as far apart as the last neighbour of either row. An
   * edge is certified if it is not longer than that distance for every row on one of its sides, as
   * the shorter edges join them: then no unlisted pair across the cut can be shorter. The lists
   * must be exact for this to hold.
   *
   * @param forest of the graph
   * @param reach of every row, see {@link #reach()}; overwritten
   */
  static int uncertifiedEdges(MinimumSpanningForest forest, float[] reach) {
    UnionFind sets = new UnionFind(reach.length);
    int uncertified = 0;
    for (int e = 0; e < forest.edges(); e++) {
      int a = sets.find(forest.from()[e]);
      int b = sets.find(forest.to()[e]);
      uncertified += forest.weights()[e] > Math.max(reach[a], reach[b]) ? 1 : 0;
      float least = Math.min(reach[a], reach[b]);
      reach[sets.union(a, b)] = least;
    }
    return uncertified;
  }
}
