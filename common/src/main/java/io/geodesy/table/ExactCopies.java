package io.geodesy.table;

import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows with the same vector, bit for bit but that zero equals minus zero: by hash, then by
 * comparing.
 *
 * <p>Cost: one pass over the values, a sort of n hashes; 16 bytes a row. Class D0: the
 * representative of a group is its least id.
 */
public final class ExactCopies {
  private final int[] representatives;
  private final int[] sizes;

  private ExactCopies(int n) {
    representatives = new int[n];
    sizes = new int[n];
  }

  /** Finds the copies among the rows of a block. */
  public static ExactCopies of(VectorBlock block) {
    int n = block.rows();
    ExactCopies copies = new ExactCopies(n);
    long[] hashes = new long[n];
    for (int i = 0; i < n; i++) {
      hashes[i] = hash(block, i);
    }
    int[] order = IndexSort.sorted(n, (a, b) -> Long.compare(hashes[a], hashes[b]));
    for (int from = 0; from < n; ) {
      int to = from + 1;
      while (to < n && hashes[order[to]] == hashes[order[from]]) {
        to++;
      }
      copies.group(block, order, from, to);
      from = to;
    }
    return copies;
  }

  /** Rows of one hash, ascending: nearly always one group, but rows are compared to be sure. */
  private void group(VectorBlock block, int[] order, int from, int to) {
    for (int i = from; i < to; i++) {
      int row = order[i];
      int representative = row;
      for (int j = from; j < i && representative == row; j++) {
        boolean isFirst = representatives[order[j]] == order[j];
        representative = isFirst && areEqual(block, order[j], row) ? order[j] : row;
      }
      representatives[row] = representative;
      sizes[representative]++;
    }
  }

  /** Returns the least row with the vector of this one. */
  public int representative(int row) {
    return representatives[row];
  }

  /** Returns how many rows have the vector of this one. */
  public int size(int row) {
    return sizes[representatives[row]];
  }

  /** Returns the rows whose vector appears more than once, ascending. */
  public int[] rows() {
    return IntStream.range(0, sizes.length).filter(i -> size(i) > 1).toArray();
  }

  /** Returns the number of different vectors. */
  public long distinct() {
    return Arrays.stream(sizes).filter(size -> size > 0).count();
  }

  private static long hash(VectorBlock block, int row) {
    long hash = 1;
    for (int c = row * block.dim(); c < (row + 1) * block.dim(); c++) {
      // Adding zero turns minus zero into zero.
      hash = 31 * hash + Float.floatToRawIntBits(block.values()[c] + 0f);
    }
    return SeededStream.bits(hash, 0);
  }

  private static boolean areEqual(VectorBlock block, int a, int b) {
    for (int c = 0; c < block.dim(); c++) {
      if (block.values()[a * block.dim() + c] != block.values()[b * block.dim() + c]) {
        return false;
      }
    }
    return true;
  }
}
