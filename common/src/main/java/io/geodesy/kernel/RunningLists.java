package io.geodesy.kernel;

import java.util.Arrays;

/**
 * The nearest rows found so far for each row of a block, by sorted insertion, with the limit above
 * which a row takes nothing more. A limit begins at that of the row's shared list and only falls,
 * so that most pairs of a block cost one lane of one comparison. One instance a thread and block;
 * nothing is allocated after construction.
 */
public final class RunningLists {
  /** Up to this length a backward scan finds the place faster than a binary search. */
  private static final int SCAN = 48;

  private final int capacity;
  private final long[] keys;
  private final int[] sizes;
  private final float[] limits;
  private final long[] scratch;

  /**
   * Allocates lists.
   *
   * @param kernel whose panels the blocks have
   * @param rows of the largest block
   * @param capacity length of the longest list
   */
  public RunningLists(PanelKernel kernel, int rows, int capacity) {
    this.capacity = capacity;
    this.keys = new long[Math.multiplyExact(rows, capacity)];
    this.sizes = new int[rows];
    this.limits = new float[rows + kernel.width()];
    this.scratch = new long[capacity];
  }

  /** Empties the lists of a block and lets them take everything. */
  public void begin(PanelBlock block) {
    Arrays.fill(sizes, 0, block.count(), 0);
    Arrays.fill(limits, 0, block.count(), Float.POSITIVE_INFINITY);
  }

  /** Empties the lists of a block and lets them take what shared lists would. */
  public void begin(PanelBlock block, NearestLists shared) {
    Arrays.fill(sizes, 0, block.count(), 0);
    for (int i = 0; i < block.count(); i++) {
      limits[i] = shared.limit(block.row(i));
    }
  }

  /** Merges the lists of a block into shared ones. */
  public void mergeInto(NearestLists shared, PanelBlock block) {
    for (int i = 0; i < block.count(); i++) {
      if (sizes[i] > 0) {
        int from = i * capacity;
        shared.merge(block.row(i), keys, from, from + sizes[i], scratch);
      }
    }
  }

  /** Returns the length of the list of the block's i-th row. */
  public int size(int i) {
    return sizes[i];
  }

  /** Returns a key of the list of the block's i-th row, ascending by rank. */
  public long key(int i, int rank) {
    return keys[i * capacity + rank];
  }

  /**
   * Offers a row to the list of the block's i-th row; one index at most once between two calls of
   * {@code begin}.
   */
  public void offer(int i, float distance, int index) {
    long key = NeighborKey.of(distance, index);
    int from = i * capacity;
    int size = sizes[i];
    if (size == capacity) {
      if (key >= keys[from + size - 1]) {
        return;
      }
      size--;
    } else {
      sizes[i] = size + 1;
    }
    insert(key, from, from + size);
    if (sizes[i] == capacity) {
      limits[i] = Math.min(limits[i], NeighborKey.distance(keys[from + capacity - 1]));
    }
  }

  private void insert(long key, int from, int end) {
    int at = end;
    if (capacity <= SCAN) {
      while (at > from && keys[at - 1] > key) {
        keys[at] = keys[at - 1];
        at--;
      }
    } else {
      at = -1 - Arrays.binarySearch(keys, from, end, key);
      System.arraycopy(keys, at, keys, at + 1, end - at);
    }
    keys[at] = key;
  }

  float[] limits() {
    return limits;
  }
}
