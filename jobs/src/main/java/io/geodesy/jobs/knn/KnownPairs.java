package io.geodesy.jobs.knn;

import io.geodesy.kernel.ListedPairs;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import java.util.Arrays;

/**
 * Which of some rows the shared lists of the others hold already: most near pairs of a
 * neighbourhood know each other, and offering them again costs more than their distance did.
 *
 * <p>Memory: four bytes a row of the table, and two bits for every pair of the largest call. One
 * instance a thread.
 */
final class KnownPairs {
  private final NearestLists lists;

  /** For each row of the table the start of the last call that saw it, plus its position there. */
  private final int[] marks;

  private final ListedPairs known;
  private int next = 1;

  /**
   * Prepares it.
   *
   * @param lists what another thread adds meanwhile may be missed
   * @param rows of the largest call
   */
  KnownPairs(NearestLists lists, int rows) {
    this.lists = lists;
    this.marks = new int[lists.rows()];
    this.known = new ListedPairs(rows);
  }

  /**
   * Returns by position which of the rows their lists hold; overwritten by the next call.
   *
   * @param rows distinct
   * @param from first position in {@code rows}
   * @param to end position, exclusive
   */
  ListedPairs among(int[] rows, int from, int to) {
    int count = to - from;
    if (next > Integer.MAX_VALUE - count) {
      Arrays.fill(marks, 0);
      next = 1;
    }
    int first = next;
    next += count;
    for (int i = 0; i < count; i++) {
      marks[rows[from + i]] = first + i;
    }
    known.begin(count);
    for (int i = 0; i < count; i++) {
      for (int rank = 0; rank < lists.capacity(); rank++) {
        long key = lists.key(rows[from + i], rank);
        if (key == NeighborKey.NONE) {
          break;
        }
        int position = marks[NeighborKey.index(key)] - first;
        if (position >= 0) {
          known.add(i, position);
        }
      }
    }
    return known;
  }
}
