package io.geodesy.kernel;

import java.util.Arrays;

/**
 * For each of n rows the {@code capacity} smallest {@link NeighborKey}s it was ever offered,
 * without repetition, ascending. Whatever the order of the offers, and whatever thread makes them,
 * the lists end the same.
 *
 * <p>Memory: {@code 8 n capacity} bytes. Determinism class D0.
 */
public final class NearestLists {
  private static final int GRAIN = 1024;
  private static final int LOCKS = 1024;

  private final int capacity;
  private final long[] keys;
  private final Object[] locks = new Object[LOCKS];

  /**
   * Allocates empty lists.
   *
   * @param rows n
   * @param capacity length of the longest list
   */
  public NearestLists(int rows, int capacity) {
    this.capacity = capacity;
    this.keys = new long[Math.multiplyExact(rows, capacity)];
    Arrays.fill(keys, NeighborKey.NONE);
    Arrays.setAll(locks, i -> new Object());
  }

  private NearestLists(int capacity, long[] keys) {
    this.capacity = capacity;
    this.keys = keys;
    Arrays.setAll(locks, i -> new Object());
  }

  /** Returns a copy that later offers do not change. */
  public NearestLists snapshot() {
    return new NearestLists(capacity, keys.clone());
  }

  /** Returns the length of the longest list. */
  public int capacity() {
    return capacity;
  }

  /** Returns the number of lists. */
  public int rows() {
    return keys.length / capacity;
  }

  /** Returns a key of a list, {@link NeighborKey#NONE} beyond its end. */
  public long key(int row, int rank) {
    return keys[row * capacity + rank];
  }

  /** Returns the length of a list. */
  public int size(int row) {
    int from = row * capacity;
    int size = capacity;
    while (size > 0 && keys[from + size - 1] == NeighborKey.NONE) {
      size--;
    }
    return size;
  }

  /**
   * Returns the distance beyond which the list takes nothing more, infinity while it is not full.
   * What another thread is adding may not count yet: the limit is then merely too generous.
   */
  public float limit(int row) {
    long last = keys[row * capacity + capacity - 1];
    return last == NeighborKey.NONE ? Float.POSITIVE_INFINITY : NeighborKey.distance(last);
  }

  /** Empties a list. */
  public void clear(int row) {
    Arrays.fill(keys, row * capacity, (row + 1) * capacity, NeighborKey.NONE);
  }

  /**
   * Merges keys into a list.
   *
   * @param row whose list
   * @param offered ascending
   * @param from first position in {@code offered}
   * @param to end position, exclusive
   * @param scratch at least {@code capacity} long, overwritten
   */
  public void merge(int row, long[] offered, int from, int to, long[] scratch) {
    synchronized (locks[row & (LOCKS - 1)]) {
      int start = row * capacity;
      int own = start;
      int next = from;
      for (int i = 0; i < capacity; i++) {
        long mine = own < start + capacity ? keys[own] : NeighborKey.NONE;
        long theirs = next < to ? offered[next] : NeighborKey.NONE;
        scratch[i] = Math.min(mine, theirs);
        own += mine <= theirs ? 1 : 0;
        next += theirs <= mine ? 1 : 0;
      }
      System.arraycopy(scratch, 0, keys, start, capacity);
    }
  }

  /** Merges the lists of the same rows. */
  public void mergeAll(NearestLists other, Workers workers) {
    workers.forRanges(
        rows(),
        GRAIN,
        (worker, first, end) -> {
          long[] scratch = new long[capacity];
          for (int row = first; row < end; row++) {
            int from = row * other.capacity;
            merge(row, other.keys, from, from + other.size(row), scratch);
          }
        });
  }
}
