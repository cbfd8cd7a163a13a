package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Progress;
import io.geodesy.graph.CompleteTree;
import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * HDBSCAN*: mutual reachability, spanning tree, condensed tree, clusters.
 *
 * <p>Cost: the spanning tree of the graph is {@code O(n k log n)}; of all pairs {@code n^2 d}
 * flops. Determinism class D0.
 *
 * <p>Paper: Campello, Moulavi, Sander, Density-based clustering based on hierarchical density
 * estimates, PAKDD 2013. Differs from the paper: the spanning tree may be that of the neighbour
 * graph with exact bridges, whose possibly inexact edges are counted; the row itself is not counted
 * in {@code min-points}.
 */
final class Hdbscan {
  /** Distances times columns that take about ten seconds on one core. */
  private static final double MOST_EXACT = 1e10;

  private final ClustersParameters parameters;
  private final int minClusterSize;
  private final NeighborLists lists;
  private final Supplier<RowDistances> distances;
  private final Workers workers;
  private final Progress progress;

  /**
   * A clustering of these lists.
   *
   * @param minClusterSize in place of that of the parameters
   * @param distances called once if the lists do not suffice
   */
  Hdbscan(
      ClustersParameters parameters,
      int minClusterSize,
      NeighborLists lists,
      Supplier<RowDistances> distances,
      Workers workers,
      Progress progress) {
    this.parameters = parameters;
    this.minClusterSize = minClusterSize;
    this.lists = lists;
    this.distances = distances;
    this.workers = workers;
    this.progress = progress;
  }

  /** Returns whether a table is small enough for the tree of all pairs. */
  static boolean isExact(SpanningTree wanted, long rows, long dim) {
    return wanted == SpanningTree.EXACT
        || (wanted == SpanningTree.AUTO && 0.5 * rows * rows * dim <= MOST_EXACT);
  }

  /**
   * Finds clusters.
   *
   * @param dim columns of the vectors
   */
  Grouping find(int dim) {
    int n = lists.rows();
    int minPoints = ReachabilityTree.minPoints(parameters.minPoints(), n, lists.minDegree());
    MutualReachability reachability = MutualReachability.of(lists, minPoints);
    boolean isExact = isExact(parameters.spanningTree(), n, dim);
    MinimumSpanningForest edges = isExact ? complete(reachability) : bridged(reachability);
    int uncertified =
        isExact ? 0 : MutualReachability.uncertifiedEdges(edges, reachability.reach());
    progress.phase("condense tree");
    return group(
        parameters, minClusterSize, new ReachabilityTree(edges, isExact, uncertified, minPoints));
  }

  /**
   * Condenses a spanning tree and chooses clusters.
   *
   * @param minClusterSize in place of that of the parameters
   */
  static Grouping group(ClustersParameters parameters, int minClusterSize, ReachabilityTree tree) {
    int n = tree.edges().vertices();
    CondensedTree condensed = CondensedTree.of(tree.edges(), minClusterSize);
    Partition partition =
        DensityClusters.choose(condensed, parameters.selection(), parameters.singleCluster());
    List<Statistic> statistics = new ArrayList<>();
    statistics.add(
        Statistic.of(
                ClustersAnalysis.NAME, "relative-validity", validity(tree.edges(), partition), n)
            .withNote(
                "density-based validity over the spanning tree alone (Moulavi et al. 2014); -1 to"
                    + " 1, not comparable between tables"));
    statistics.add(
        Statistic.of(
                ClustersAnalysis.NAME,
                "uncertified-edges",
                tree.uncertified(),
                tree.edges().edges())
            .withNote(
                tree.isOfAllPairs()
                    ? "spanning tree of all pairs"
                    : "edges of the spanning tree that a pair outside the neighbour lists might"
                        + " undercut; spanning-tree exact has none"));
    statistics.add(
        Statistic.of(ClustersAnalysis.NAME, "min-points-used", tree.minPoints(), n)
            .withNote("scikit-learn counts the row itself: its min_samples is one more"));
    ClusterTree clusters =
        new ClusterTree(
            condensed.parents(),
            condensed.births(),
            condensed.sizes(),
            condensed.stabilities(),
            DensityClusters.clusterOfNodes(
                condensed, parameters.selection(), parameters.singleCluster(), partition));
    return new Grouping(partition, clusters, statistics);
  }

  private MinimumSpanningForest complete(MutualReachability reachability) {
    progress.phase("spanning tree of all pairs");
    RowDistances found = distances.get();
    return CompleteTree.of(
        (a, b) -> reachability.between(a, b, found.between(a, b)), found.rows(), workers);
  }

  private MinimumSpanningForest bridged(MutualReachability reachability) {
    progress.phase("spanning tree of the graph");
    MinimumSpanningForest forest = reachability.forest();
    if (forest.edges() == lists.rows() - 1) {
      return forest;
    }
    progress.phase("bridge components");
    return forest.with(
        new ComponentBridges(reachability, distances.get(), workers).between(forest));
  }

  /**
   * The mean over clusters, weighted by size, of (separation - sparseness) / the greater:
   * sparseness is a cluster's longest inner edge of the spanning tree, separation its shortest
   * outgoing one.
   */
  private static double validity(MinimumSpanningForest tree, Partition partition) {
    int count = partition.clusters();
    int[] cluster = partition.cluster();
    double[] sparseness = new double[count];
    double[] separation = new double[count];
    Arrays.fill(separation, Double.POSITIVE_INFINITY);
    for (int e = 0; e < tree.edges(); e++) {
      int a = cluster[tree.from()[e]];
      int b = cluster[tree.to()[e]];
      if (a == b && a >= 0) {
        sparseness[a] = Math.max(sparseness[a], tree.weights()[e]);
      } else {
        separate(separation, a, tree.weights()[e]);
        separate(separation, b, tree.weights()[e]);
      }
    }
    double sum = 0;
    int[] sizes = partition.sizes();
    for (int c = 0; c < count; c++) {
      double greater = Math.max(separation[c], sparseness[c]);
      double quotient = Double.isInfinite(greater) ? 1 : (separation[c] - sparseness[c]) / greater;
      sum += greater == 0 ? 0 : quotient * sizes[c] / cluster.length;
    }
    return count < 2 ? Double.NaN : sum;
  }

  private static void separate(double[] separation, int cluster, double weight) {
    if (cluster >= 0) {
      separation[cluster] = Math.min(separation[cluster], weight);
    }
  }
}
