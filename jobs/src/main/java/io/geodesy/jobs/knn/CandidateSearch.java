package io.geodesy.jobs.knn;

import io.geodesy.kernel.NearestLists;
import java.util.Arrays;

/** A search for candidates that further passes improve. */
interface CandidateSearch {
  /** Finds candidates with other leaders than those of any other pass; 0 first, then 1, ... */
  void pass(int pass);

  /** Returns the rows among which candidates are found. */
  SearchRows searched();

  /** Returns the lists of candidates, which a later pass changes. */
  NearestLists found();

  /** Returns the locality of every row, as the first pass found it. */
  int[] cells();

  /** Returns all rows, those of one cell together. */
  default int[] inCellOrder() {
    int[] cells = cells();
    long[] keys = new long[cells.length];
    Arrays.setAll(keys, i -> (long) cells[i] << 32 | i);
    Arrays.sort(keys);
    int[] order = new int[cells.length];
    Arrays.setAll(order, i -> (int) keys[i]);
    return order;
  }
}
