package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import java.util.Arrays;

/**
 * Which of some rows the lists of the others hold already, as bits: most near pairs of a
 * neighbourhood know each other, and offering them again costs more than their distance did.
 *
 * <p>Memory: four bytes a row of the table. One instance a thread.
 */
final class KnownPairs {
  /** Positions fit the bits of a long. */
  static final int MOST_ROWS = Long.SIZE;

  private final NearestLists lists;

  /** For each row of the table the last call that saw it, and its position there. */
  private final int[] marks;

  private final long[] known;
  private int call;

  /**
   * Prepares it.
   *
   * @param lists which do not change meanwhile
   * @param rows of the largest call, at most {@value #MOST_ROWS}
   */
  KnownPairs(NearestLists lists, int rows) {
    this.lists = lists;
    this.marks = new int[lists.rows()];
    this.known = new long[rows];
  }

  /**
   * Returns for each of some rows the positions of those that its list holds; overwritten by the
   * next call.
   *
   * @param rows distinct
   * @param count how many of them
   */
  long[] among(int[] rows, int count) {
    nextCall();
    int first = call * MOST_ROWS;
    for (int i = 0; i < count; i++) {
      marks[rows[i]] = first + i;
    }
    for (int i = 0; i < count; i++) {
      long bits = 0;
      for (int rank = 0; rank < lists.capacity(); rank++) {
        long key = lists.key(rows[i], rank);
        if (key == NeighborKey.NONE) {
          break;
        }
        int position = marks[NeighborKey.index(key)] - first;
        bits |= position >= 0 ? 1L << position : 0;
      }
      known[i] = bits;
    }
    return known;
  }

  private void nextCall() {
    if (++call == Integer.MAX_VALUE / MOST_ROWS) {
      Arrays.fill(marks, 0);
      call = 1;
    }
  }
}
