package io.geodesy.moment;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Sums of random Fourier features by bucket: for frequency w the features of a row are cos(w'x) and
 * sin(w'x), so that the mean product of two rows' features tends to the Gaussian kernel. Features
 * are counted in steps of {@code 2^-30} in 64 bits: exact, in any order (class D0).
 *
 * <p>Paper: A. Rahimi, B. Recht, Random Features for Large-Scale Kernel Machines, NIPS 2007.
 * Differs from the paper: features are pairs without a random phase, whose squared norm is one for
 * every row.
 */
public final class FeatureSums implements Serializable {
  private static final double STEPS = 0x1p30;

  private final long[] counts;
  private final long[] sums;

  private FeatureSums(long[] counts, long[] sums) {
    this.counts = counts;
    this.sums = sums;
  }

  /** No rows. */
  static FeatureSums none(int buckets, int frequencies) {
    return new FeatureSums(new long[buckets], new long[buckets * 2 * frequencies]);
  }

  /**
   * From published arrays, which are kept, not copied.
   *
   * @param counts rows of every bucket
   * @param sums {@code buckets x 2 frequencies}
   */
  public static FeatureSums of(long[] counts, long[] sums) {
    return new FeatureSums(counts, sums);
  }

  /** Adds a row by its phases {@code w'x}; this state changes. */
  void add(int bucket, float[] phases, int from, int frequencies) {
    counts[bucket]++;
    int at = bucket * 2 * frequencies;
    for (int f = 0; f < frequencies; f++) {
      sums[at + 2 * f] += Math.round(Math.cos(phases[from + f]) * STEPS);
      sums[at + 2 * f + 1] += Math.round(Math.sin(phases[from + f]) * STEPS);
    }
  }

  /** Returns these rows and those of another state. */
  FeatureSums merge(FeatureSums other) {
    FeatureSums all = new FeatureSums(counts.clone(), sums.clone());
    Arrays.setAll(all.counts, b -> counts[b] + other.counts[b]);
    Arrays.setAll(all.sums, i -> sums[i] + other.sums[i]);
    return all;
  }

  /** Returns the rows of every bucket; not to be modified. */
  public long[] counts() {
    return counts;
  }

  /** Returns the sums in steps, {@code buckets x features}; not to be modified. */
  public long[] sums() {
    return sums;
  }

  /** Returns the number of features. */
  public int features() {
    return sums.length / counts.length;
  }

  /** Returns the sum of the features of a bucket, scaled so that a row's have norm one. */
  public double[] sum(int bucket) {
    int features = features();
    double scale = 1 / STEPS / Math.sqrt(features / 2.0);
    double[] sum = new double[features];
    Arrays.setAll(sum, f -> sums[bucket * features + f] * scale);
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureSums that
        && Arrays.equals(counts, that.counts)
        && Arrays.equals(sums, that.sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }
}
