package io.geodesy.jobs.diffusion;

import java.util.Arrays;

/**
 * How many groups a spectrum speaks of: the eigenvalues before its widest gap, every connected
 * component counting as one group at least.
 *
 * @param groups eigenvalues before the widest gap
 * @param width of that gap
 * @param next the second widest
 */
record SpectralGap(int groups, double width, double next) {
  /** A gap counts as clear from twice the next one on. */
  private static final double CLEAR = 2;

  /** Finds the widest gap of the eigenvalues of all solved components. */
  static SpectralGap of(double[] values) {
    double[] descending = values.clone();
    Arrays.sort(descending);
    int last = descending.length - 1;
    int groups = descending.length;
    double width = 0;
    double next = 0;
    for (int j = 1; j <= last; j++) {
      double gap = descending[last - j + 1] - descending[last - j];
      if (gap > width) {
        next = width;
        width = gap;
        groups = j;
      } else if (gap > next) {
        next = gap;
      }
    }
    return new SpectralGap(groups, width, next);
  }

  /** Tells whether the gap stands out enough to speak of groups. */
  boolean isClear() {
    return width > CLEAR * next;
  }
}
