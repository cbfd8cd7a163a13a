package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * Turns the lists of distinct queries over distinct rows into those of all queries over all rows of
 * the corpus: each neighbour brings its copies at its own distance, and the k smallest by
 * (distance, row of the corpus) stay.
 *
 * <p>Determinism class D0.
 */
final class JoinExpansion {
  /** A query that leaves no row of the corpus out. */
  static final int NONE = -1;

  private static final int GRAIN = 256;

  private final JoinRows join;
  private final int[] excluded;
  private final int k;

  /**
   * Prepares it.
   *
   * @param join both tables
   * @param excluded for every query the row of the corpus that its list leaves out, or {@link
   *     #NONE}
   * @param k length of the lists
   */
  JoinExpansion(JoinRows join, int[] excluded, int k) {
    this.join = join;
    this.excluded = excluded;
    this.k = k;
  }

  /** Returns how many distinct rows a list must hold so that k are left when one is left out. */
  int length() {
    return Arrays.stream(excluded).allMatch(row -> row == NONE) ? k : k + 1;
  }

  /**
   * Writes the lists of all queries.
   *
   * @param lists one a query position; their indices are positions
   * @param neighbors {@code queries x k}, filled with rows of the corpus
   * @param distances {@code queries x k}, filled
   */
  void expand(NearestLists lists, int[] neighbors, float[] distances, Workers workers) {
    workers.forRanges(
        excluded.length,
        GRAIN,
        (worker, from, to) -> {
          long[] keys = new long[k];
          for (int query = from; query < to; query++) {
            expand(lists, query, keys);
            for (int rank = 0; rank < k; rank++) {
              neighbors[query * k + rank] = NeighborKey.index(keys[rank]);
              distances[query * k + rank] = NeighborKey.distance(keys[rank]);
            }
          }
        });
  }

  /** Fills {@code keys} with the k nearest rows of a query, their indices being corpus rows. */
  void expand(NearestLists lists, int query, long[] keys) {
    int position = join.positionOf()[query];
    int size = 0;
    for (int rank = 0; rank < lists.capacity(); rank++) {
      long key = lists.key(position, rank);
      // What is as far as the last of k rows may still enter: copies come in the order of rows.
      if (key == NeighborKey.NONE
          || (size == k && NeighborKey.distance(key) > NeighborKey.distance(keys[k - 1]))) {
        break;
      }
      size = add(NeighborKey.index(key), NeighborKey.distance(key), query, keys, size);
    }
    if (size < k) {
      throw new IllegalStateException(
          "Query " + query + " has " + size + " of " + k + " neighbours");
    }
  }

  private int add(int position, float distance, int query, long[] keys, int before) {
    int group = join.groupAt()[position];
    int size = before;
    for (int m = join.corpusFrom()[group]; m < join.groups().offsets()[group + 1]; m++) {
      int row = join.groups().members()[m] - join.queries();
      if (row == excluded[query]) {
        continue;
      }
      long key = NeighborKey.of(distance, row);
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
