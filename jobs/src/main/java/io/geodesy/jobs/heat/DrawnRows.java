package io.geodesy.jobs.heat;

import io.geodesy.kernel.IndexSort;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows drawn by hash, in the order of their hashes; rows of equal ones by their numbers.
 *
 * @param keys hashes
 * @param numbers of the rows among those of the table
 * @param components they are in
 */
@SuppressWarnings("ArrayRecordComponent")
record DrawnRows(long[] keys, int[] numbers, int[] components) implements Serializable {

  /**
   * Draws the first rows of a block.
   *
   * @param numbers of its rows
   * @param keys of these
   * @param labels of these
   * @param most rows to draw
   * @param below components that count
   */
  static DrawnRows of(int[] numbers, long[] keys, int[] labels, int most, int below) {
    int[] eligible = IntStream.range(0, labels.length).filter(i -> labels[i] < below).toArray();
    return new DrawnRows(keys, numbers, labels).those(eligible).first(most);
  }

  /** Draws the first rows of all blocks. */
  static DrawnRows of(List<DrawnRows> parts, int most) {
    return new DrawnRows(
            parts.stream().flatMapToLong(p -> Arrays.stream(p.keys)).toArray(),
            parts.stream().flatMapToInt(p -> Arrays.stream(p.numbers)).toArray(),
            parts.stream().flatMapToInt(p -> Arrays.stream(p.components)).toArray())
        .first(most);
  }

  /** Returns the rows at some places. */
  DrawnRows those(int[] places) {
    return new DrawnRows(
        Arrays.stream(places).mapToLong(i -> keys[i]).toArray(),
        Arrays.stream(places).map(i -> numbers[i]).toArray(),
        Arrays.stream(places).map(i -> components[i]).toArray());
  }

  /** Returns the rows by their numbers. */
  DrawnRows byNumber() {
    return those(
        IndexSort.sorted(numbers.length, (a, b) -> Integer.compare(numbers[a], numbers[b])));
  }

  private DrawnRows first(int most) {
    int[] order =
        IndexSort.sorted(
            keys.length,
            (a, b) -> {
              int byKey = Long.compare(keys[a], keys[b]);
              return byKey != 0 ? byKey : Integer.compare(numbers[a], numbers[b]);
            });
    return those(Arrays.copyOf(order, Math.min(most, order.length)));
  }
}
