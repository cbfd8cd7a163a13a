package io.geodesy.jobs.cluster;

import io.geodesy.kernel.IndexSort;
import io.geodesy.table.RowIds;
import java.util.Arrays;

/** Rows chosen by the hash of their ids, so that a row is in the sample wherever it stands. */
final class HashedSample {
  private HashedSample() {}

  /** Returns up to {@code most} rows, ascending; all of them where there are no more. */
  static int[] rows(RowIds ids, int most, long seed) {
    int[] all = all(ids.size());
    if (all.length <= most) {
      return all;
    }
    long[] hashes = new long[all.length];
    Arrays.setAll(hashes, i -> ids.hash(seed, i));
    int[] order = IndexSort.sorted(hashes.length, (a, b) -> Long.compare(hashes[a], hashes[b]));
    int[] chosen = Arrays.copyOf(order, most);
    Arrays.sort(chosen);
    return chosen;
  }

  /** Returns all rows, ascending. */
  static int[] all(int count) {
    int[] all = new int[count];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /**
   * Returns these rows of a matrix.
   *
   * @param values row-major
   */
  static float[] of(float[] values, int dim, int[] rows) {
    float[] chosen = new float[Math.multiplyExact(rows.length, dim)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * dim, chosen, i * dim, dim);
    }
    return chosen;
  }
}
