package io.geodesy.graph;

import io.geodesy.table.RowIds;

/**
 * Neighbour lists of some rows as compressed rows. What the neighbours are numbers of is the
 * holder's to say: the rows themselves, or vertices that are also rows of others.
 */
public interface RowLists {
  /** Returns the row ids, ascending. */
  RowIds ids();

  /** Returns {@code rows + 1} places; the list of row i is {@code [offsets[i], offsets[i + 1])}. */
  int[] offsets();

  /** Returns the neighbours, nearest first. */
  int[] neighbors();

  /** Returns distances in the metric's unit, ascending within a row. */
  float[] distances();

  /** Returns localities, one a row. */
  int[] cells();

  /** Returns the number of rows. */
  default int rows() {
    return ids().size();
  }

  /** Returns the length of a row's list. */
  default int degree(int row) {
    return offsets()[row + 1] - offsets()[row];
  }

  /** Returns the length of the shortest list: the k up to which every row has neighbours. */
  default int minDegree() {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < rows(); i++) {
      least = Math.min(least, degree(i));
    }
    return least;
  }

  /** Returns the length of the longest list. */
  default int maxDegree() {
    int most = 0;
    for (int i = 0; i < rows(); i++) {
      most = Math.max(most, degree(i));
    }
    return most;
  }
}
