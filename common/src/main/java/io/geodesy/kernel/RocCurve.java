package io.geodesy.kernel;

/** The area under the receiver operating characteristic. */
public final class RocCurve {
  private RocCurve() {}

  /**
   * Returns the chance that a positive scores above a negative, equal scores counting half: the
   * statistic of Mann and Whitney over the number of pairs. NaN unless there are both.
   *
   * @param scores not NaN
   * @param isPositive one a score
   */
  public static double area(double[] scores, boolean[] isPositive) {
    int n = scores.length;
    int[] order = IndexSort.sorted(n, (a, b) -> Double.compare(scores[a], scores[b]));
    double positives = 0;
    double ranks = 0;
    for (int from = 0; from < n; ) {
      int to = from + 1;
      while (to < n && scores[order[to]] == scores[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        if (isPositive[order[i]]) {
          positives++;
          ranks += (from + to + 1) / 2.0;
        }
      }
      from = to;
    }
    double pairs = positives * (n - positives);
    return pairs > 0 ? (ranks - positives * (positives + 1) / 2) / pairs : Double.NaN;
  }
}
