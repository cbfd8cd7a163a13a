package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.IndexSort;
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
 * rest a sort of the links between groups; {@code 24 n} bytes and 16 a link. Determinism class D0:
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
  private final int k;
  private final double dimension;
  private final double error;
  private final double[] radii;
  private final double[] density;
  private int rounds;

  /**
   * Densities of rows.
   *
   * @param lists of one neighbour or more each, unless there is one row
   */
  DensityPeaks(NeighborLists lists, Workers workers) {
    this.lists = lists;
    this.workers = workers;
    this.k = lists.rows() == 1 ? 1 : Math.max(1, lists.minDegree());
    this.dimension = dimension(lists, k);
    this.error = 1 / Math.sqrt(k);
    this.radii = radii(lists, k);
    this.density = Arrays.stream(radii).map(r -> -dimension * Math.log(r)).toArray();
  }

  /**
   * The mean of inverses of the maximum-likelihood dimensions of all rows (Levina, Bickel 2004;
   * MacKay, Ghahramani 2005); 1 where no distance tells.
   */
  private static double dimension(NeighborLists lists, int k) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < lists.rows() && lists.degree(i) >= k; i++) {
      int from = lists.offsets()[i];
      double last = lists.distances()[from + k - 1];
      for (int e = from; e < from + k - 1; e++) {
        if (lists.distances()[e] > 0) {
          sum += Math.log(last / lists.distances()[e]);
          count++;
        }
      }
    }
    return sum > 0 ? count / sum : 1;
  }

  /** Distances to the k-th neighbour; those of rows of many copies count as half the least. */
  private static double[] radii(NeighborLists lists, int k) {
    double[] radii = new double[lists.rows()];
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < radii.length; i++) {
      radii[i] = lists.degree(i) < k ? 1 : lists.distances()[lists.offsets()[i] + k - 1];
      least = radii[i] > 0 ? Math.min(least, radii[i]) : least;
    }
    double floor = Double.isInfinite(least) ? 1 : least / 2;
    return Arrays.stream(radii).map(r -> r > 0 ? r : floor).toArray();
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
    Links links = links(peaks);
    UnionFind sets = new UnionFind(n);
    int[] peakOf = new int[n];
    for (int i = 0; i < n; i++) {
      peakOf[sets.union(peaks[i], i)] = peaks[i];
    }
    for (int e : links.order) {
      int a = sets.find(links.from[e]);
      int b = sets.find(links.to[e]);
      int lower = isDenser(peakOf[a], peakOf[b]) ? peakOf[b] : peakOf[a];
      int higher = lower == peakOf[b] ? peakOf[a] : peakOf[b];
      if (a != b && density[lower] - links.level[e] < 2 * z * error) {
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

  private Grouping grouping(int[] peaks, Links links, boolean hasHalo, int found) {
    int[] cluster = Partition.bySize(peaks.clone());
    int count = Arrays.stream(cluster).max().orElse(Partition.NOISE) + 1;
    int[] peakOf = new int[count];
    for (int i = 0; i < cluster.length; i++) {
      if (cluster[i] >= 0) {
        peakOf[cluster[i]] = peaks[i];
      }
    }
    ClusterTree tree = new PeakTree(cluster, peakOf, links).build();
    double[] strength = new double[cluster.length];
    for (int i = 0; i < cluster.length; i++) {
      strength[i] = cluster[i] < 0 ? 0 : Math.min(1, radii[peakOf[cluster[i]]] / radii[i]);
    }
    int halo = 0;
    if (hasHalo) {
      double[] saddle = highestSaddles(cluster, count, links);
      for (int i = 0; i < cluster.length; i++) {
        if (cluster[i] >= 0 && density[i] < saddle[cluster[i]]) {
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
            statistic("density-dimension", dimension, n, "intrinsic dimension in the densities"),
            statistic("density-neighbors", k, n, "neighbours in the densities"),
            statistic("halo-rows", halo, n, "rows below the highest saddle of their cluster"),
            statistic("pointer-jumps", rounds, n, "rounds until every row pointed at its peak")));
  }

  private static Statistic statistic(String metric, double value, long n, String note) {
    return Statistic.of(ClustersAnalysis.NAME, metric, value, n).withNote(note);
  }

  private boolean isDenser(int a, int b) {
    return density[a] != density[b] ? density[a] > density[b] : a < b;
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
        int low = isDenser(i, j) ? j : i;
        int high = low == j ? i : j;
        float between = lists.distances()[e];
        boolean isNearer =
            parent[low] == low
                || between < distance[low]
                || (between == distance[low] && isDenser(high, parent[low]));
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

  /** The links between rows of different peaks, the least dense end of each, highest first. */
  private Links links(int[] peaks) {
    int count = 0;
    for (int i = 0; i < peaks.length; i++) {
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        count += peaks[lists.neighbors()[e]] == peaks[i] ? 0 : 1;
      }
    }
    int[] from = new int[count];
    int[] to = new int[count];
    double[] level = new double[count];
    int at = 0;
    for (int i = 0; i < peaks.length; i++) {
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        int j = lists.neighbors()[e];
        if (peaks[j] != peaks[i]) {
          from[at] = Math.min(i, j);
          to[at] = Math.max(i, j);
          level[at++] = Math.min(density[i], density[j]);
        }
      }
    }
    int[] order =
        IndexSort.sorted(
            count,
            (a, b) -> {
              int byLevel = Double.compare(level[b], level[a]);
              int byFrom = byLevel != 0 ? byLevel : Integer.compare(from[a], from[b]);
              return byFrom != 0 ? byFrom : Integer.compare(to[a], to[b]);
            });
    return new Links(from, to, level, order);
  }

  private static double[] highestSaddles(int[] cluster, int count, Links links) {
    double[] saddle = new double[count];
    Arrays.fill(saddle, Double.NEGATIVE_INFINITY);
    for (int e : links.order) {
      int a = cluster[links.from[e]];
      int b = cluster[links.to[e]];
      if (a != b && a >= 0 && b >= 0) {
        saddle[a] = Math.max(saddle[a], links.level[e]);
        saddle[b] = Math.max(saddle[b], links.level[e]);
      }
    }
    return saddle;
  }

  /** Links between groups. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Links(int[] from, int[] to, double[] level, int[] order) {}

  /** The order in which clusters join as the density falls. */
  private final class PeakTree {
    private final int[] cluster;
    private final int[] peakOf;
    private final Links links;
    private final int count;
    private final int[] parent;
    private final double[] level;
    private final int[] size;
    private final int[] peak;
    private final double[] least;

    PeakTree(int[] cluster, int[] peakOf, Links links) {
      this.cluster = cluster;
      this.peakOf = peakOf;
      this.links = links;
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
          least[cluster[i]] = Math.min(least[cluster[i]], density[i]);
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
      for (int e : links.order) {
        int a = cluster[links.from[e]];
        int b = cluster[links.to[e]];
        if (a >= 0 && b >= 0 && !sets.isJoined(a, b)) {
          int left = nodeOf[sets.find(a)];
          int right = nodeOf[sets.find(b)];
          join(left, right, nodes, links.level[e]);
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
      peak[node] = isDenser(peak[left], peak[right]) ? peak[left] : peak[right];
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
        lambdas[at] = isTop ? 0 : Math.exp(level[v] / dimension);
        sizes[at] = size[v];
        stabilities[at] = (density[peak[v]] - (isTop ? least[v] : level[v])) / (2 * error);
        clusters[at] = v < count ? v : Partition.NOISE;
      }
      return new ClusterTree(parents, lambdas, sizes, stabilities, clusters);
    }
  }
}
