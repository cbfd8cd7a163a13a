package io.geodesy.kernel;

/**
 * Selection of the least of some numbers, without sorting them.
 *
 * <p>Reference: C. A. R. Hoare: Algorithm 65: Find, Communications of the ACM 4, 1961. Differs from
 * the paper: the pivot is the median of three, and a pass goes from one end to the other, since
 * which side a number belongs to cannot be foretold and a branch on it would be missed every other
 * time.
 */
final class Selection {
  /** A longer range is divided; more than two, so that a pass leaves some on either side. */
  private static final int FEW = 6;

  private Selection() {}

  /**
   * Moves the {@code count} least of a range to its front, in no particular order.
   *
   * <p>Cost: linear in the range on average.
   *
   * @param values distinct and not negative, reordered in place
   * @param from first position
   * @param to end position, exclusive
   * @param count at least 1, at most the range
   * @return the greatest of them
   */
  static long least(long[] values, int from, int to, int count) {
    int wanted = from + count - 1;
    int low = from;
    int high = to - 1;
    while (high - low >= FEW) {
      long pivot = median(values[low], values[(low + high) >>> 1], values[high]);
      int less = low;
      for (int i = low; i <= high; i++) {
        long value = values[i];
        values[i] = values[less];
        values[less] = value;
        less += (int) ((value - pivot) >>> (Long.SIZE - 1));
      }
      if (wanted < less) {
        high = less - 1;
      } else {
        low = less;
      }
    }
    sort(values, low, high);
    return values[wanted];
  }

  private static void sort(long[] values, int low, int high) {
    for (int i = low + 1; i <= high; i++) {
      long value = values[i];
      int at = i;
      while (at > low && values[at - 1] > value) {
        values[at] = values[at - 1];
        at--;
      }
      values[at] = value;
    }
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
