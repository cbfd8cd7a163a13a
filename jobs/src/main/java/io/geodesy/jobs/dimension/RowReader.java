package io.geodesy.jobs.dimension;

import io.geodesy.kernel.SeededStream;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads one row of {@code (id, neighbor_ids, distances, group)} and applies the duplicate policy to
 * its list. One reader serves one task; {@link #read} overwrites what it holds.
 */
final class RowReader {
  /**
   * What a reader needs to know.
   *
   * @param isNumbered whether ids are BIGINT
   * @param seed of the hashes of ids
   * @param policy for copies
   * @param threshold share of a row's largest distance below which a neighbour is a near copy
   * @param copies ascending hashes of the rows that repeat one of smaller id
   */
  record Rules(
      boolean isNumbered,
      long seed,
      DuplicatePolicy policy,
      double threshold,
      Broadcast<long[]> copies)
      implements Serializable {}

  private final Rules rules;
  private final boolean needsNeighbors;
  private final long[] copies;
  private double[] distances = new double[64];
  private long[] neighbors = new long[64];
  private int length;
  private int copyCount;
  private long hash;
  private boolean isCopy;

  RowReader(Rules rules) {
    this(rules, false);
  }

  private RowReader(Rules rules, boolean needsNeighbors) {
    this.rules = rules;
    this.needsNeighbors = needsNeighbors;
    this.copies = rules.copies() == null ? new long[0] : rules.copies().value();
  }

  /** Returns a reader that knows who the neighbours are, for a hash a neighbour. */
  static RowReader withNeighbors(Rules rules) {
    return new RowReader(rules, true);
  }

  /** Reads a row. */
  void read(InternalRow row) {
    ArrayData list = row.getArray(1);
    ArrayData lengths = row.getArray(2);
    int k = lengths.numElements();
    if (distances.length < k) {
      distances = new double[2 * k];
      neighbors = new long[2 * k];
    }
    hash = hash(row);
    double cut = k == 0 ? 0 : rules.threshold() * lengths.getFloat(k - 1);
    length = 0;
    copyCount = 0;
    isCopy = false;
    for (int j = 0; j < k; j++) {
      double r = lengths.getFloat(j);
      boolean isOfCopy = r == 0 || r < cut;
      if (isOfCopy) {
        copyCount++;
        isCopy |= isBefore(list, j, row);
      }
      boolean isCollapsed = rules.policy() == DuplicatePolicy.COLLAPSE;
      if (isCollapsed && isOfCopy) {
        continue;
      }
      boolean isChecked = isCollapsed && copies.length > 0;
      long neighbor = isChecked || needsNeighbors ? hash(list, j) : 0;
      if (isChecked && isListed(neighbor)) {
        continue;
      }
      neighbors[length] = neighbor;
      distances[length++] = r;
    }
    if (rules.policy() == DuplicatePolicy.SHIFT && copyCount < length) {
      Arrays.fill(distances, 0, copyCount, distances[copyCount]);
    }
  }

  /** Returns the distances that count, ascending; only the first {@link #length} of them. */
  double[] distances() {
    return distances;
  }

  /** Returns the hashes of the neighbours at those distances, if the reader knows them. */
  long[] neighbors() {
    return neighbors;
  }

  /** Returns how many distances count. */
  int length() {
    return length;
  }

  /** Returns how many neighbours are copies of the row. */
  int copyCount() {
    return copyCount;
  }

  /** Returns the row's place in the canonical order. */
  long hash() {
    return hash;
  }

  /** Whether the row repeats one of smaller id. */
  boolean isCopy() {
    return isCopy;
  }

  private boolean isListed(long neighbor) {
    return Arrays.binarySearch(copies, neighbor) >= 0;
  }

  private boolean isBefore(ArrayData list, int j, InternalRow row) {
    return rules.isNumbered()
        ? list.getLong(j) < row.getLong(0)
        : list.getUTF8String(j).compareTo(row.getUTF8String(0)) < 0;
  }

  private long hash(InternalRow row) {
    return rules.isNumbered()
        ? SeededStream.hash(rules.seed(), row.getLong(0))
        : hash(row.getUTF8String(0));
  }

  private long hash(ArrayData list, int j) {
    return rules.isNumbered()
        ? SeededStream.hash(rules.seed(), list.getLong(j))
        : hash(list.getUTF8String(j));
  }

  private long hash(UTF8String id) {
    return SeededStream.hash(rules.seed(), id.toString());
  }
}
