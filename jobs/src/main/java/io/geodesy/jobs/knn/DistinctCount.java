package io.geodesy.jobs.knn;

import java.util.Arrays;

/**
 * How many different hashes were seen, from the least {@value #KEPT} of them: exact up to as many,
 * with a relative standard error of 1/64 beyond. Sketches of parts merge in any order.
 *
 * <p>Reference: Bar-Yossef, Jayram, Kumar, Sivakumar, Trevisan: Counting distinct elements in a
 * data stream, RANDOM 2002. Differs from the paper: the unbiased estimate (K - 1) / h of the K-th
 * least hash.
 */
final class DistinctCount {
  private static final int KEPT = 4096;

  private long[] hashes = new long[2 * KEPT];
  private int size;
  private long limit = Long.MAX_VALUE;

  /** Takes a hash, of which 63 bits count. */
  void add(long hash) {
    long value = hash >>> 1;
    if (value > limit) {
      return;
    }
    hashes[size++] = value;
    if (size == hashes.length) {
      compact();
    }
  }

  /** Returns the least hashes, ascending. */
  long[] least() {
    compact();
    return Arrays.copyOf(hashes, size);
  }

  /** Takes the least hashes of a part. */
  void addLeast(long[] least) {
    for (long value : least) {
      add(value << 1);
    }
  }

  /** Returns the number of different hashes. */
  double estimate() {
    compact();
    return size < KEPT ? size : (KEPT - 1) / (hashes[KEPT - 1] / (double) Long.MAX_VALUE);
  }

  private void compact() {
    Arrays.sort(hashes, 0, size);
    int kept = 0;
    for (int i = 0; i < size && kept < KEPT; i++) {
      if (kept == 0 || hashes[i] != hashes[kept - 1]) {
        hashes[kept++] = hashes[i];
      }
    }
    size = kept;
    limit = size == KEPT ? hashes[KEPT - 1] : Long.MAX_VALUE;
  }
}
