package io.geodesy.jobs.duplicates;

import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.UnionFind;
import java.util.Arrays;

/**
 * The components of near-duplicates, those of one row left out: 0 is the largest, equal sizes are
 * ordered by their least row. Determinism class D0.
 *
 * @param component one a row; {@link #ALONE} for rows without near-duplicates
 * @param members rows of each component, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record DuplicateComponents(int[] component, int[][] members) {
  /** The component of rows that have no near-duplicate. */
  static final int ALONE = -1;

  /** Numbers the sets of two rows or more. */
  static DuplicateComponents of(UnionFind sets, int rows) {
    int[] labels = sets.labels();
    int[] sizes = new int[sets.sets()];
    for (int label : labels) {
      sizes[label]++;
    }
    // Sets are numbered by least row, and the sort is stable.
    int[] order = IndexSort.sorted(sizes.length, (a, b) -> Integer.compare(sizes[b], sizes[a]));
    int count = (int) Arrays.stream(sizes).filter(size -> size > 1).count();
    int[] rank = new int[sizes.length];
    int[][] members = new int[count][];
    for (int r = 0; r < order.length; r++) {
      rank[order[r]] = r < count ? r : ALONE;
      if (r < count) {
        members[r] = new int[sizes[order[r]]];
      }
    }
    int[] component = new int[rows];
    int[] filled = new int[count];
    for (int i = 0; i < rows; i++) {
      component[i] = rank[labels[i]];
      if (component[i] >= 0) {
        members[component[i]][filled[component[i]]++] = i;
      }
    }
    return new DuplicateComponents(component, members);
  }

  /** Returns the number of components. */
  int count() {
    return members.length;
  }

  /** Returns the rows in them. */
  int rows() {
    return Arrays.stream(members).mapToInt(m -> m.length).sum();
  }

  /** Returns the rows that go when one of each component stays. */
  int removable() {
    return rows() - count();
  }
}
