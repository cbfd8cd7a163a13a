package io.geodesy.jobs.cluster;

import io.geodesy.table.CategoryColumn;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** The published tables of a grouping. */
final class ClusterTables {
  /** How clusters come apart, a row a node but the root. */
  static final TableContract CLUSTER_TREE =
      TableContract.of(
          "cluster_tree",
          "The hierarchy of the clusters of hdbscan and density-peaks, a row a node below the root;"
              + " no rows for other methods.",
          Column.of("parent", ColumnType.INT, "the node it splits from; 0 is all rows"),
          Column.of("child", ColumnType.INT, "the node, numbered from 1; parents have less"),
          Column.of(
              "lambda",
              ColumnType.DOUBLE,
              "1 / distance at which it appears: hdbscan's mutual reachability, density-peaks'"
                  + " distance to the k-th neighbour at the saddle; 0 where nothing joins it"),
          Column.of("size", ColumnType.BIGINT, "rows at its birth"),
          Column.of(
              "stability",
              ColumnType.DOUBLE,
              "hdbscan: excess of mass, the sum over its rows of the lambda at which they leave less"
                  + " its own; density-peaks: standard errors by which its peak stands above the"
                  + " saddle, or above its sparsest row where nothing joins it"),
          Column.nullable(
              "cluster", ColumnType.INT, "as in clusters; null where the node is none of them"));

  private final SparkSession session;
  private final RowIds ids;

  ClusterTables(SparkSession session, RowIds ids) {
    this.session = session;
    this.ids = ids;
  }

  Dataset<Row> clusters(Partition partition) {
    return DriverRows.toDataset(
        session,
        StandardTables.CLUSTERS.schema(ids.type()),
        ids.size(),
        i ->
            RowFactory.create(
                ids.get(i),
                partition.cluster()[i],
                partition.strength()[i],
                partition.outlierScore()[i]));
  }

  /**
   * One row a cluster, and a last one for noise if there is any.
   *
   * @param exemplars rows of each cluster
   * @param labels or null
   * @param stability of each cluster, or null
   */
  Dataset<Row> statistics(
      Partition partition,
      GraphQuality quality,
      SquaredSilhouette silhouette,
      int[][] exemplars,
      CategoryColumn labels,
      double[] stability) {
    int count = partition.clusters();
    int[] sizes = partition.sizes();
    double[] strengths = new double[count];
    for (int i = 0; i < ids.size(); i++) {
      if (partition.cluster()[i] >= 0) {
        strengths[partition.cluster()[i]] += partition.strength()[i];
      }
    }
    Majority[] majorities = Majority.of(partition, labels);
    return DriverRows.toDataset(
        session,
        StandardTables.CLUSTER_STATISTICS.schema(ids.type()),
        partition.noise() > 0 ? count + 1 : count,
        c -> {
          boolean isNoise = c == count;
          return RowFactory.create(
              isNoise ? Partition.NOISE : c,
              (long) (isNoise ? partition.noise() : sizes[c]),
              isNoise ? null : finite(quality.cohesion()[c]),
              finite(quality.meanDistances()[c]),
              isNoise ? null : finite(strengths[c] / sizes[c]),
              isNoise ? null : finite(silhouette.perCluster()[c]),
              isNoise ? null : Arrays.stream(exemplars[c]).mapToObj(ids::get).toArray(),
              majorities[c].label(),
              majorities[c].share(),
              isNoise || stability == null ? null : finite(stability[c]));
        });
  }

  /**
   * How the clusters come apart; no rows without a tree.
   *
   * @param tree or null
   */
  Dataset<Row> tree(ClusterTree tree) {
    return DriverRows.toDataset(
        session,
        CLUSTER_TREE.schema(ids.type()),
        tree == null ? 0 : tree.nodes() - 1,
        i -> {
          int child = i + 1;
          return RowFactory.create(
              tree.parents()[child],
              child,
              tree.lambdas()[child],
              (long) tree.sizes()[child],
              tree.stabilities()[child],
              tree.clusters()[child] < 0 ? null : tree.clusters()[child]);
        });
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /**
   * The commonest label of a cluster.
   *
   * @param label null where no member has one
   * @param share of the labelled members
   */
  record Majority(String label, Double share) {
    private static final Majority NONE = new Majority(null, null);

    /** Returns one a cluster and last that of noise. */
    static Majority[] of(Partition partition, CategoryColumn labels) {
      int count = partition.clusters();
      Majority[] majorities = new Majority[count + 1];
      Arrays.fill(majorities, NONE);
      if (labels == null || labels.names().isEmpty()) {
        return majorities;
      }
      long[][] counts = new long[count + 1][labels.names().size()];
      for (int i = 0; i < labels.codes().length; i++) {
        int c = partition.cluster()[i];
        if (labels.codes()[i] >= 0) {
          counts[c < 0 ? count : c][labels.codes()[i]]++;
        }
      }
      for (int c = 0; c <= count; c++) {
        majorities[c] = of(counts[c], labels);
      }
      return majorities;
    }

    private static Majority of(long[] counts, CategoryColumn labels) {
      int best = 0;
      long all = 0;
      for (int l = 0; l < counts.length; l++) {
        best = counts[l] > counts[best] ? l : best;
        all += counts[l];
      }
      return all == 0 ? NONE : new Majority(labels.names().get(best), (double) counts[best] / all);
    }
  }
}
