package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How every row is joined to its own cluster, a row an element: all that the quality of a grouping
 * on its graph is made of. 32 bytes a row. Determinism class D0.
 *
 * @param degrees weight of all links
 * @param inside weight of the links to rows of the same cluster; noise counts as one
 * @param same neighbours in the same cluster
 * @param listed neighbours
 * @param distances sum of the distances to the neighbours
 */
@SuppressWarnings("ArrayRecordComponent")
record RowLinks(double[] degrees, double[] inside, int[] same, int[] listed, double[] distances)
    implements Serializable {
  /** Room for some rows. */
  static RowLinks empty(int rows) {
    return new RowLinks(
        new double[rows], new double[rows], new int[rows], new int[rows], new double[rows]);
  }

  /**
   * Measures rows.
   *
   * @param graph symmetric weights
   * @param lists the neighbour lists
   * @param cluster one a row
   */
  static RowLinks of(SparseRows graph, NeighborLists lists, int[] cluster) {
    RowLinks links = empty(cluster.length);
    for (int i = 0; i < cluster.length; i++) {
      for (int e = graph.offset(i); e < graph.offset(i + 1); e++) {
        links.degrees[i] += graph.weight(e);
        links.inside[i] += cluster[graph.column(e)] == cluster[i] ? graph.weight(e) : 0;
      }
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        links.same[i] += cluster[lists.neighbors()[e]] == cluster[i] ? 1 : 0;
        links.listed[i]++;
        links.distances[i] += lists.distances()[e];
      }
    }
    return links;
  }

  /**
   * Returns the {@link Partition#strength} of every row.
   *
   * @param cluster one a row
   */
  double[] strengths(int[] cluster) {
    double[] strengths = new double[cluster.length];
    Arrays.setAll(strengths, i -> Partition.strength(cluster[i], inside[i], degrees[i]));
    return strengths;
  }
}
