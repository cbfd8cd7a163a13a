package io.geodesy.table;

import io.geodesy.error.DataException;
import io.geodesy.kernel.IndexSort;
import io.geodesy.kernel.SeededStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The ids of a table's rows, ascending: the position of an id in this list is the row's index in
 * every array of Geodesy, so that order by index is order by id. BIGINT ids compare as signed
 * numbers, STRING ids by their UTF-8 bytes, as in Spark SQL.
 */
public final class RowIds implements Serializable {
  private final long[] numbers;
  private final UTF8String[] texts;

  private RowIds(long[] numbers, UTF8String[] texts) {
    this.numbers = numbers;
    this.texts = texts;
  }

  /**
   * Ids from strictly ascending numbers; the array is kept, not copied.
   *
   * @throws DataException if an id appears twice
   */
  public static RowIds ofNumbers(long[] ascending) {
    for (int i = 1; i < ascending.length; i++) {
      if (ascending[i - 1] >= ascending[i]) {
        throw unordered(ascending[i]);
      }
    }
    return new RowIds(ascending, null);
  }

  /**
   * Ids from texts, strictly ascending by UTF-8 bytes; the array is kept, not copied.
   *
   * @throws DataException if an id appears twice
   */
  public static RowIds ofTexts(UTF8String[] ascending) {
    for (int i = 1; i < ascending.length; i++) {
      if (ascending[i - 1].compareTo(ascending[i]) >= 0) {
        throw unordered(ascending[i]);
      }
    }
    return new RowIds(null, ascending);
  }

  /**
   * Ids from numbers in any order, each taken once.
   *
   * @param numbers sorted in place
   */
  public static RowIds ofDistinct(long[] numbers) {
    Arrays.sort(numbers);
    int kept = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (i == 0 || numbers[i] != numbers[i - 1]) {
        numbers[kept++] = numbers[i];
      }
    }
    return new RowIds(Arrays.copyOf(numbers, kept), null);
  }

  /**
   * Ids from texts in any order, each taken once.
   *
   * @param texts sorted in place
   */
  public static RowIds ofDistinct(UTF8String[] texts) {
    Arrays.sort(texts);
    int kept = 0;
    for (int i = 0; i < texts.length; i++) {
      if (i == 0 || !texts[i].equals(texts[i - 1])) {
        texts[kept++] = texts[i];
      }
    }
    return new RowIds(null, Arrays.copyOf(texts, kept));
  }

  /**
   * Returns all ids of lists that share none.
   *
   * @param parts at least one, all of one type
   * @throws DataException if an id appears twice
   */
  public static RowIds disjointUnion(List<RowIds> parts) {
    if (parts.get(0).numbers != null) {
      return ofNumbers(
          parts.stream().flatMapToLong(p -> Arrays.stream(p.numbers)).sorted().toArray());
    }
    return ofTexts(
        parts.stream().flatMap(p -> Arrays.stream(p.texts)).sorted().toArray(UTF8String[]::new));
  }

  /** Returns the ids of the rows {@code from} to {@code to - 1}. */
  public RowIds slice(int from, int to) {
    return numbers != null
        ? new RowIds(Arrays.copyOfRange(numbers, from, to), null)
        : new RowIds(null, Arrays.copyOfRange(texts, from, to));
  }

  /**
   * Returns some of the ids.
   *
   * @param chosen row indices, ascending
   */
  public RowIds select(int[] chosen) {
    return numbers != null
        ? new RowIds(Arrays.stream(chosen).mapToLong(i -> numbers[i]).toArray(), null)
        : new RowIds(
            null, Arrays.stream(chosen).mapToObj(i -> texts[i]).toArray(UTF8String[]::new));
  }

  /** Returns the number of rows. */
  public int size() {
    return numbers != null ? numbers.length : texts.length;
  }

  /** Returns the id of a row as the outside sees it: a Long or a String. */
  public Object get(int row) {
    return numbers != null ? (Object) numbers[row] : texts[row].toString();
  }

  /** Returns the id of a row as Spark's internal rows hold it: a Long or a UTF8String. */
  public Object internal(int row) {
    return numbers != null ? (Object) numbers[row] : texts[row];
  }

  /** Returns BIGINT or STRING. */
  public DataType type() {
    return numbers != null ? DataTypes.LongType : DataTypes.StringType;
  }

  /**
   * Returns the row with this id (a Long, String or UTF8String), or a negative number if there is
   * none.
   */
  public int indexOf(Object id) {
    if (numbers != null) {
      return Arrays.binarySearch(numbers, (Long) id);
    }
    UTF8String text = id instanceof UTF8String bytes ? bytes : UTF8String.fromString((String) id);
    return Arrays.binarySearch(texts, text);
  }

  /** Returns how many ids come before one (a Long, String or UTF8String). */
  public int before(Object id) {
    int at = indexOf(id);
    return at < 0 ? -at - 1 : at;
  }

  /**
   * Returns the rows of least hash under a seed, ascending; all if there are no more.
   *
   * @param seed of the sample
   * @param most rows
   */
  public int[] sample(long seed, int most) {
    int n = size();
    if (n <= most) {
      return IntStream.range(0, n).toArray();
    }
    long[] hashes = new long[n];
    Arrays.setAll(hashes, i -> hash(seed, i));
    int[] order = IndexSort.sorted(n, (a, b) -> Long.compare(hashes[a], hashes[b]));
    return Arrays.stream(order, 0, most).sorted().toArray();
  }

  /**
   * Returns a hash of a row's id under a seed: the order in which rows are sampled, whatever their
   * position.
   */
  public long hash(long seed, int row) {
    return numbers != null
        ? SeededStream.hash(seed, numbers[row])
        : SeededStream.hash(seed, texts[row].toString());
  }

  private static DataException unordered(Object id) {
    return new DataException(
        "Row id %s appears twice: ids must be unique. Remove one of the rows or give them different ids."
            .formatted(id));
  }
}
