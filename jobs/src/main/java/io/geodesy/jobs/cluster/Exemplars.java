package io.geodesy.jobs.cluster;

import io.geodesy.kernel.IndexSort;

/**
 * The most central rows of every cluster: those with the greatest weight of links inside it, which
 * are the rows that most members count among their neighbours and share neighbours with; equal ones
 * by row.
 *
 * <p>Cost: a sort of the rows. Determinism class D0.
 */
final class Exemplars {
  private Exemplars() {}

  /**
   * Returns up to {@code most} rows of each cluster, most central first.
   *
   * @param inside weight of the links of every row inside its cluster
   * @param partition the clusters
   * @param most rows a cluster
   */
  static int[][] of(double[] inside, Partition partition, int most) {
    int[] cluster = partition.cluster();
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
