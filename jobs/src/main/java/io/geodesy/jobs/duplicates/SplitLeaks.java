package io.geodesy.jobs.duplicates;

import io.geodesy.error.DataException;
import io.geodesy.table.CategoryColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Near-duplicates across the parts of a split.
 *
 * @param parts names of the parts
 * @param counts for each pair of different parts
 */
record SplitLeaks(List<String> parts, List<Pair> counts) {
  /** A set of parts is kept in one long. */
  private static final int MOST_PARTS = 63;

  /**
   * How far a part repeats another one.
   *
   * @param part code of it
   * @param other code of the other
   * @param rows of the part
   * @param near rows of the part with a row of the other within the threshold
   * @param copies rows of the part with a copy in the other
   * @param linked rows of the part whose component holds a row of the other
   */
  record Pair(int part, int other, long rows, long near, long copies, long linked) {}

  /** Copies the lists. */
  SplitLeaks {
    parts = List.copyOf(parts);
    counts = List.copyOf(counts);
  }

  /**
   * Returns the part of every row as a bit.
   *
   * @param split the parts; null for none
   * @param rows of the table
   * @param column as the user calls it
   */
  static long[] bits(CategoryColumn split, int rows, String column) {
    long[] bits = new long[rows];
    if (split == null) {
      return bits;
    }
    if (split.names().size() > MOST_PARTS) {
      throw new DataException(
          "Column %s has %d values, but a split has at most %d parts. Name another column with --split-column."
              .formatted(column, split.names().size(), MOST_PARTS));
    }
    for (int i = 0; i < rows; i++) {
      bits[i] = bit(split.codes()[i]);
    }
    return bits;
  }

  /** Counts the leaks. */
  static SplitLeaks of(CategoryColumn split, ClosePairs pairs, DuplicateComponents components) {
    int parts = split.names().size();
    long[] componentParts = new long[components.count()];
    for (int c = 0; c < componentParts.length; c++) {
      for (int row : components.members()[c]) {
        componentParts[c] |= bit(split.codes()[row]);
      }
    }
    long[] rows = new long[parts];
    long[][] near = new long[parts][parts];
    long[][] copies = new long[parts][parts];
    long[][] linked = new long[parts][parts];
    for (int i = 0; i < split.codes().length; i++) {
      int part = split.codes()[i];
      if (part >= 0) {
        rows[part]++;
        count(near[part], pairs.marksWithin(i));
        count(copies[part], pairs.marksOfCopies(i));
        int component = components.component()[i];
        count(linked[part], component < 0 ? 0 : componentParts[component]);
      }
    }
    List<Pair> counts = new ArrayList<>();
    for (int a = 0; a < parts; a++) {
      for (int b = 0; b < parts; b++) {
        if (a != b) {
          counts.add(new Pair(a, b, rows[a], near[a][b], copies[a][b], linked[a][b]));
        }
      }
    }
    return new SplitLeaks(split.names(), counts);
  }

  /** Rows without a part have none. */
  private static long bit(int code) {
    return code < 0 ? 0 : 1L << code;
  }

  private static void count(long[] counts, long bits) {
    for (long left = bits; left != 0; left &= left - 1) {
      counts[Long.numberOfTrailingZeros(left)]++;
    }
  }

  /** Returns the other parts that hold a near-duplicate of a row, or null if none does. */
  static String leaksTo(CategoryColumn split, ClosePairs pairs, int row) {
    int own = split.codes()[row];
    long others = own < 0 ? 0 : pairs.marksWithin(row) & ~(1L << own);
    StringBuilder names = new StringBuilder();
    for (long left = others; left != 0; left &= left - 1) {
      names.append(names.isEmpty() ? "" : ", ");
      names.append(split.names().get(Long.numberOfTrailingZeros(left)));
    }
    return names.isEmpty() ? null : names.toString();
  }
}
