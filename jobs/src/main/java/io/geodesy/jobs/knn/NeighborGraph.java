package io.geodesy.jobs.knn;

import java.util.List;

/**
 * The finished graph over all rows, by row index.
 *
 * @param k neighbours a row
 * @param neighbors {@code n x k} row indices, nearest first, ties by index; {@link #NONE} beyond
 *     the end of a list that is shorter than k
 * @param distances {@code n x k}, ascending within a row, infinite beyond the end
 * @param cells locality, one a row
 * @param isExact whether every list is proven
 * @param recall of the lists
 * @param duplicateRows rows that repeat an earlier one, by the order of ids
 * @param distinctRows rows after copies were taken out
 * @param memoryBytes the most that the search held in arrays at a time
 * @param axes leading principal axes that the last pass searched, 0 for all columns
 * @param passes that were made; 0 where every list is proven
 */
@SuppressWarnings("ArrayRecordComponent")
record NeighborGraph(
    int k,
    int[] neighbors,
    float[] distances,
    int[] cells,
    boolean isExact,
    Recall recall,
    int duplicateRows,
    int distinctRows,
    long memoryBytes,
    int axes,
    int passes) {

  /** No neighbour: the row's group has no more. */
  static final int NONE = -1;

  int rows() {
    return cells.length;
  }

  /** Returns the length of a row's list. */
  int degree(int row) {
    int end = (row + 1) * k;
    while (end > row * k && neighbors[end - 1] == NONE) {
      end--;
    }
    return end - row * k;
  }

  /**
   * Returns whether a row lists another.
   *
   * @param distance theirs, where it is the same from both sides as under all metrics but inner
   *     product: found at once there, else by reading the whole list
   */
  boolean lists(int row, int other, float distance) {
    int low = row * k;
    int high = low + k;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean isBefore =
          distances[middle] < distance
              || (distances[middle] == distance && neighbors[middle] < other);
      if (isBefore) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low < (row + 1) * k && neighbors[low] == other) {
      return true;
    }
    for (int at = row * k; at < (row + 1) * k; at++) {
      if (neighbors[at] == other) {
        return true;
      }
    }
    return false;
  }

  /** Returns in how many lists each row is. */
  int[] inDegrees() {
    int[] counts = new int[rows()];
    for (int neighbor : neighbors) {
      if (neighbor != NONE) {
        counts[neighbor]++;
      }
    }
    return counts;
  }

  /**
   * Share of the true nearest neighbours that the lists hold.
   *
   * @param value in [0, 1]
   * @param standardError over queries
   * @param queries rows it was measured on
   * @param checks of these rows; empty where every list is proven
   */
  record Recall(double value, double standardError, int queries, List<Check> checks) {
    /** Recall of lists that are proven. */
    Recall(double value, double standardError, int queries) {
      this(value, standardError, queries, List.of());
    }
  }

  /**
   * What was found for a row whose true neighbours are known.
   *
   * @param row its index
   * @param measure of its list
   */
  record Check(int row, RecallMeasure measure) {}
}
