package io.geodesy.table;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An embedding table that keeps the contract {@link StandardTables#VECTORS}.
 *
 * @param dataset id (BIGINT or STRING, unique), vector (ARRAY of FLOAT, {@code dim} finite
 *     elements), then the further columns of the input
 * @param rows usable rows, at least 1
 * @param dim length of every vector, at least 1
 * @param dropped rows left out, by fault; faults that did not occur are absent
 */
public record ValidatedVectors(Dataset<Row> dataset, long rows, int dim, Map<Fault, Long> dropped) {
  /** Copies the counts. */
  public ValidatedVectors {
    EnumMap<Fault, Long> copy = new EnumMap<>(Fault.class);
    copy.putAll(dropped);
    dropped = Collections.unmodifiableMap(copy);
  }

  /** Returns the number of rows left out. */
  public long droppedRows() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
