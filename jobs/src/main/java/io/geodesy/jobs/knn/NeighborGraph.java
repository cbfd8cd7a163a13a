package io.geodesy.jobs.knn;

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
    int distinctRows) {

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

  /**
   * Share of the true nearest neighbours that the lists hold.
   *
   * @param value in [0, 1]
   * @param standardError over queries
   * @param queries rows it was measured on
   */
  record Recall(double value, double standardError, int queries) {}
}
