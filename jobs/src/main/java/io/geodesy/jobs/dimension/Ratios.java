package io.geodesy.jobs.dimension;

/**
 * ln(r_n2 / r_n1) of the rows of one group in canonical order, at one pair of ranks.
 *
 * @param logs at least 0, finite
 * @param buckets the jackknife bucket of each row
 * @param bucketCount buckets are below it
 */
@SuppressWarnings("ArrayRecordComponent")
record Ratios(double[] logs, int[] buckets, int bucketCount) {

  /** Returns the number of rows. */
  int size() {
    return logs.length;
  }

  /** Returns the number of rows of each bucket. */
  int[] bucketSizes() {
    int[] sizes = new int[bucketCount];
    for (int bucket : buckets) {
      sizes[bucket]++;
    }
    return sizes;
  }

  /** Returns the sum of the logarithms of each bucket. */
  double[] bucketSums() {
    double[] sums = new double[bucketCount];
    for (int i = 0; i < logs.length; i++) {
      sums[buckets[i]] += logs[i];
    }
    return sums;
  }
}
