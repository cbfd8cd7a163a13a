package io.geodesy.jobs.cluster;

import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

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
  private final DataType idType;

  /**
   * Tables in a session.
   *
   * @param idType BIGINT or STRING
   */
  ClusterTables(SparkSession session, DataType idType) {
    this.session = session;
    this.idType = idType;
  }

  Dataset<Row> clusters(RowIds ids, Partition partition) {
    return DriverRows.toDataset(
        session,
        StandardTables.CLUSTERS.schema(idType),
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
   * @param exemplars ids of rows of each cluster
   * @param labels or null
   * @param stability of each cluster, or null
   */
  Dataset<Row> statistics(
      Partition partition,
      GraphQuality quality,
      SquaredSilhouette silhouette,
      Object[][] exemplars,
      LabelCounts labels,
      double[] stability) {
    int count = partition.clusters();
    int[] sizes = partition.sizes();
    double[] strengths = new double[count];
    for (int i = 0; i < partition.cluster().length; i++) {
      if (partition.cluster()[i] >= 0) {
        strengths[partition.cluster()[i]] += partition.strength()[i];
      }
    }
    return DriverRows.toDataset(
        session,
        StandardTables.CLUSTER_STATISTICS.schema(idType),
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
              isNoise ? null : exemplars[c],
              labels == null ? null : labels.majority(c),
              labels == null ? null : labels.majorityShare(c),
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
        CLUSTER_TREE.schema(idType),
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
}
