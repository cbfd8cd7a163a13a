package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much of each cluster comes back where the same method groups a random part of the rows: the
 * mean over samples of the greatest Jaccard similarity {@code |C and D| / |C or D|} of the
 * cluster's sampled rows C with a cluster D of the sample. 1 is a cluster that always comes back, a
 * half or less one that is dissolved.
 *
 * <p>The neighbours of a sampled row are those of its list that are sampled, which are its nearest
 * in the sample; rows that keep too few of them are left out of the sample. Cost: a grouping of
 * {@code 0.8 n} rows a sample. Determinism class D0 where the method has it.
 *
 * <p>Paper: C. Hennig, Cluster-wise assessment of cluster stability, Computational Statistics and
 * Data Analysis 52, 2007. Differs from the paper: four fifths of the rows in place of a bootstrap
 * or of half of them, because copies would be each other's neighbours and a list of 15 would keep
 * 7.
 */
final class ClusterStability {
  /** Of the rows, in a sample. */
  static final double SHARE = 0.8;

  /** Below this a cluster should not be interpreted, in the words of the paper. */
  static final double DOUBTFUL = 0.6;

  /** Groups a sample as all rows were grouped. */
  @FunctionalInterface
  interface Method {
    /**
     * Returns the cluster of every row of a sample; negative ones are noise.
     *
     * @param lists of the sample
     * @param rows of the sample, by their index in the table
     * @param seed of this sample
     */
    int[] group(NeighborLists lists, int[] rows, long seed);
  }

  /** Rows by their index in the table, and the lists among them. */
  private record Sample(int[] rows, NeighborLists lists) {}

  private ClusterStability() {}

  /**
   * Returns the stability of each cluster; NaN for those of which no sample holds a row.
   *
   * @param partition of all rows
   * @param lists of all rows
   * @param leastNeighbors that the method needs of every row
   * @param samples at least 1
   */
  static double[] of(
      Partition partition,
      NeighborLists lists,
      int leastNeighbors,
      int samples,
      long seed,
      Method method) {
    int count = partition.clusters();
    double[] sums = new double[count];
    int[] seen = new int[count];
    for (int s = 0; s < samples; s++) {
      long stream = SeededStream.derive(SeededStream.bits(seed, s), "stability");
      Sample sample = linked(lists, drawn(lists, stream), leastNeighbors);
      int[] rows = sample.rows;
      if (rows.length == 0) {
        continue;
      }
      int[] before = Arrays.stream(rows).map(i -> partition.cluster()[i]).toArray();
      int[] after = method.group(sample.lists, rows, stream);
      double[] best = bestJaccard(before, after, count);
      for (int c = 0; c < count; c++) {
        sums[c] += Double.isNaN(best[c]) ? 0 : best[c];
        seen[c] += Double.isNaN(best[c]) ? 0 : 1;
      }
    }
    double[] stability = new double[count];
    Arrays.setAll(stability, c -> sums[c] / seen[c]);
    return stability;
  }

  private static int[] drawn(NeighborLists lists, long seed) {
    long bound = (long) (SHARE * Long.MAX_VALUE);
    return IntStream.range(0, lists.rows())
        .filter(i -> (lists.ids().hash(seed, i) & Long.MAX_VALUE) < bound)
        .toArray();
  }

  /** Leaves out rows that keep too few neighbours, until no row does. */
  private static Sample linked(NeighborLists lists, int[] drawn, int least) {
    int[] rows = drawn;
    while (true) {
      int[] tried = rows;
      NeighborLists some = lists.restrictedTo(tried);
      int[] kept =
          IntStream.range(0, tried.length)
              .filter(i -> some.degree(i) >= least)
              .map(i -> tried[i])
              .toArray();
      if (kept.length == tried.length) {
        return new Sample(tried, some);
      }
      rows = kept;
    }
  }

  /**
   * Returns for each cluster the similarity of the most similar of others; NaN for clusters without
   * rows.
   *
   * @param before one a row, below {@code count}; negative ones are noise
   * @param after of the same rows; negative ones are noise
   */
  static double[] bestJaccard(int[] before, int[] after, int count) {
    long[] sizes = sizes(before, count);
    long[] others = sizes(after, Arrays.stream(after).max().orElse(-1) + 1);
    long[] pairs =
        IntStream.range(0, before.length)
            .filter(i -> before[i] >= 0 && after[i] >= 0)
            .mapToLong(i -> (long) before[i] << 32 | after[i])
            .sorted()
            .toArray();
    double[] best = new double[count];
    Arrays.setAll(best, c -> sizes[c] == 0 ? Double.NaN : 0);
    int from = 0;
    while (from < pairs.length) {
      int to = from;
      while (to < pairs.length && pairs[to] == pairs[from]) {
        to++;
      }
      int c = (int) (pairs[from] >>> 32);
      double common = to - from;
      best[c] = Math.max(best[c], common / (sizes[c] + others[(int) pairs[from]] - common));
      from = to;
    }
    return best;
  }

  private static long[] sizes(int[] clusters, int count) {
    long[] sizes = new long[count];
    for (int c : clusters) {
      if (c >= 0) {
        sizes[c]++;
      }
    }
    return sizes;
  }
}
