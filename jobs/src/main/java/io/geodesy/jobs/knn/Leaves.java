package io.geodesy.jobs.knn;

/**
 * Overlapping sets of rows, small enough to compare all pairs of.
 *
 * @param offsets {@code leaves + 1}: the rows of leaf l are {@code [offsets[l], offsets[l+1])}
 * @param rows of all leaves, ascending within a leaf
 * @param cells for each row its nearest leader of the first division
 */
@SuppressWarnings("ArrayRecordComponent")
record Leaves(int[] offsets, int[] rows, int[] cells) {
  int count() {
    return offsets.length - 1;
  }

  int largest() {
    int largest = 0;
    for (int l = 0; l < count(); l++) {
      largest = Math.max(largest, offsets[l + 1] - offsets[l]);
    }
    return largest;
  }
}
