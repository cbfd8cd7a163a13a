package io.geodesy.jobs.knn;

/**
 * The finished graph over all rows, by row index.
 *
 * @param k neighbours a row
 * @param neighbors {@code n x k} row indices, nearest first, ties by index
 * @param distances {@code n x k}, ascending within a row
 * @param cells locality, one a row
 * @param isExact whether every list is proven
 * @param recall of the lists
 * @param duplicateRows rows that are a copy of another row
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

  int rows() {
    return cells.length;
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
