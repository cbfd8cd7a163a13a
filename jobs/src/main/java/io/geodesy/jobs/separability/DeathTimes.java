package io.geodesy.jobs.separability;

import java.util.Arrays;

/**
 * The death times of connected components as balls grow: the lengths of the minimum spanning tree,
 * descending, and what is read off them after division by the largest.
 *
 * <p>Paper: N. Ghalyan and others, Estimating class separability of text embeddings with persistent
 * homology, TMLR 2024, arXiv 2305.15016. Differs from the paper: the statistic of the normalised
 * times is chosen by the user, and all of them are published.
 *
 * @param values descending, at least 0
 */
@SuppressWarnings("ArrayRecordComponent")
record DeathTimes(double[] values) {

  /**
   * Times from the lengths of a tree.
   *
   * @param ascending lengths
   */
  static DeathTimes of(double[] ascending, EdgeLength length) {
    int n = ascending.length;
    double[] values = new double[n];
    double factor = length == EdgeLength.HALF ? 0.5 : 1;
    Arrays.setAll(values, i -> factor * ascending[n - 1 - i]);
    return new DeathTimes(values);
  }

  /** Returns whether there is a time other than zero, so that the others can be divided by it. */
  boolean isNormalisable() {
    return values.length > 0 && values[0] > 0;
  }

  /** Returns a time over the largest, NaN if that is zero. */
  double normalised(int rank) {
    return isNormalisable() ? values[rank] / values[0] : Double.NaN;
  }

  /** Returns the sum. */
  double total() {
    return Arrays.stream(values).sum();
  }

  /** Returns the largest, NaN if there is none. */
  double max() {
    return values.length == 0 ? Double.NaN : values[0];
  }

  /** Returns the average life span, NaN if there is none. */
  double mean() {
    return total() / values.length;
  }

  /** Returns the median, NaN if there is none. */
  double median() {
    return quantile(0.5);
  }

  /** Returns a quantile, linear between the two nearest ranks; NaN if there is none. */
  double quantile(double share) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double at = (1 - share) * (values.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, values.length - 1);
    return values[below] + (at - below) * (values[above] - values[below]);
  }

  /** Returns the mean of the normalised times; NaN where there are none. */
  double meanNormalised() {
    return isNormalisable() ? mean() / values[0] : Double.NaN;
  }

  /** Returns the number of normalised times above one half. */
  long countAboveHalf() {
    return Arrays.stream(values).filter(value -> value > values[0] / 2).count();
  }

  /** Returns the share of normalised times above one half; NaN where there are none. */
  double shareAboveHalf() {
    return isNormalisable() ? (double) countAboveHalf() / values.length : Double.NaN;
  }

  /** Returns the largest gap between normalised times that follow each other; 0 for one time. */
  double largestGap() {
    double gap = 0;
    for (int i = 1; i < values.length; i++) {
      gap = Math.max(gap, values[i - 1] - values[i]);
    }
    return isNormalisable() ? gap / values[0] : Double.NaN;
  }

  /** Returns the statistic that is called the score. */
  double score(DeathScore score) {
    return switch (score) {
      case MEAN -> meanNormalised();
      case MEDIAN -> isNormalisable() ? median() / values[0] : Double.NaN;
      case SHARE_ABOVE_HALF -> shareAboveHalf();
      case GAP -> largestGap();
    };
  }
}
