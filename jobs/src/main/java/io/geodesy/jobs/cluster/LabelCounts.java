package io.geodesy.jobs.cluster;

import io.geodesy.table.CategoryColumn;
import java.util.List;

/**
 * How many rows of every cluster have which label.
 *
 * @param names of the labels, ascending
 * @param counts clusters and last noise, by labels; rows without a label are not counted
 */
@SuppressWarnings("ArrayRecordComponent")
record LabelCounts(List<String> names, long[][] counts) {
  /** Copies the names. */
  LabelCounts {
    names = List.copyOf(names);
  }

  /**
   * Counts rows.
   *
   * @param partition the clusters
   * @param labels of the same rows
   */
  static LabelCounts of(Partition partition, CategoryColumn labels) {
    int count = partition.clusters();
    long[][] counts = new long[count + 1][labels.names().size()];
    for (int i = 0; i < labels.codes().length; i++) {
      int c = partition.cluster()[i];
      if (labels.codes()[i] >= 0) {
        counts[c < 0 ? count : c][labels.codes()[i]]++;
      }
    }
    return new LabelCounts(labels.names(), counts);
  }

  /** Returns the commonest label of a cluster, or of noise as the last; null where none has one. */
  String majority(int cluster) {
    int best = best(cluster);
    return counts[cluster][best] == 0 ? null : names.get(best);
  }

  /** Returns the share of its labelled rows that have that label; null where there are none. */
  Double majorityShare(int cluster) {
    long all = 0;
    for (long count : counts[cluster]) {
      all += count;
    }
    return all == 0 ? null : (double) counts[cluster][best(cluster)] / all;
  }

  private int best(int cluster) {
    int best = 0;
    for (int l = 1; l < counts[cluster].length; l++) {
      best = counts[cluster][l] > counts[cluster][best] ? l : best;
    }
    return best;
  }
}
