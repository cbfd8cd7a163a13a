package io.geodesy.kernel;

import java.util.Arrays;

/**
 * A set of unordered pairs among the rows of a block, by their positions, as a symmetric bit
 * matrix. One instance a thread; nothing is allocated after construction.
 *
 * <p>Memory: {@code m ceil(m / 64) 8} bytes for m rows.
 */
public final class PairBits {
  private final long[] bits;
  private int words;

  /**
   * Allocates a set.
   *
   * @param rows of the largest block
   */
  public PairBits(int rows) {
    this.bits = new long[Math.multiplyExact(rows, words(rows))];
  }

  private static int words(int rows) {
    return (rows + Long.SIZE - 1) / Long.SIZE;
  }

  /** Empties the set, for a block of this many rows. */
  public void begin(int rows) {
    words = words(rows);
    Arrays.fill(bits, 0, rows * words, 0L);
  }

  /** Adds a pair. */
  public void add(int i, int j) {
    bits[i * words + (j >>> 6)] |= 1L << j;
    bits[j * words + (i >>> 6)] |= 1L << i;
  }

  /** Returns whether a pair is in the set. */
  public boolean holds(int i, int j) {
    return (bits[i * words + (j >>> 6)] >>> j & 1) != 0;
  }

  /**
   * Returns the partners of a row among the positions from {@code first} on as bits, up to the next
   * multiple of 64 at least.
   */
  long partners(int i, int first) {
    return bits[i * words + (first >>> 6)] >>> first;
  }
}
