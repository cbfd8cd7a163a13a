package io.geodesy.table;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The hash of {@link RowIds#hash} as a column, by which rows are sampled on the executors as they
 * are in the driver. Determinism class D0.
 */
public final class IdHash {
  private IdHash() {}

  /**
   * Returns a hash of an id as BIGINT, any of its 2^64 values.
   *
   * @param id BIGINT or STRING, never null
   * @param seed of the sample
   */
  public static Column of(Column id, long seed) {
    UDF1<Object, Long> hash = value -> of(value, seed);
    return functions.udf(hash, DataTypes.LongType).apply(id);
  }

  /**
   * Returns whether a row's hash is one of some, as BOOLEAN.
   *
   * @param id BIGINT or STRING, never null
   * @param seed of the hashes
   * @param hashes ascending
   */
  public static Column isOneOf(Column id, long seed, Broadcast<long[]> hashes) {
    UDF1<Object, Boolean> isOneOf =
        value -> Arrays.binarySearch(hashes.value(), of(value, seed)) >= 0;
    return functions.udf(isOneOf, DataTypes.BooleanType).apply(id);
  }

  private static long of(Object id, long seed) {
    return id instanceof Long number
        ? SeededStream.hash(seed, number)
        : SeededStream.hash(seed, (String) id);
  }

  /**
   * Returns whether a row is among about {@code most} of {@code total} rows, as BOOLEAN.
   *
   * @param id BIGINT or STRING, never null
   * @param seed of the sample
   * @param most rows wanted
   * @param total rows there are, more than {@code most}
   */
  public static Column isDrawn(Column id, long seed, long most, long total) {
    long threshold = (long) (Long.MAX_VALUE * ((double) most / total));
    return of(id, seed).bitwiseAND(Long.MAX_VALUE).lt(threshold);
  }
}
