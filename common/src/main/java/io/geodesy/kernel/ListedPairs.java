package io.geodesy.kernel;

import java.util.Arrays;

/**
 * Which rows of a block the lists of others of it hold, by their positions: bits both by the row
 * that lists and by the row that is listed. One instance a thread; nothing is allocated after
 * construction.
 *
 * <p>Memory: {@code 16 m ceil(m / 64)} bytes for m rows.
 */
public final class ListedPairs {
  private final long[] listed;
  private final long[] listing;
  private int words;

  /**
   * Allocates a set.
   *
   * @param rows of the largest block
   */
  public ListedPairs(int rows) {
    this.listed = new long[Math.multiplyExact(rows, words(rows))];
    this.listing = new long[listed.length];
  }

  private static int words(int rows) {
    return (rows + Long.SIZE - 1) / Long.SIZE;
  }

  /** Empties the set, for a block of this many rows. */
  public void begin(int rows) {
    words = words(rows);
    Arrays.fill(listed, 0, rows * words, 0L);
    Arrays.fill(listing, 0, rows * words, 0L);
  }

  /** Says that the list of row i holds row j. */
  public void add(int i, int j) {
    listed[i * words + j / Long.SIZE] |= 1L << j;
    listing[j * words + i / Long.SIZE] |= 1L << i;
  }

  /** Returns whether the list of row i is said to hold row j. */
  public boolean holds(int i, int j) {
    return (listed[i * words + j / Long.SIZE] >>> j & 1) != 0;
  }

  /**
   * Returns as bits which of the positions from {@code first} on the list of a row holds, up to the
   * next multiple of 64 at least.
   */
  long listed(int i, int first) {
    return listed[i * words + first / Long.SIZE] >>> first;
  }

  /** Returns as {@link #listed} does which of the positions have a row in their lists. */
  long listing(int i, int first) {
    return listing[i * words + first / Long.SIZE] >>> first;
  }
}
