package io.geodesy.kernel;

/**
 * Selection of the least of some numbers, without sorting them.
 *
 * <p>Reference: C. A. R. Hoare: Algorithm 65: Find, Communications of the ACM 4, 1961. Differs from
 * the paper: the pivot is the median of three.
 */
final class Selection {
  private Selection() {}

  /**
   * Moves the {@code count} least of a range to its front, in no particular order.
   *
   * <p>Cost: linear in the range on average.
   *
   * @param values distinct, reordered in place
   * @param from first position
   * @param to end position, exclusive
   * @param count at least 1, at most the range
   * @return the greatest of them
   */
  static long least(long[] values, int from, int to, int count) {
    int wanted = from + count - 1;
    int low = from;
    int high = to - 1;
    while (low < high) {
      long pivot = median(values[low], values[(low + high) >>> 1], values[high]);
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
          long swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      // What lies between j and i equals the pivot and is in its place.
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        return values[wanted];
      }
    }
    return values[wanted];
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
