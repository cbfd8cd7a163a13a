package io.geodesy.jobs.knn;

/**
 * How the list of one row compares with its true nearest neighbours, by their distances alone.
 *
 * <p>A listed row counts as found when it is no further than the true k-th neighbour, up to a
 * relative {@code 1e-6}: among rows that tie for the last place, and among copies, any choice is as
 * good as another. The tolerance is that of a distance re-scored in double and stored as a float.
 *
 * @param recall found rows over k
 * @param distanceRatio sum of the listed distances over the sum of the true ones, at least 1 up to
 *     rounding; 1 where both are zero, not finite where only the true one is
 */
record RecallMeasure(double recall, double distanceRatio) {
  private static final double TIE = 1e-6;

  /**
   * Compares two lists.
   *
   * @param truth distances of the k nearest rows, ascending
   * @param listed distances of the listed rows, none twice and none the row itself; what stands
   *     beyond the first k is not looked at, and a shorter list has missed what it lacks
   */
  static RecallMeasure of(float[] truth, float[] listed) {
    int k = truth.length;
    double limit = truth[k - 1] * (1 + TIE);
    int found = 0;
    double sum = 0;
    double trueSum = 0;
    for (int rank = 0; rank < Math.min(k, listed.length); rank++) {
      found += listed[rank] <= limit ? 1 : 0;
      sum += listed[rank];
      trueSum += truth[rank];
    }
    return new RecallMeasure((double) found / k, sum == trueSum ? 1 : sum / trueSum);
  }

  /** Returns whether nothing is missing. */
  boolean isPerfect() {
    return recall == 1;
  }
}
