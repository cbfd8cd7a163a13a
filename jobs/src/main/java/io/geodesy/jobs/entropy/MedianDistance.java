package io.geodesy.jobs.entropy;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The median distance of two rows, from all pairs of at most {@value #MOST} hashed rows. */
final class MedianDistance {
  private static final int MOST = 1000;

  private MedianDistance() {}

  /**
   * Returns the median; 0 where there are no two rows, or most of them are equal.
   *
   * @param distances of all rows
   * @param rows among which to look
   * @param hashes the order in which rows are drawn
   */
  static double of(PairDistances distances, int[] rows, long[] hashes) {
    int[] drawn =
        IntStream.of(rows)
            .boxed()
            .sorted(
                (a, b) -> {
                  int byHash = Long.compare(hashes[a], hashes[b]);
                  return byHash != 0 ? byHash : Integer.compare(a, b);
                })
            .limit(MOST)
            .mapToInt(Integer::intValue)
            .toArray();
    int n = drawn.length;
    double[] squared = new double[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        squared[at++] = distances.squared(drawn[i], drawn[j]);
      }
    }
    Arrays.sort(squared);
    return squared.length == 0 ? 0 : Math.sqrt(squared[squared.length / 2]);
  }
}
