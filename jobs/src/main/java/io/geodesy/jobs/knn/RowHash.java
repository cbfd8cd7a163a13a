package io.geodesy.jobs.knn;

import java.util.Arrays;

/** A hash of a row's id: what is sampled, and in which order, never depends on a row's position. */
@FunctionalInterface
interface RowHash {
  /**
   * Returns well-mixed bits.
   *
   * @param seed of a stage
   * @param row position among the distinct rows
   */
  long of(long seed, int row);

  /**
   * Returns the rows with the least hashes, in no particular order but always the same; rows of
   * equal hash count by position.
   *
   * @param seed of a stage
   * @param rows among which
   * @param count how many, at most all
   */
  default int[] least(long seed, int[] rows, int count) {
    long[] hashes = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      hashes[i] = of(seed, rows[i]);
    }
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    int wanted = Math.min(count, rows.length);
    int[] chosen = new int[wanted];
    if (wanted == 0) {
      return chosen;
    }
    long last = sorted[wanted - 1];
    int size = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < rows.length && size < wanted; i++) {
        if (pass == 0 ? hashes[i] < last : hashes[i] == last) {
          chosen[size++] = rows[i];
        }
      }
    }
    return chosen;
  }
}
