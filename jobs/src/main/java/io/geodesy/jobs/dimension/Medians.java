package io.geodesy.jobs.dimension;

import java.util.Arrays;

/** Medians of short arrays: by sorting up to a few dozen values, by selection beyond. */
final class Medians {
  private static final int SHORT = 24;

  private Medians() {}

  /**
   * Returns the median, the mean of the middle two of an even number.
   *
   * @param values without NaN; the first {@code count} are reordered in place
   * @param count at least 1
   */
  static double inPlace(double[] values, int count) {
    int half = count / 2;
    if (count <= SHORT) {
      Arrays.sort(values, 0, count);
    } else {
      select(values, count, half);
    }
    if (count % 2 == 1) {
      return values[half];
    }
    double below = values[0];
    for (int i = 1; i < half; i++) {
      below = Math.max(below, values[i]);
    }
    return (below + values[half]) / 2;
  }

  /** Hoare's selection: afterwards nothing before {@code wanted} is above it. */
  private static void select(double[] values, int count, int wanted) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      double pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        return;
      }
    }
  }
}
