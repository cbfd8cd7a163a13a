package io.geodesy.jobs.dimension;

import java.io.Serializable;

/**
 * Finds the distances of near copies (the same item twice, up to rounding, a recompression, a
 * trailing blank) among those of honest neighbours, without being told how near is near.
 *
 * <p>Where density is even, {@code (r_j / r_k)^d} of a row's neighbours are independent and
 * uniform, so the chance that m of all values lie below an empty stretch of a factor g is {@code
 * g^(-d m)}. A stretch of at least 8 above at least 5 values and at most a fifth of them, whose
 * chance is below one in a million, separates copies from neighbours; the threshold is its middle.
 * The d of this test is the median slope between ranks k/2 and k, which copies hardly move.
 *
 * <p>State: counts in eighths of octaves, so merging is exact in any order: determinism class D0.
 */
final class CopyThreshold implements Serializable {
  private static final int PER_OCTAVE = 8;
  private static final int OCTAVES = 64;
  private static final int BINS = PER_OCTAVE * OCTAVES;
  private static final double LOG2 = Math.log(2);
  private static final int LEAST_STRETCH = 3 * PER_OCTAVE;
  private static final int LEAST_COPIES = 5;
  private static final double MOST_SHARE = 0.2;

  /** -ln of one in a million. */
  private static final double SURPRISE = 6 * Math.log(10);

  /** Bin b holds r_j / r_k in (2^(-(b+1)/8), 2^(-b/8)]. */
  private final long[] ratios = new long[BINS];

  /** Bin b holds ln(r_k / r_h), h = ceil(k/2), in the same scale. */
  private final long[] slopes = new long[BINS];

  private double logOfRanks;

  /**
   * Adds a row.
   *
   * @param distances ascending; zeros are not counted
   * @param k how many
   */
  void add(double[] distances, int k) {
    double largest = distances[k - 1];
    if (k < 3 || !(largest > 0)) {
      return;
    }
    for (int j = 0; j < k - 1; j++) {
      if (distances[j] > 0) {
        ratios[bin(distances[j] / largest)]++;
      }
    }
    int half = (k + 1) / 2;
    double slope = Math.log(largest / distances[half - 1]);
    if (slope > 0 && slope < 1) {
      slopes[bin(slope)]++;
    }
    logOfRanks = Math.max(logOfRanks, Math.log((double) k / half));
  }

  /** Adds another state. */
  void merge(CopyThreshold other) {
    for (int b = 0; b < BINS; b++) {
      ratios[b] += other.ratios[b];
      slopes[b] += other.slopes[b];
    }
    logOfRanks = Math.max(logOfRanks, other.logOfRanks);
  }

  /** Returns the share of a row's largest distance below which a neighbour is a copy, 0 if none. */
  double byGap() {
    double dimension = dimension();
    long total = sum(ratios);
    long below = 0;
    double threshold = 0;
    int stretch = 0;
    for (int b = BINS - 1; b >= 0; b--) {
      if (ratios[b] == 0) {
        stretch++;
        continue;
      }
      double surprise = below * dimension * stretch * LOG2 / PER_OCTAVE;
      if (stretch >= LEAST_STRETCH
          && below >= LEAST_COPIES
          && below <= MOST_SHARE * total
          && surprise > SURPRISE) {
        threshold = Math.pow(2, -(b + 1 + stretch / 2.0) / PER_OCTAVE);
      }
      below += ratios[b];
      stretch = 0;
    }
    return threshold;
  }

  /**
   * Returns the threshold below which a share of all ratios lies, to an eighth of an octave.
   *
   * @param quantile in [0, 1]
   */
  double byQuantile(double quantile) {
    double wanted = quantile * sum(ratios);
    long below = 0;
    for (int b = BINS - 1; b >= 0 && wanted > 0; b--) {
      below += ratios[b];
      if (below >= wanted) {
        return Math.pow(2, -(double) b / PER_OCTAVE);
      }
    }
    return 0;
  }

  private double dimension() {
    long half = (sum(slopes) + 1) / 2;
    long seen = 0;
    for (int b = 0; b < BINS && half > 0; b++) {
      seen += slopes[b];
      if (seen >= half) {
        return logOfRanks / Math.pow(2, -(b + 0.5) / PER_OCTAVE);
      }
    }
    return 1;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private static int bin(double ratio) {
    int bin = (int) (-PER_OCTAVE * Math.log(ratio) / LOG2);
    return Math.max(0, Math.min(BINS - 1, bin));
  }
}
