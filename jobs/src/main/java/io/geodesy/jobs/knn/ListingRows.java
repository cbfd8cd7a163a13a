package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import java.util.Arrays;

/**
 * For each row the rows that list it among their first {@code width}, at most {@code width} of
 * them, the nearest: the graph read backwards.
 *
 * <p>Memory: {@code 8 m width} bytes. Determinism class D0.
 */
final class ListingRows {
  private final int width;
  private final int[] offsets;
  private final long[] keys;

  private ListingRows(int width, int[] offsets, long[] keys) {
    this.width = width;
    this.offsets = offsets;
    this.keys = keys;
  }

  static ListingRows of(NearestLists lists, int width) {
    int m = lists.rows();
    int[] offsets = new int[m + 1];
    for (int i = 0; i < m; i++) {
      for (int rank = 0; rank < width && lists.key(i, rank) != NeighborKey.NONE; rank++) {
        offsets[NeighborKey.index(lists.key(i, rank)) + 1]++;
      }
    }
    for (int i = 0; i < m; i++) {
      offsets[i + 1] += offsets[i];
    }
    long[] keys = new long[offsets[m]];
    int[] next = Arrays.copyOf(offsets, m);
    for (int i = 0; i < m; i++) {
      for (int rank = 0; rank < width && lists.key(i, rank) != NeighborKey.NONE; rank++) {
        long key = lists.key(i, rank);
        keys[next[NeighborKey.index(key)]++] = NeighborKey.of(NeighborKey.distance(key), i);
      }
    }
    for (int i = 0; i < m; i++) {
      Arrays.sort(keys, offsets[i], offsets[i + 1]);
    }
    return new ListingRows(width, offsets, keys);
  }

  /**
   * Merges what a row lists with what lists it, each once.
   *
   * @param lists as given to {@link #of}
   * @param keys receives them, ascending; room for {@code 2 width}
   * @return how many
   */
  int around(NearestLists lists, int row, long[] keys) {
    int rank = 0;
    int at = offsets[row];
    int end = Math.min(offsets[row + 1], at + width);
    int size = 0;
    while (true) {
      long mine = rank < width ? lists.key(row, rank) : NeighborKey.NONE;
      long theirs = at < end ? this.keys[at] : NeighborKey.NONE;
      long least = Math.min(mine, theirs);
      if (least == NeighborKey.NONE) {
        return size;
      }
      keys[size++] = least;
      rank += mine == least ? 1 : 0;
      at += theirs == least ? 1 : 0;
    }
  }
}
