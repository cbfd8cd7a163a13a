package io.geodesy.jobs.cluster;

import io.geodesy.kernel.UnionFind;
import java.util.Arrays;

/**
 * The order in which the clusters of {@link DensityPeaks} join as the density falls.
 *
 * <p>Cost: one pass over the links in their order. Determinism class D0.
 */
final class PeakTree {
  private final int[] cluster;
  private final int[] peakOf;
  private final PeakLinks links;
  private final RowDensities densities;
  private final int count;
  private final int[] parent;
  private final double[] level;
  private final int[] size;
  private final int[] peak;
  private final double[] least;

  /**
   * Prepares.
   *
   * @param cluster one a row; negative is none
   * @param peakOf the peak of each cluster
   * @param links between the groups that clusters are made of
   */
  PeakTree(int[] cluster, int[] peakOf, PeakLinks links, RowDensities densities) {
    this.cluster = cluster;
    this.peakOf = peakOf;
    this.links = links;
    this.densities = densities;
    count = peakOf.length;
    int most = Math.max(1, 2 * count);
    parent = new int[most];
    level = new double[most];
    size = new int[most];
    peak = new int[most];
    least = new double[most];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int i = 0; i < cluster.length; i++) {
      if (cluster[i] >= 0) {
        size[cluster[i]]++;
        least[cluster[i]] = Math.min(least[cluster[i]], densities.log(i));
      }
    }
  }

  /** Nodes 0 .. count-1 are clusters, those that joins make follow, the last made is on top. */
  ClusterTree build() {
    System.arraycopy(peakOf, 0, peak, 0, count);
    Arrays.fill(parent, -1);
    UnionFind sets = new UnionFind(Math.max(1, count));
    int[] nodeOf = new int[Math.max(1, count)];
    Arrays.setAll(nodeOf, c -> c);
    int nodes = count;
    for (int e : links.order()) {
      int a = cluster[links.from()[e]];
      int b = cluster[links.to()[e]];
      if (a >= 0 && b >= 0 && !sets.isJoined(a, b)) {
        int left = nodeOf[sets.find(a)];
        int right = nodeOf[sets.find(b)];
        join(left, right, nodes, links.level()[e]);
        nodeOf[sets.union(a, b)] = nodes++;
      }
    }
    return numbered(nodes);
  }

  private void join(int left, int right, int node, double at) {
    parent[left] = node;
    parent[right] = node;
    level[left] = at;
    level[right] = at;
    size[node] = size[left] + size[right];
    peak[node] = densities.isDenser(peak[left], peak[right]) ? peak[left] : peak[right];
    least[node] = Math.min(least[left], least[right]);
  }

  private ClusterTree numbered(int nodes) {
    int[] number = new int[nodes];
    int[] parents = new int[nodes + 1];
    double[] lambdas = new double[nodes + 1];
    int[] sizes = new int[nodes + 1];
    double[] stabilities = new double[nodes + 1];
    int[] clusters = new int[nodes + 1];
    Arrays.fill(clusters, Partition.NOISE);
    parents[0] = -1;
    sizes[0] = cluster.length;
    for (int v = nodes - 1; v >= 0; v--) {
      int at = nodes - v;
      number[v] = at;
      boolean isTop = parent[v] < 0;
      parents[at] = isTop ? 0 : number[parent[v]];
      lambdas[at] = isTop ? 0 : densities.lambda(level[v]);
      sizes[at] = size[v];
      stabilities[at] =
          (densities.log(peak[v]) - (isTop ? least[v] : level[v])) / (2 * densities.error());
      clusters[at] = v < count ? v : Partition.NOISE;
    }
    return new ClusterTree(parents, lambdas, sizes, stabilities, clusters);
  }
}
