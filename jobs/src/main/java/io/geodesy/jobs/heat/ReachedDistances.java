package io.geodesy.jobs.heat;

import java.io.Serializable;

/**
 * Distances for the map: where no heat above the floor passes between a row and a landmark, the
 * formula gives every such pair the same distance, so that the sum over the best chain of landmarks
 * with heat between them takes its place. Published distances stay as the formula has them.
 *
 * <p>Cost: {@code m^3} operations for the landmarks, {@code m} for every missing pair of a row.
 * Class D0.
 */
final class ReachedDistances implements Serializable {
  private final double[] between;
  private final int m;
  private final boolean isComplete;

  private ReachedDistances(double[] between, int m, boolean isComplete) {
    this.between = between;
    this.m = m;
    this.isComplete = isComplete;
  }

  /**
   * Completes the distances of landmarks.
   *
   * @param direct {@code m x m}, symmetric; infinite where heat does not reach
   * @param m landmarks
   */
  static ReachedDistances of(double[] direct, int m) {
    double[] best = direct.clone();
    for (int via = 0; via < m; via++) {
      for (int i = 0; i < m; i++) {
        double first = best[i * m + via];
        for (int j = 0; first < Double.POSITIVE_INFINITY && j < m; j++) {
          best[i * m + j] = Math.min(best[i * m + j], first + best[via * m + j]);
        }
      }
    }
    boolean isComplete = true;
    for (int at = 0; at < best.length; at++) {
      best[at] = direct[at] < Double.POSITIVE_INFINITY ? direct[at] : best[at];
      isComplete &= best[at] < Double.POSITIVE_INFINITY;
    }
    return new ReachedDistances(best, m, isComplete);
  }

  /** Tells whether chains join all landmarks. */
  boolean isComplete() {
    return isComplete;
  }

  /** Returns the distances between landmarks, {@code m x m}. */
  double[] between() {
    return between;
  }

  /**
   * Completes the distances of a row to the landmarks, in place.
   *
   * @param row m distances, infinite where heat does not reach
   * @return whether all are known now
   */
  boolean complete(double[] row) {
    double[] direct = row.clone();
    for (int j = 0; j < m; j++) {
      for (int via = 0; direct[j] == Double.POSITIVE_INFINITY && via < m; via++) {
        row[j] = Math.min(row[j], direct[via] + between[via * m + j]);
      }
      if (row[j] == Double.POSITIVE_INFINITY) {
        return false;
      }
    }
    return true;
  }
}
