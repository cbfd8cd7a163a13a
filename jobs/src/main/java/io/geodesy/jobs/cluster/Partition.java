package io.geodesy.jobs.cluster;

import io.geodesy.kernel.IndexSort;
import java.util.Arrays;

/**
 * The cluster of every row, with clusters numbered by size: 0 is the largest, equal sizes are
 * ordered by their smallest row, {@link #NOISE} is no cluster.
 *
 * @param cluster one a row
 * @param strength membership in [0, 1], one a row; 0 for noise
 * @param outlierScore in [0, 1], one a row, or null for methods without one of their own
 */
@SuppressWarnings("ArrayRecordComponent")
record Partition(int[] cluster, double[] strength, double[] outlierScore) {
  /** The cluster of rows that are in none. */
  static final int NOISE = -1;

  /**
   * Returns cluster numbers by size.
   *
   * @param labels any numbers, one a row; negative ones are noise
   */
  static int[] bySize(int[] labels) {
    int count = Arrays.stream(labels).max().orElse(-1) + 1;
    int[] sizes = new int[count];
    int[] firsts = new int[count];
    Arrays.fill(firsts, Integer.MAX_VALUE);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        sizes[labels[i]]++;
        firsts[labels[i]] = Math.min(firsts[labels[i]], i);
      }
    }
    int[] order =
        IndexSort.sorted(
            count,
            (a, b) ->
                sizes[a] != sizes[b]
                    ? Integer.compare(sizes[b], sizes[a])
                    : Integer.compare(firsts[a], firsts[b]));
    int[] rank = new int[count];
    for (int r = 0; r < count; r++) {
      rank[order[r]] = r;
    }
    return Arrays.stream(labels).map(label -> label < 0 ? NOISE : rank[label]).toArray();
  }

  /**
   * Returns how firmly a row belongs to its cluster: the share of the weight of its links that is
   * inside, 0 for noise.
   */
  static double strength(int cluster, double inside, double all) {
    return cluster == NOISE || all == 0 ? 0 : Math.min(1, inside / all);
  }

  /** Returns these clusters with outlier scores. */
  Partition withOutlierScores(double[] scores) {
    return new Partition(cluster, strength, scores);
  }

  /** Returns the number of clusters, noise not counted. */
  int clusters() {
    return Arrays.stream(cluster).max().orElse(NOISE) + 1;
  }

  /** Returns the number of rows in no cluster. */
  int noise() {
    return (int) Arrays.stream(cluster).filter(c -> c == NOISE).count();
  }

  /** Returns the rows of each cluster, counted. */
  int[] sizes() {
    int[] sizes = new int[clusters()];
    for (int c : cluster) {
      if (c != NOISE) {
        sizes[c]++;
      }
    }
    return sizes;
  }
}
