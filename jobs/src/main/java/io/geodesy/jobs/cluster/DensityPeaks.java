package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.UnionFind;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Statistic;
import java.util.Arrays;
import java.util.List;

/**
 * Density peaks on the neighbour graph. The log density of a row is {@code -d ln r} up to a
 * constant, r its distance to the k-th neighbour and d the intrinsic dimension of the table; its
 * error is {@code 1 / sqrt(k)}. Every row follows its nearest denser neighbour, in its own list or
 * of a row that lists it, to a peak, which is a row without one. Two groups that touch have a
 * saddle: the greatest density, over links between them, of the less dense end. From the highest
 * saddle down, a group joins another where its peak does not stand out: {@code peak - saddle < z
 * (error of the peak + error of the saddle)}. Groups of fewer rows than a cluster needs are noise.
 *
 * <p>One pass suffices: joining only raises peaks, so that a pair that stood apart at its saddle
 * does so for good. Cost: pointer jumping takes log2 of the longest path rounds over the rows, the
 * rest a sort of the links between groups; {@code 28 n} bytes and 20 a link. Determinism class D0:
 * of equally dense rows the lower one counts as denser.
 *
 * <p>Papers: Rodriguez, Laio, Clustering by fast search and find of density peaks, Science 2014;
 * d'Errico, Facco, Laio, Rodriguez, Automatic topography of high-dimensional data sets by
 * non-parametric density peak clustering, Information Sciences 2021. Differs from the papers: one k
 * for all rows, not one a row by a likelihood ratio; the saddle is the best link between two
 * groups, not the densest border row.
 */
final class DensityPeaks {
  private static final int ROWS_PER_TASK = 4096;

  private final NeighborLists lists;
  private final Workers workers;
  private final RowDensities densities;
  private int rounds;

  /**
   * Densities of rows.
   *
   * @param lists of one neighbour or more each, unless there is one row
   */
  DensityPeaks(NeighborLists lists, Workers workers) {
    this.lists = lists;
    this.workers = workers;
    this.densities = new RowDensities(lists);
  }

  /**
   * Finds clusters.
   *
   * @param z standard errors by which a peak must stand above its saddles
   * @param minClusterSize rows
   * @param hasHalo whether rows less dense than the highest saddle of their cluster are noise
   */
  Grouping find(double z, int minClusterSize, boolean hasHalo) {
    int n = lists.rows();
    int[] peaks = followToPeaks(nearestDenser());
    int found = (int) Arrays.stream(peaks).distinct().count();
    PeakLinks links = PeakLinks.of(lists, peaks, densities);
    UnionFind sets = new UnionFind(n);
    int[] peakOf = new int[n];
    for (int i = 0; i < n; i++) {
      peakOf[sets.union(peaks[i], i)] = peaks[i];
    }
    for (int e : links.order()) {
      int a = sets.find(links.from()[e]);
      int b = sets.find(links.to()[e]);
      int lower = densities.isDenser(peakOf[a], peakOf[b]) ? peakOf[b] : peakOf[a];
      int higher = lower == peakOf[b] ? peakOf[a] : peakOf[b];
      if (a != b && densities.log(lower) - links.level()[e] < 2 * z * densities.error()) {
        peakOf[sets.union(a, b)] = higher;
      }
    }
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      int root = sets.find(i);
      labels[i] = sets.size(root) < minClusterSize ? Partition.NOISE : peakOf[root];
    }
    return grouping(labels, links, hasHalo, found);
  }

  private Grouping grouping(int[] peaks, PeakLinks links, boolean hasHalo, int found) {
    int[] cluster = Partition.bySize(peaks.clone());
    int count = Arrays.stream(cluster).max().orElse(Partition.NOISE) + 1;
    int[] peakOf = new int[count];
    for (int i = 0; i < cluster.length; i++) {
      if (cluster[i] >= 0) {
        peakOf[cluster[i]] = peaks[i];
      }
    }
    ClusterTree tree = new PeakTree(cluster, peakOf, links, densities).build();
    double[] strength = new double[cluster.length];
    for (int i = 0; i < cluster.length; i++) {
      strength[i] =
          cluster[i] < 0
              ? 0
              : Math.min(1, densities.radius(peakOf[cluster[i]]) / densities.radius(i));
    }
    int halo = 0;
    if (hasHalo) {
      double[] saddle = links.highestSaddles(cluster, count);
      for (int i = 0; i < cluster.length; i++) {
        if (cluster[i] >= 0 && densities.log(i) < saddle[cluster[i]]) {
          cluster[i] = Partition.NOISE;
          strength[i] = 0;
          halo++;
        }
      }
    }
    long n = cluster.length;
    return new Grouping(
        new Partition(cluster, strength, null),
        tree,
        List.of(
            statistic("density-peaks", found, n, "peaks before the saddle test"),
            statistic(
                "density-dimension",
                densities.dimension(),
                n,
                "intrinsic dimension in the densities"),
            statistic("density-neighbors", densities.k(), n, "neighbours in the densities"),
            statistic("halo-rows", halo, n, "rows below the highest saddle of their cluster"),
            statistic("pointer-jumps", rounds, n, "rounds until every row pointed at its peak")));
  }

  private static Statistic statistic(String metric, double value, long n, String note) {
    return Statistic.of(ClustersAnalysis.NAME, metric, value, n).withNote(note);
  }

  /** The nearest denser row that is listed by a row or lists it; itself for peaks. */
  private int[] nearestDenser() {
    int n = lists.rows();
    int[] parent = new int[n];
    Arrays.setAll(parent, i -> i);
    float[] distance = new float[n];
    for (int i = 0; i < n; i++) {
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        int j = lists.neighbors()[e];
        int low = densities.isDenser(i, j) ? j : i;
        int high = low == j ? i : j;
        float between = lists.distances()[e];
        boolean isNearer =
            parent[low] == low
                || between < distance[low]
                || (between == distance[low] && densities.isDenser(high, parent[low]));
        if (isNearer) {
          parent[low] = high;
          distance[low] = between;
        }
      }
    }
    return parent;
  }

  /** Pointer jumping: every round doubles how far each row points. */
  private int[] followToPeaks(int[] parents) {
    int n = parents.length;
    int[] at = parents;
    boolean[] hasMoved = {true};
    while (hasMoved[0]) {
      int[] before = at;
      int[] after = new int[n];
      boolean[] moved = new boolean[workers.threads()];
      workers.forRanges(
          n,
          ROWS_PER_TASK,
          (worker, from, to) -> {
            for (int i = from; i < to; i++) {
              after[i] = before[before[i]];
              moved[worker] |= after[i] != before[i];
            }
          });
      hasMoved[0] = false;
      for (boolean any : moved) {
        hasMoved[0] |= any;
      }
      rounds += hasMoved[0] ? 1 : 0;
      at = after;
    }
    return at;
  }
}
