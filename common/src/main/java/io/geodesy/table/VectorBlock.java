package io.geodesy.table;

import io.geodesy.error.DataException;
import io.geodesy.kernel.Distances;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * All rows of an embedding table in the memory of one process: {@code rows x dim} row-major
 * float32, in id order.
 *
 * <p>Cost: one pass over the table; {@code 8 n d} bytes on the driver while the rows are put in
 * order, {@code 4 n d} after. Determinism class D0: the order is the order of the ids, whatever the
 * partitions.
 *
 * @param ids the row ids, ascending
 * @param values {@code rows x dim} row-major; owned by the block, not to be modified
 * @param dim columns
 */
public record VectorBlock(RowIds ids, float[] values, int dim) {

  /** Returns the number of rows. */
  public int rows() {
    return ids.size();
  }

  /** Returns a copy of a row. */
  public float[] row(int index) {
    return Arrays.copyOfRange(values, index * dim, (index + 1) * dim);
  }

  /**
   * Returns a block of some rows; {@code 4 d} bytes for each.
   *
   * @param chosen row indices, ascending
   */
  public VectorBlock select(int[] chosen) {
    float[] some = new float[Math.multiplyExact(chosen.length, dim)];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * dim, some, i * dim, dim);
    }
    return new VectorBlock(ids.select(chosen), some, dim);
  }

  /** Returns the rows divided by their lengths, none of which may be 0; {@code 4 n d} bytes. */
  public VectorBlock directions() {
    return new VectorBlock(ids, directions(values, dim), dim);
  }

  /** Returns rows divided by their lengths, none of which may be 0. */
  public static float[] directions(float[] values, int dim) {
    float[] directions = new float[values.length];
    for (int at = 0; at < values.length; at += dim) {
      double norm = Math.sqrt(Distances.squaredNorm(values, at, dim));
      for (int c = at; c < at + dim; c++) {
        directions[c] = (float) (values[c] / norm);
      }
    }
    return directions;
  }

  /**
   * Brings a validated embedding table into the driver.
   *
   * @param table columns {@code id} (BIGINT or STRING) and {@code vector} (ARRAY of FLOAT); others
   *     are not read
   * @throws DataException if the table is empty, too large for one block, or an id appears twice
   */
  public static VectorBlock collect(Dataset<Row> table) {
    Dataset<Row> columns = table.select("id", "vector");
    boolean isNumbered = columns.schema().apply("id").dataType().equals(DataTypes.LongType);
    JavaRDD<InternalRow> rows = columns.queryExecution().toRdd().toJavaRDD();
    List<Chunk> chunks = Handover.collect(rows.mapPartitions(part -> Chunk.read(part, isNumbered)));
    int n = chunks.stream().mapToInt(Chunk::rows).sum();
    if (n == 0) {
      throw new DataException("No usable rows in table vectors: it is empty.");
    }
    int dim = chunks.get(0).dim;
    if ((long) n * dim > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%d rows of %d columns do not fit one block of %d values in this process."
              .formatted(n, dim, Integer.MAX_VALUE - 8));
    }
    return isNumbered ? orderNumbered(chunks, n, dim) : orderTexts(chunks, n, dim);
  }

  private static VectorBlock orderNumbered(List<Chunk> chunks, int n, int dim) {
    long[] ids = new long[n];
    int at = 0;
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.rows(); i++) {
        ids[at++] = chunk.numbers[i];
      }
    }
    Arrays.sort(ids);
    RowIds ordered = RowIds.ofNumbers(ids);
    return fill(chunks, ordered, dim);
  }

  private static VectorBlock orderTexts(List<Chunk> chunks, int n, int dim) {
    UTF8String[] ids = new UTF8String[n];
    int at = 0;
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.rows(); i++) {
        ids[at++] = UTF8String.fromBytes(chunk.texts[i]);
      }
    }
    Arrays.sort(ids);
    return fill(chunks, RowIds.ofTexts(ids), dim);
  }

  private static VectorBlock fill(List<Chunk> chunks, RowIds ids, int dim) {
    float[] values = new float[ids.size() * dim];
    for (Chunk chunk : chunks) {
      FloatBuffer packed = Chunk.buffer(chunk.values).asFloatBuffer();
      for (int i = 0; i < chunk.rows(); i++) {
        Object id =
            chunk.texts == null ? (Object) chunk.numbers[i] : UTF8String.fromBytes(chunk.texts[i]);
        packed.get(i * dim, values, ids.indexOf(id) * dim, dim);
      }
    }
    return new VectorBlock(ids, values, dim);
  }

  /** Rows of one partition, packed so that they travel as one byte array. */
  private static final class Chunk implements Serializable {
    private static final int MAX_BYTES = 1 << 25;
    private static final int FIRST_ROWS = 1024;

    private final long[] numbers;
    private final byte[][] texts;
    private final byte[] values;
    private final int dim;

    private Chunk(long[] numbers, byte[][] texts, byte[] values, int dim) {
      this.numbers = numbers;
      this.texts = texts;
      this.values = values;
      this.dim = dim;
    }

    int rows() {
      return numbers != null ? numbers.length : texts.length;
    }

    static Iterator<Chunk> read(Iterator<InternalRow> rows, boolean isNumbered) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public Chunk next() {
          return readOne(rows, isNumbered);
        }
      };
    }

    private static Chunk readOne(Iterator<InternalRow> rows, boolean isNumbered) {
      InternalRow row = rows.next();
      int dim = row.getArray(1).numElements();
      int most = (int) Math.max(1, MAX_BYTES / Math.max(1, (long) dim * Float.BYTES));
      List<byte[]> texts = new ArrayList<>();
      long[] numbers = new long[Math.min(most, FIRST_ROWS)];
      byte[] packed = new byte[numbers.length * dim * Float.BYTES];
      int count = 0;
      while (true) {
        if (count == numbers.length) {
          int capacity = Math.min(most, 2 * count);
          numbers = Arrays.copyOf(numbers, capacity);
          packed = Arrays.copyOf(packed, capacity * dim * Float.BYTES);
        }
        if (isNumbered) {
          numbers[count] = row.getLong(0);
        } else {
          texts.add(row.getUTF8String(0).getBytes());
        }
        buffer(packed).asFloatBuffer().put(count * dim, row.getArray(1).toFloatArray());
        count++;
        if (count == most || !rows.hasNext()) {
          break;
        }
        row = rows.next();
      }
      int length = count * dim * Float.BYTES;
      byte[] values = length == packed.length ? packed : Arrays.copyOf(packed, length);
      return isNumbered
          ? new Chunk(Arrays.copyOf(numbers, count), null, values, dim)
          : new Chunk(null, texts.toArray(byte[][]::new), values, dim);
    }

    /** One byte order for all machines, the one most have, so that copies are plain. */
    static ByteBuffer buffer(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
