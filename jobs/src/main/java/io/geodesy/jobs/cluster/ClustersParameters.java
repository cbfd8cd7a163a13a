package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.ListPlace;
import java.util.OptionalInt;

/**
 * Parameters of {@link ClustersAnalysis}.
 *
 * @param method how rows are grouped
 * @param clusters number of clusters of spectral, k-means, bisecting and k-subspaces; empty to
 *     choose it
 * @param resolution of leiden
 * @param starts of leiden, k-means, bisecting and k-subspaces
 * @param minPoints of hdbscan
 * @param minClusterSize of hdbscan and density-peaks
 * @param selection of hdbscan
 * @param singleCluster of hdbscan
 * @param spanningTree of hdbscan
 * @param lists where hdbscan has the neighbour lists
 * @param z of density-peaks
 * @param halo of density-peaks
 * @param subspaceDimension of k-subspaces
 * @param exemplars a cluster
 * @param stabilitySamples on which leiden and hdbscan are run again
 */
public record ClustersParameters(
    @Parameter(
            doc =
                "How rows are grouped: leiden (communities of the neighbour graph), hdbscan (dense"
                    + " regions; leaves noise out), density-peaks (rows that lead to one peak of"
                    + " the density), spectral, k-means, bisecting (k-means of two centres again"
                    + " and again) or k-subspaces (their number is chosen beforehand; see"
                    + " clusters).",
            value = "leiden",
            why =
                "leiden needs no number of clusters; on digits it reaches AMI 0.89 against the"
                    + " labels where k-means told the truth reaches 0.73")
        ClusterMethod method,
    @Parameter(
            doc =
                "Number of clusters of spectral, k-means, bisecting and k-subspaces; the others find theirs. auto"
                    + " chooses up to 32: spectral by the widest gap of the frequencies sqrt(1 -"
                    + " lambda) of the neighbour graph, the others by how far the"
                    + " simplified silhouette of a sample of rows exceeds that of one Gaussian"
                    + " cloud; the report shows the curve and says where the choice is uncertain.",
            value = "auto",
            min = 1,
            why =
                "digits: k-means 9, spectral 11; tables of separate blobs: their number; give it"
                    + " wherever you know it")
        OptionalInt clusters,
    @Parameter(
            doc =
                "Resolution of leiden: how much denser than chance a community must be; greater"
                    + " gives more and smaller clusters.",
            value = "0.25",
            min = 1e-6,
            max = 1000,
            why =
                "on the plateau of the tables tried (k = 15): digits 11 clusters from 0.1 to 0.25,"
                    + " mnist70k 11 from 0.25 to 0.4, rings of 6 to 12 blobs exact; the usual 1"
                    + " splits digits into 18 and mnist70k into 19")
        double resolution,
    @Parameter(
            doc =
                "Random starts of leiden, k-means, bisecting and k-subspaces, of which the best is kept.",
            value = "3",
            min = 1,
            max = 1000)
        int starts,
    @Parameter(
            doc =
                "hdbscan: a row's core distance is the distance to this neighbour, not counting the"
                    + " row itself; scikit-learn's min_samples counts it and is one more.",
            value = "5",
            min = 1,
            max = 10000,
            unit = "neighbours")
        int minPoints,
    @Parameter(
            doc = "hdbscan and density-peaks: least rows of a cluster; smaller groups are noise.",
            value = "20",
            min = 2,
            unit = "rows")
        int minClusterSize,
    @Parameter(
            doc =
                "hdbscan: eom takes the clusters that persist longest, leaf the smallest ones that"
                    + " do not split further.",
            value = "eom")
        ClusterSelection selection,
    @Parameter(doc = "hdbscan: whether all rows together may be one cluster.", value = "false")
        boolean singleCluster,
    @Parameter(
            doc =
                "hdbscan: edges of the spanning tree: graph takes the neighbour graph and exact"
                    + " bridges between its components, exact all pairs of rows, auto decides by"
                    + " the cost.",
            value = "auto")
        SpanningTree spanningTree,
    @Parameter(
            doc =
                "hdbscan, spectral: where the neighbour lists and vectors are: local in the driver;"
                    + " blocks on the executors, the driver has about 200 bytes a row, with the"
                    + " spanning tree of the graph; auto takes blocks above two million rows. Both"
                    + " find the same clusters.",
            value = "auto",
            why = "blocks exchange messages where local has all in one array")
        ListPlace lists,
    @Parameter(
            doc =
                "density-peaks: standard errors by which a peak must stand above the saddle to"
                    + " another to be a cluster of its own; greater gives fewer clusters.",
            value = "1.65",
            min = 0,
            max = 100,
            why = "the paper's choice: one false peak in twenty if densities are independent")
        double z,
    @Parameter(
            doc =
                "density-peaks: whether rows less dense than the highest saddle of their cluster"
                    + " are noise.",
            value = "false")
        boolean halo,
    @Parameter(
            doc = "k-subspaces: dimension of every subspace, below that of the vectors.",
            value = "4",
            min = 1,
            max = 1024)
        int subspaceDimension,
    @Parameter(
            doc = "Most central rows named for every cluster.",
            value = "3",
            min = 1,
            max = 100,
            unit = "rows")
        int exemplars,
    @Parameter(
            doc =
                "leiden and hdbscan: random samples of four fifths of the rows that are grouped"
                    + " again, to say how much of each cluster comes back; 0 says nothing of it.",
            value = "0",
            min = 0,
            max = 1000,
            unit = "samples",
            why = "each costs a grouping; 20 give a mean to about 0.05")
        int stabilitySamples) {

  /** Checks the bounds. */
  public ClustersParameters {
    Class<ClustersParameters> type = ClustersParameters.class;
    if (clusters.isPresent()) {
      Bounds.check(type, "clusters", clusters.getAsInt());
    }
    Bounds.check(type, "resolution", resolution);
    Bounds.check(type, "starts", starts);
    Bounds.check(type, "minPoints", minPoints);
    Bounds.check(type, "minClusterSize", minClusterSize);
    Bounds.check(type, "z", z);
    Bounds.check(type, "subspaceDimension", subspaceDimension);
    Bounds.check(type, "exemplars", exemplars);
    Bounds.check(type, "stabilitySamples", stabilitySamples);
    if (stabilitySamples > 0 && method != ClusterMethod.LEIDEN && method != ClusterMethod.HDBSCAN) {
      throw new ConfigException(
          "stability-samples is %d but the method is %s: only leiden and hdbscan are run again on samples. Choose one of them, or leave stability-samples at 0."
              .formatted(stabilitySamples, ClustersAnalysis.name(method)));
    }
    if (lists == ListPlace.BLOCKS) {
      requireBlocks(method, spanningTree, stabilitySamples);
    }
  }

  private static void requireBlocks(
      ClusterMethod method, SpanningTree spanningTree, int stabilitySamples) {
    if (method != ClusterMethod.HDBSCAN && method != ClusterMethod.SPECTRAL) {
      throw new ConfigException(
          "lists is blocks but the method is %s: only hdbscan and spectral work on lists in blocks. Choose one of them, or leave lists at auto."
              .formatted(ClustersAnalysis.name(method)));
    }
    if (method == ClusterMethod.HDBSCAN
        && (spanningTree == SpanningTree.EXACT || stabilitySamples > 0)) {
      throw new ConfigException(
          "lists is blocks, but %s needs them in the driver: leave it out, or set lists = local."
              .formatted(
                  stabilitySamples > 0
                      ? "stability-samples = " + stabilitySamples
                      : "spanning-tree = exact"));
    }
  }

  /** Returns whether the lists of a table of some rows stay on the executors. */
  boolean isInBlocks(long rows) {
    boolean isPossible =
        method == ClusterMethod.SPECTRAL
            || (method == ClusterMethod.HDBSCAN
                && spanningTree != SpanningTree.EXACT
                && stabilitySamples == 0);
    return isPossible && lists.isBlocks(rows);
  }

  /**
   * Requires that a number of clusters that is given is possible.
   *
   * @throws ConfigException if there are fewer rows
   */
  void requireRows(int rows) {
    if (clusters.isPresent() && clusters.getAsInt() > rows) {
      throw new ConfigException(
          "clusters is %d but the table has %d row%s: there cannot be more clusters than rows."
              .formatted(clusters.getAsInt(), rows, rows == 1 ? "" : "s"));
    }
  }
}
