package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * Turns the lists of distinct rows into those of all rows: a row's copies are its nearest
 * neighbours, at distance zero (under inner product they have a distance like others), and each
 * neighbour brings its copies at its own distance; the k smallest by (distance, row index) stay.
 *
 * <p>k distinct neighbours suffice: a distinct row outside the list stands behind k rows already.
 * Determinism class D0.
 */
final class NeighborExpansion {
  private static final int GRAIN = 256;

  private final DuplicateGroups groups;
  private final int k;

  NeighborExpansion(DuplicateGroups groups, int k) {
    this.groups = groups;
    this.k = k;
  }

  /**
   * Writes the lists of all rows.
   *
   * @param lists one a group; their indices are groups
   * @param neighbors {@code n x k}, filled with row indices
   * @param distances {@code n x k}, filled
   */
  void expand(NearestLists lists, int[] neighbors, float[] distances, Workers workers) {
    workers.forRanges(
        groups.groupOf().length,
        GRAIN,
        (worker, from, to) -> {
          long[] keys = new long[k];
          for (int row = from; row < to; row++) {
            expand(lists, row, keys);
            for (int rank = 0; rank < k; rank++) {
              neighbors[row * k + rank] = NeighborKey.index(keys[rank]);
              distances[row * k + rank] = NeighborKey.distance(keys[rank]);
            }
          }
        });
  }

  /** Fills {@code keys} with the k nearest rows of a row, their indices being row indices. */
  void expand(NearestLists lists, int row, long[] keys) {
    int group = groups.groupOf()[row];
    int size = add(group, groups.copyDistance(group), row, keys, 0);
    for (int rank = 0; rank < lists.capacity(); rank++) {
      long key = lists.key(group, rank);
      // What is further than the last of k rows, or as far and behind it, cannot enter; what is as
      // far may: its copies come in the order of row indices, not of groups.
      if (key == NeighborKey.NONE
          || (size == k && NeighborKey.distance(key) > NeighborKey.distance(keys[k - 1]))) {
        break;
      }
      size = add(NeighborKey.index(key), NeighborKey.distance(key), row, keys, size);
    }
    if (size < k) {
      throw new IllegalStateException("Row " + row + " has " + size + " of " + k + " neighbours");
    }
  }

  private int add(int group, float distance, int row, long[] keys, int before) {
    int size = before;
    for (int m = groups.offsets()[group]; m < groups.offsets()[group + 1]; m++) {
      int other = groups.members()[m];
      if (other == row) {
        continue;
      }
      long key = NeighborKey.of(distance, other);
      if (size < k) {
        size = insert(keys, size, key);
      } else if (key < keys[k - 1]) {
        insert(keys, k - 1, key);
      } else {
        break;
      }
    }
    return size;
  }

  private static int insert(long[] keys, int size, long key) {
    int at = -1 - Arrays.binarySearch(keys, 0, size, key);
    System.arraycopy(keys, at, keys, at + 1, size - at);
    keys[at] = key;
    return size + 1;
  }
}
