package io.geodesy.jobs.cluster;

import io.geodesy.table.Statistic;
import java.util.List;

/**
 * What a method found.
 *
 * @param partition the clusters
 * @param tree how the clusters come apart, or null for methods without one
 * @param statistics what the method says of itself
 */
record Grouping(Partition partition, ClusterTree tree, List<Statistic> statistics) {
  /** Copies the list. */
  Grouping {
    statistics = List.copyOf(statistics);
  }

  /** Clusters of a method without a tree. */
  static Grouping of(Partition partition, List<Statistic> statistics) {
    return new Grouping(partition, null, statistics);
  }
}
