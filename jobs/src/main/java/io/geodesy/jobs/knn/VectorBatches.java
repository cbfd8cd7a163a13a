package io.geodesy.jobs.knn;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Rows of {@code (id, vector)} of one partition, a batch at a time, in arrays that the packed
 * kernels take.
 */
final class VectorBatches implements Iterator<VectorBatches.Batch> {
  /** Bytes of a batch's vectors: enough rows for whole panels, few enough for the cache. */
  private static final int BATCH_BYTES = 1 << 22;

  private static final int LEAST_ROWS = 128;
  private static final int MOST_ROWS = 4096;

  /**
   * Some rows.
   *
   * @param ids Long or UTF8String
   * @param values row-major
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Batch(Object[] ids, float[] values) {
    int rows() {
      return ids.length;
    }
  }

  private final Iterator<InternalRow> rows;
  private final int dim;
  private final boolean isNumbered;
  private final int size;

  VectorBatches(Iterator<InternalRow> rows, int dim, boolean isNumbered) {
    this.rows = rows;
    this.dim = dim;
    this.isNumbered = isNumbered;
    this.size = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, BATCH_BYTES / (Float.BYTES * dim)));
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Batch next() {
    if (!rows.hasNext()) {
      throw new NoSuchElementException();
    }
    Object[] ids = new Object[size];
    float[] values = new float[size * dim];
    int count = 0;
    for (; count < size && rows.hasNext(); count++) {
      InternalRow row = rows.next();
      // The iterator may use the memory of a row again for the next.
      ids[count] = isNumbered ? (Object) row.getLong(0) : row.getUTF8String(0).copy();
      System.arraycopy(row.getArray(1).toFloatArray(), 0, values, count * dim, dim);
    }
    return count == size
        ? new Batch(ids, values)
        : new Batch(Arrays.copyOf(ids, count), Arrays.copyOf(values, count * dim));
  }
}
