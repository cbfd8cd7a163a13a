package io.geodesy.jobs.dimension;

import io.geodesy.error.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows that repeat one of smaller id, as ascending hashes. A BIGINT id has a hash of its own;
 * two of n STRING ids share one with a chance of n^2 / 2^65, and then one row too many is a copy.
 */
final class CopyIds {
  private CopyIds() {}

  /**
   * Collects them: 8 bytes each.
   *
   * @param table rows of {@code (id, neighbor_ids, distances, group)}
   * @param rules for reading them
   * @param most how many are allowed
   */
  static long[] collect(JavaRDD<InternalRow> table, RowReader.Rules rules, int most) {
    List<long[]> parts = table.mapPartitions(rows -> ofPartition(rows, rules, most)).collect();
    long total = parts.stream().mapToLong(p -> p.length).sum();
    if (total > most) {
      throw new DataException(
          "%d or more rows of table neighbors are copies of another, but at most %d can be collapsed here. Remove the copies from the input, or call with --duplicate-policy shift."
              .formatted(total, most));
    }
    long[] copies = new long[(int) total];
    int at = 0;
    for (long[] part : parts) {
      System.arraycopy(part, 0, copies, at, part.length);
      at += part.length;
    }
    Arrays.sort(copies);
    return copies;
  }

  private static Iterator<long[]> ofPartition(
      Iterator<InternalRow> rows, RowReader.Rules rules, int most) {
    RowReader reader = new RowReader(rules);
    long[] found = new long[64];
    int size = 0;
    while (rows.hasNext() && size <= most) {
      reader.read(rows.next());
      if (reader.isCopy()) {
        if (size == found.length) {
          found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = reader.hash();
      }
    }
    List<long[]> one = new ArrayList<>();
    one.add(Arrays.copyOf(found, size));
    return one.iterator();
  }
}
