package io.geodesy.jobs.cluster;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.IndexSort;

/**
 * The most central rows of every cluster: those with the greatest weight of links inside it, which
 * are the rows that most members count among their neighbours and share neighbours with; equal ones
 * by row.
 *
 * <p>Cost: one pass over the edges and a sort. Determinism class D0.
 */
final class Exemplars {
  private Exemplars() {}

  /**
   * Returns up to {@code most} rows of each cluster, most central first.
   *
   * @param graph symmetric weights
   * @param partition the clusters
   * @param most rows a cluster
   */
  static int[][] of(SparseRows graph, Partition partition, int most) {
    int[] cluster = partition.cluster();
    double[] inside = new double[cluster.length];
    for (int i = 0; i < cluster.length; i++) {
      for (int e = graph.offset(i); e < graph.offset(i + 1); e++) {
        inside[i] += cluster[graph.column(e)] == cluster[i] ? graph.weight(e) : 0;
      }
    }
    int[] order =
        IndexSort.sorted(
            cluster.length,
            (a, b) ->
                cluster[a] != cluster[b]
                    ? Integer.compare(cluster[a], cluster[b])
                    : Double.compare(inside[b], inside[a]));
    int[] sizes = partition.sizes();
    int[][] exemplars = new int[sizes.length][];
    int at = partition.noise();
    for (int c = 0; c < sizes.length; c++) {
      exemplars[c] = new int[Math.min(most, sizes[c])];
      System.arraycopy(order, at, exemplars[c], 0, exemplars[c].length);
      at += sizes[c];
    }
    return exemplars;
  }
}
