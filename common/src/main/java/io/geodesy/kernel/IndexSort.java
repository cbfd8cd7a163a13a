package io.geodesy.kernel;

/**
 * Sorts indices by what they point at, without boxing: a stable bottom-up merge sort.
 *
 * <p>Cost: {@code O(n log n)} comparisons, one more array of n ints.
 */
public final class IndexSort {
  /** An order of indices. */
  @FunctionalInterface
  public interface Order {
    /** Returns a negative number, zero or a positive number as a comes before, with or after b. */
    int compare(int a, int b);
  }

  private IndexSort() {}

  /**
   * Returns 0 .. n-1 in an order; indices that compare equal stay ascending.
   *
   * @param n indices
   * @param order of them
   */
  public static int[] sorted(int n, Order order) {
    int[] from = new int[n];
    for (int i = 0; i < n; i++) {
      from[i] = i;
    }
    int[] to = new int[n];
    for (int width = 1; width < n && width > 0; width <<= 1) {
      for (long start = 0; start < n; start += 2L * width) {
        int middle = (int) Math.min(n, start + width);
        int end = (int) Math.min(n, start + 2L * width);
        merge(from, to, (int) start, middle, end, order);
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(int[] from, int[] to, int start, int middle, int end, Order order) {
    int left = start;
    int right = middle;
    for (int at = start; at < end; at++) {
      boolean takesLeft =
          left < middle && (right >= end || order.compare(from[left], from[right]) <= 0);
      to[at] = takesLeft ? from[left++] : from[right++];
    }
  }
}
