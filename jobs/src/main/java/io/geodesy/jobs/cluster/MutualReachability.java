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
    return Math.max(distance, Math.max(cores[a], cores[b]));
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

  /**
   * Returns how many edges of a forest of the neighbour graph might not be in the exact spanning
   * tree of all pairs.
   *
   * <p>A pair that no list holds is at least as far apart as the last neighbour of either row. An
   * edge is certified if it is not longer than that distance for every row on one of its sides, as
   * the shorter edges join them: then no unlisted pair across the cut can be shorter. The lists
   * must be exact for this to hold.
   */
  int uncertifiedEdges(MinimumSpanningForest forest) {
    float[] reach = new float[cores.length];
    for (int i = 0; i < reach.length; i++) {
      int end = lists.offsets()[i + 1];
      boolean isComplete = lists.degree(i) == cores.length - 1;
      reach[i] = isComplete ? Float.POSITIVE_INFINITY : lists.distances()[end - 1];
    }
    UnionFind sets = new UnionFind(cores.length);
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
