package io.geodesy.table;

import io.geodesy.error.DataException;
import java.io.Serializable;
import java.nio.ByteBuffer;
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

  /**
   * Brings a validated embedding table into the driver.
   *
   * @param vectors columns {@code id} (BIGINT or STRING) and {@code vector} (ARRAY of FLOAT);
   *     others are not read
   * @throws DataException if the table is empty, too large for one block, or an id appears twice
   */
  public static VectorBlock collect(Dataset<Row> vectors) {
    Dataset<Row> columns = vectors.select("id", "vector");
    boolean isNumbered = columns.schema().apply("id").dataType().equals(DataTypes.LongType);
    JavaRDD<InternalRow> rows = columns.queryExecution().toRdd().toJavaRDD();
    List<Chunk> chunks = rows.mapPartitions(part -> Chunk.read(part, isNumbered)).collect();
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
      for (int i = 0; i < chunk.rows(); i++) {
        Object id =
            chunk.texts == null ? (Object) chunk.numbers[i] : UTF8String.fromBytes(chunk.texts[i]);
        ByteBuffer.wrap(chunk.values, i * dim * Float.BYTES, dim * Float.BYTES)
            .asFloatBuffer()
            .get(values, ids.indexOf(id) * dim, dim);
      }
    }
    return new VectorBlock(ids, values, dim);
  }

  /** At most 2 GiB of rows of one partition, packed so that they travel as one byte array. */
  private static final class Chunk implements Serializable {
    private static final int MAX_BYTES = 1 << 28;

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
      List<byte[]> texts = new ArrayList<>();
      long[] numbers = new long[1024];
      List<float[]> vectors = new ArrayList<>();
      int dim = 0;
      while (rows.hasNext() && (long) vectors.size() * dim * Float.BYTES < MAX_BYTES) {
        InternalRow row = rows.next();
        if (isNumbered) {
          if (vectors.size() == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
          }
          numbers[vectors.size()] = row.getLong(0);
        } else {
          texts.add(row.getUTF8String(0).getBytes());
        }
        float[] vector = row.getArray(1).toFloatArray();
        dim = vector.length;
        vectors.add(vector);
      }
      ByteBuffer packed = ByteBuffer.allocate(vectors.size() * dim * Float.BYTES);
      for (float[] vector : vectors) {
        packed.asFloatBuffer().put(vector);
        packed.position(packed.position() + dim * Float.BYTES);
      }
      return isNumbered
          ? new Chunk(Arrays.copyOf(numbers, vectors.size()), null, packed.array(), dim)
          : new Chunk(null, texts.toArray(byte[][]::new), packed.array(), dim);
    }
  }
}
