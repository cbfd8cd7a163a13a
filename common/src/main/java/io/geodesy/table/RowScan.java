package io.geodesy.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What one pass over (id, vector) learns of a partition: how many rows have which fault and which
 * length, the smallest ids of each, and whether the ids ascend. Mergeable in any order.
 *
 * <p>Memory: a few hundred bytes for every combination of fault and vector length that occurs.
 */
final class RowScan implements Serializable {
  /** Rows named for a fault. */
  static final int NAMED = 5;

  private static final Comparator<Example> WITHIN_ID =
      Comparator.comparingInt(Example::element)
          .thenComparingInt(Example::length)
          .thenComparing(Example::found, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final boolean isNumbered;
  private final boolean isDouble;
  private final boolean zeroIsBad;
  private final Map<Key, Tally> tallies = new HashMap<>();
  private Object firstId;
  private Object lastId;
  private boolean isAscending = true;

  /**
   * An empty scan.
   *
   * @param isNumbered whether ids are BIGINT, not STRING
   * @param isDouble whether elements are DOUBLE, not FLOAT
   * @param zeroVectors whether zero vectors are bad
   */
  RowScan(boolean isNumbered, boolean isDouble, ZeroVectors zeroVectors) {
    this.isNumbered = isNumbered;
    this.isDouble = isDouble;
    this.zeroIsBad = zeroVectors == ZeroVectors.BAD;
  }

  /**
   * A fault (null for none) of rows whose vectors have a length (-1 for rows without a vector).
   *
   * @param fault what is wrong, or null
   * @param length elements
   */
  record Key(Fault fault, int length) implements Serializable {}

  /**
   * A row to be named.
   *
   * @param id Long or UTF8String
   * @param element index of the bad element, or -1
   * @param found the element as text, or null
   * @param length of the vector
   */
  record Example(Object id, int element, String found, int length)
      implements Serializable, Comparable<Example> {
    @Override
    public int compareTo(Example other) {
      int byId = compareIds(id, other.id);
      return byId != 0 ? byId : WITHIN_ID.compare(this, other);
    }
  }

  /** Rows of one kind: how many, and those with the smallest ids. */
  static final class Tally implements Serializable {
    private long count;
    private final List<Example> smallest = new ArrayList<>(NAMED + 1);

    long count() {
      return count;
    }

    /** Returns the rows to name, by id. */
    List<Example> examples() {
      return List.copyOf(smallest);
    }

    private boolean wants(Object id) {
      return smallest.size() < NAMED || compareIds(id, smallest.get(NAMED - 1).id()) <= 0;
    }

    private void offer(Example example) {
      int at = Collections.binarySearch(smallest, example);
      smallest.add(at < 0 ? -at - 1 : at, example);
      if (smallest.size() > NAMED) {
        smallest.remove(NAMED);
      }
    }

    /** Adds another tally to this one. */
    void merge(Tally other) {
      count += other.count;
      other.smallest.forEach(this::offer);
    }
  }

  /** Reads all rows of a partition. */
  RowScan readAll(Iterator<InternalRow> rows) {
    while (rows.hasNext()) {
      read(rows.next());
    }
    return this;
  }

  private void read(InternalRow row) {
    if (row.isNullAt(0)) {
      tally(Fault.NULL_ID, -1).count++;
      return;
    }
    Object id = isNumbered ? (Object) row.getLong(0) : row.getUTF8String(0).copy();
    track(id);
    if (row.isNullAt(1)) {
      add(Fault.NULL_VECTOR, -1, id, -1, null);
      return;
    }
    ArrayData vector = row.getArray(1);
    int bad = firstUnusable(vector);
    if (bad < 0) {
      boolean isZero = zeroIsBad && isZero(vector);
      add(isZero ? Fault.ZERO_VECTOR : null, vector.numElements(), id, -1, null);
    } else {
      addElement(vector, bad, id);
    }
  }

  private void track(Object id) {
    if (firstId == null) {
      firstId = id;
    } else if (compareIds(lastId, id) >= 0) {
      isAscending = false;
    }
    lastId = id;
  }

  /** Returns the first element that is null or not finite as a float, or -1. */
  private int firstUnusable(ArrayData vector) {
    int length = vector.numElements();
    for (int i = 0; i < length; i++) {
      if (vector.isNullAt(i) || !Float.isFinite(element(vector, i))) {
        return i;
      }
    }
    return -1;
  }

  private boolean isZero(ArrayData vector) {
    for (int i = 0; i < vector.numElements(); i++) {
      if (element(vector, i) != 0) {
        return false;
      }
    }
    return true;
  }

  private float element(ArrayData vector, int i) {
    return isDouble ? (float) vector.getDouble(i) : vector.getFloat(i);
  }

  private void addElement(ArrayData vector, int i, Object id) {
    int length = vector.numElements();
    if (vector.isNullAt(i)) {
      add(Fault.NULL_ELEMENT, length, id, i, "null");
      return;
    }
    double value = isDouble ? vector.getDouble(i) : vector.getFloat(i);
    if (Double.isNaN(value)) {
      add(Fault.NAN, length, id, i, "NaN");
    } else if (Double.isInfinite(value)) {
      add(Fault.INFINITE, length, id, i, value > 0 ? "+infinity" : "-infinity");
    } else {
      add(Fault.OVERFLOW, length, id, i, Double.toString(value));
    }
  }

  private void add(Fault fault, int length, Object id, int element, String found) {
    Tally tally = tally(fault, length);
    tally.count++;
    if (tally.wants(id)) {
      tally.offer(new Example(id, element, found, length));
    }
  }

  private Tally tally(Fault fault, int length) {
    return tallies.computeIfAbsent(new Key(fault, length), key -> new Tally());
  }

  /** Returns what was found, by fault and length. */
  Map<Key, Tally> tallies() {
    return tallies;
  }

  /** Adds the tallies of another partition; the order of the ids is not merged. */
  void merge(RowScan other) {
    other.tallies.forEach((key, tally) -> tally(key.fault(), key.length()).merge(tally));
  }

  /**
   * Returns whether the scans of all partitions prove that no id appears twice: every partition
   * ascends strictly and their ranges do not touch.
   */
  static boolean proveUnique(List<RowScan> partitions) {
    List<RowScan> ranges =
        partitions.stream()
            .filter(p -> p.firstId != null)
            .sorted((a, b) -> compareIds(a.firstId, b.firstId))
            .toList();
    for (int i = 0; i < ranges.size(); i++) {
      boolean isApart = i == 0 || compareIds(ranges.get(i - 1).lastId, ranges.get(i).firstId) < 0;
      if (!ranges.get(i).isAscending || !isApart) {
        return false;
      }
    }
    return true;
  }

  private static int compareIds(Object a, Object b) {
    return a instanceof Long number
        ? Long.compare(number, (Long) b)
        : ((UTF8String) a).compareTo((UTF8String) b);
  }
}
