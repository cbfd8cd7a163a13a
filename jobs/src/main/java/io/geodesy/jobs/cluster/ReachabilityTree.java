package io.geodesy.jobs.cluster;

import io.geodesy.error.ConfigException;
import io.geodesy.graph.MinimumSpanningForest;

/**
 * A spanning tree of the rows of a table under mutual reachability, and how far it can be trusted.
 *
 * @param edges of the tree, ascending
 * @param isOfAllPairs whether all pairs of rows were compared, not those of the lists alone
 * @param uncertified edges that a pair outside the lists might undercut
 * @param minPoints the neighbour that gives a row its core distance
 */
record ReachabilityTree(
    MinimumSpanningForest edges, boolean isOfAllPairs, int uncertified, int minPoints) {

  /**
   * Returns the neighbour that gives the core distance: a table of n rows has no more than n - 1.
   *
   * @param asked of the parameters
   * @param rows of the table
   * @param listed neighbours of the row that has least
   * @throws ConfigException if the lists are too short
   */
  static int minPoints(int asked, int rows, int listed) {
    int possible = Math.min(asked, rows - 1);
    if (possible > listed) {
      throw new ConfigException(
          "clusters.min-points is %d but the neighbour lists hold %d: give knn-graph.k at least %d, or clusters.min-points at most %d."
              .formatted(asked, listed, asked, listed));
    }
    return possible;
  }
}
