package io.geodesy.kernel;

/**
 * A neighbour in 64 bits: the bits of its distance above its index, so that the order of the
 * numbers is the order by (distance, index).
 */
public final class NeighborKey {
  /** Greater than every key. */
  public static final long NONE = Long.MAX_VALUE;

  private NeighborKey() {}

  /**
   * Returns the key.
   *
   * @param distance or squared distance; what rounding left below zero counts as zero
   * @param index of the neighbour, at least 0
   */
  public static long of(float distance, int index) {
    return ((long) Float.floatToRawIntBits(distance > 0 ? distance : 0f) << 32) | index;
  }

  /** Returns the distance. */
  public static float distance(long key) {
    return Float.intBitsToFloat((int) (key >>> 32));
  }

  /** Returns the index. */
  public static int index(long key) {
    return (int) key;
  }
}
