package io.geodesy.jobs.separability;

/**
 * Where a sequence of scores no longer moves: the first place after which the smoothed score
 * changes by less than a bound for a number of steps in turn.
 *
 * @param smoothed mean of each score and those before it, at most {@value #WINDOW} in all; NaN
 *     where none of them is defined
 * @param stop the place, or -1
 */
@SuppressWarnings("ArrayRecordComponent")
record Plateau(double[] smoothed, int stop) {
  /** Scores in the running mean. */
  static final int WINDOW = 3;

  /**
   * Finds it.
   *
   * @param scores in order; NaN where undefined
   * @param bound of the change of one step, exclusive
   * @param patience steps
   */
  static Plateau of(double[] scores, double bound, int patience) {
    double[] smoothed = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      double sum = 0;
      int count = 0;
      for (int j = Math.max(0, i - WINDOW + 1); j <= i; j++) {
        if (!Double.isNaN(scores[j])) {
          sum += scores[j];
          count++;
        }
      }
      smoothed[i] = sum / count;
    }
    for (int i = 0; i + patience < scores.length; i++) {
      boolean isStill = true;
      for (int j = i + 1; j <= i + patience; j++) {
        isStill &= Math.abs(smoothed[j] - smoothed[j - 1]) < bound;
      }
      if (isStill) {
        return new Plateau(smoothed, i);
      }
    }
    return new Plateau(smoothed, -1);
  }
}
