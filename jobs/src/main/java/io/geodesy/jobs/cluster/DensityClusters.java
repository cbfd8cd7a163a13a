package io.geodesy.jobs.cluster;

import java.util.Arrays;

/**
 * Chooses clusters from a condensed tree and says how strongly every row belongs.
 *
 * <p>Excess of mass: going up from the leaves, a node is chosen over its descendants unless their
 * stabilities together exceed its own. A row belongs to the chosen node on its way to the root; its
 * strength is its lambda over the greatest lambda of that node, at most 1. Its outlier score
 * (GLOSH) is 1 - lambda / (greatest lambda below the node it falls out of). Determinism class D0.
 *
 * <p>Papers: Campello, Moulavi, Sander, PAKDD 2013; Campello et al., ACM TKDD 2015. Differs from
 * the papers: strength as McInnes, Healy, Astels, hdbscan, JOSS 2017 define it.
 */
final class DensityClusters {
  private DensityClusters() {}

  /**
   * Chooses clusters.
   *
   * @param tree the hierarchy
   * @param selection excess of mass or leaves
   * @param mayBeRoot whether all rows may be one cluster
   */
  static Partition choose(CondensedTree tree, ClusterSelection selection, boolean mayBeRoot) {
    int[] labels = labels(tree, chosen(tree, selection, mayBeRoot));
    int[] cluster = new int[tree.rowNodes().length];
    for (int i = 0; i < cluster.length; i++) {
      int node = labels[tree.rowNodes()[i]];
      // Rows that leave the root before it splits are sparser than the cluster it would be.
      cluster[i] = node == 0 && !isInRoot(tree, i) ? Partition.NOISE : node;
    }
    double[] strength = new double[cluster.length];
    for (int i = 0; i < cluster.length; i++) {
      if (cluster[i] >= 0) {
        double death = tree.deaths()[cluster[i]];
        strength[i] = death > 0 ? Math.min(1, tree.rowLambdas()[i] / death) : 1;
      }
    }
    int[] dense = densify(cluster, tree.nodes());
    return new Partition(Partition.bySize(dense), strength, outlierScores(tree));
  }

  /** Returns for every node of the tree the cluster it is, or -1 if it is none. */
  static int[] clusterOfNodes(
      CondensedTree tree, ClusterSelection selection, boolean mayBeRoot, Partition partition) {
    boolean[] isChosen = chosen(tree, selection, mayBeRoot);
    int[] labels = labels(tree, isChosen);
    int[] clusters = new int[tree.nodes()];
    Arrays.fill(clusters, Partition.NOISE);
    for (int i = 0; i < partition.cluster().length; i++) {
      if (partition.cluster()[i] >= 0) {
        clusters[labels[tree.rowNodes()[i]]] = partition.cluster()[i];
      }
    }
    return clusters;
  }

  private static boolean isInRoot(CondensedTree tree, int row) {
    return tree.nodes() == 1 || tree.rowLambdas()[row] >= tree.deaths()[0];
  }

  private static boolean[] chosen(
      CondensedTree tree, ClusterSelection selection, boolean mayBeRoot) {
    int nodes = tree.nodes();
    boolean[] isChosen = new boolean[nodes];
    boolean[] isLeaf = new boolean[nodes];
    Arrays.fill(isLeaf, true);
    double[] best = tree.stabilities();
    double[] below = new double[nodes];
    for (int v = nodes - 1; v >= 0; v--) {
      boolean isEligible = v > 0 || mayBeRoot;
      if (selection == ClusterSelection.LEAF) {
        isChosen[v] = isEligible && isLeaf[v];
      } else {
        isChosen[v] = isEligible && (isLeaf[v] || best[v] >= below[v]);
        best[v] = isChosen[v] ? best[v] : below[v];
      }
      if (v > 0) {
        isLeaf[tree.parents()[v]] = false;
        below[tree.parents()[v]] += best[v];
      }
    }
    for (int v = 1; v < nodes; v++) {
      for (int up = tree.parents()[v]; up >= 0 && isChosen[v]; up = tree.parents()[up]) {
        isChosen[v] = !isChosen[up];
      }
    }
    return isChosen;
  }

  /** The chosen node on the way from each node to the root, or -1. */
  private static int[] labels(CondensedTree tree, boolean[] isChosen) {
    int[] labels = new int[tree.nodes()];
    for (int v = 0; v < labels.length; v++) {
      int inherited = v == 0 ? Partition.NOISE : labels[tree.parents()[v]];
      labels[v] = isChosen[v] ? v : inherited;
    }
    return labels;
  }

  private static int[] densify(int[] cluster, int nodes) {
    int[] numberOf = new int[nodes];
    Arrays.fill(numberOf, -1);
    int next = 0;
    int[] dense = new int[cluster.length];
    for (int i = 0; i < cluster.length; i++) {
      if (cluster[i] >= 0 && numberOf[cluster[i]] < 0) {
        numberOf[cluster[i]] = next++;
      }
      dense[i] = cluster[i] < 0 ? Partition.NOISE : numberOf[cluster[i]];
    }
    return dense;
  }

  private static double[] outlierScores(CondensedTree tree) {
    double[] deaths = tree.deaths().clone();
    for (int v = tree.nodes() - 1; v > 0; v--) {
      deaths[tree.parents()[v]] = Math.max(deaths[tree.parents()[v]], deaths[v]);
    }
    double[] scores = new double[tree.rowNodes().length];
    for (int i = 0; i < scores.length; i++) {
      double death = deaths[tree.rowNodes()[i]];
      scores[i] = death > 0 ? Math.max(0, 1 - tree.rowLambdas()[i] / death) : 0;
    }
    return scores;
  }
}
