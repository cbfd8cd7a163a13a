package io.geodesy.kernel;

import java.util.Arrays;

/**
 * The nearest rows found so far for each row of a block, with the limit above which a row takes
 * nothing more. A limit begins at that of the row's shared list and only falls, so that most pairs
 * of a block cost one lane of one comparison. One instance a thread and block; nothing is allocated
 * after construction.
 *
 * <p>A list has room for twice its length or more. What is offered is appended, and only when the
 * room is full are the nearest selected and the limit lowered: a few nanoseconds an offer, whatever
 * the length, where insertion in order moves half the list. Until then the limit is merely too
 * generous. A list is in order after {@link #sort}.
 */
public final class RunningLists {
  /** Short lists would select all the time. */
  private static final int LEAST_SLACK = 16;

  private final int capacity;
  private final int room;
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
    this.room = Math.max(2 * capacity, capacity + LEAST_SLACK);
    this.keys = new long[Math.multiplyExact(rows, room)];
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

  /** Sorts the lists of a block and merges them into shared ones. */
  public void mergeInto(NearestLists shared, PanelBlock block) {
    for (int i = 0; i < block.count(); i++) {
      if (sizes[i] > 0) {
        sort(i);
        int from = i * room;
        shared.merge(block.row(i), keys, from, from + sizes[i], scratch);
      }
    }
  }

  /** Puts the list of the block's i-th row in order, and leaves out what is beyond its length. */
  public void sort(int i) {
    int from = i * room;
    if (sizes[i] > capacity) {
      select(i);
    }
    Arrays.sort(keys, from, from + sizes[i]);
  }

  /** Returns the length of the list of the block's i-th row; after {@link #sort}. */
  public int size(int i) {
    return sizes[i];
  }

  /** Returns a key of the list of the block's i-th row; after {@link #sort}, ascending by rank. */
  public long key(int i, int rank) {
    return keys[i * room + rank];
  }

  /**
   * Offers a row to the list of the block's i-th row; one index at most once between two calls of
   * {@code begin}.
   */
  public void offer(int i, float distance, int index) {
    if (distance > limits[i]) {
      return;
    }
    int size = sizes[i];
    keys[i * room + size] = NeighborKey.of(distance, index);
    sizes[i] = size + 1;
    if (size + 1 == room) {
      select(i);
    }
  }

  private void select(int i) {
    int from = i * room;
    long last = Selection.least(keys, from, from + sizes[i], capacity);
    sizes[i] = capacity;
    limits[i] = Math.min(limits[i], NeighborKey.distance(last));
  }

  float[] limits() {
    return limits;
  }
}
