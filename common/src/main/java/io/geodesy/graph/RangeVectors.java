package io.geodesy.graph;

import io.geodesy.error.DataException;
import io.geodesy.table.ByIndex;
import io.geodesy.table.Handover;
import io.geodesy.table.IdRanges;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * The vectors of a table beside the directory of its {@link NeighborBlocks}: one range of ids a
 * partition, in their order.
 *
 * <p>Cost: one shuffle of the table; {@code 4 d} bytes a row on the executors, on disk where memory
 * is short. Determinism class D0.
 */
public final class RangeVectors implements AutoCloseable {
  private final JavaRDD<Range> ranges;
  private final int dim;

  private RangeVectors(JavaRDD<Range> ranges, int dim) {
    this.ranges = ranges;
    this.dim = dim;
  }

  /**
   * The vectors of one range.
   *
   * @param first number of its first row
   * @param rows of it
   * @param values {@code rows x dim} row-major
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Range(int first, int rows, float[] values) implements Serializable {}

  /** A vector on its way. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Sent(Object id, float[] vector) implements Serializable {}

  /**
   * Spreads a table.
   *
   * @param table columns {@code id} and {@code vector}
   * @param blocks of the same rows
   * @param dim columns of the vectors
   * @throws DataException when it is read, if it has other rows
   */
  public static RangeVectors of(Dataset<Row> table, NeighborBlocks blocks, int dim) {
    Dataset<Row> columns = table.select("id", "vector");
    boolean isNumbered = columns.schema().apply("id").dataType().equals(DataTypes.LongType);
    IdRanges ranges = blocks.ranges();
    JavaRDD<Sent> sent =
        JavaPairRDD.fromJavaRDD(
                columns
                    .queryExecution()
                    .toRdd()
                    .toJavaRDD()
                    .map(row -> sent(row, isNumbered, ranges)))
            .partitionBy(new ByIndex(ranges.count()))
            .values();
    return new RangeVectors(
        blocks
            .directory()
            .zipPartitions(
                sent, (range, rows) -> PartitionItems.one(placed(range.next(), rows, dim)))
            .persist(StorageLevel.MEMORY_AND_DISK()),
        dim);
  }

  private static Tuple2<Integer, Sent> sent(InternalRow row, boolean isNumbered, IdRanges ranges) {
    Object id = isNumbered ? (Object) row.getLong(0) : row.getUTF8String(0).copy();
    return new Tuple2<>(ranges.range(id), new Sent(id, row.getArray(1).toFloatArray()));
  }

  private static Range placed(IdRange range, Iterator<Sent> rows, int dim) {
    float[] values = new float[Math.multiplyExact(range.rows(), dim)];
    int count = 0;
    while (rows.hasNext()) {
      Sent row = rows.next();
      int at = range.ids().indexOf(row.id);
      if (at < 0) {
        throw new DataException(
            "Row %s of table vectors has no row in table neighbors: the graph belongs to another table. Compute the graph again."
                .formatted(row.id instanceof UTF8String text ? text.toString() : row.id));
      }
      System.arraycopy(row.vector, 0, values, at * dim, dim);
      count++;
    }
    if (count != range.rows()) {
      throw new DataException(
          "Table vectors has %d rows with ids from %s to %s, table neighbors %d: the graph belongs to another table. Compute the graph again."
              .formatted(
                  count, range.ids().get(0), range.ids().get(range.rows() - 1), range.rows()));
    }
    return new Range(range.first(), range.rows(), values);
  }

  /** Returns the number of columns. */
  public int dim() {
    return dim;
  }

  /** Returns the ranges, one a partition, in order. */
  public JavaRDD<Range> ranges() {
    return ranges;
  }

  /** Vectors of some rows of a range, on their way to the block of these rows. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Part(int[] numbers, float[] values) implements Serializable {}

  /**
   * Returns the vectors of the rows of every block, {@code rows x dim}: one shuffle of {@code 4 d +
   * 4} bytes a row.
   *
   * @param blocks whose directory they stand beside
   */
  public JavaRDD<float[]> besideBlocks(NeighborBlocks blocks) {
    int columns = dim;
    int count = blocks.blocks().getNumPartitions();
    JavaRDD<Part> parts =
        JavaPairRDD.fromJavaRDD(
                blocks
                    .directory()
                    .zipPartitions(
                        ranges,
                        (directory, range) ->
                            parts(directory.next(), range.next(), columns, count).iterator()))
            .partitionBy(new ByIndex(count))
            .values();
    return blocks
        .blocks()
        .zipPartitions(
            parts,
            (block, received) -> PartitionItems.one(inBlock(block.next(), received, columns)));
  }

  private static List<Tuple2<Integer, Part>> parts(
      IdRange directory, Range range, int dim, int count) {
    int[] owners = directory.blocks();
    int[] sizes = new int[count];
    for (int owner : owners) {
      sizes[owner]++;
    }
    Part[] parts = new Part[count];
    Arrays.setAll(parts, b -> new Part(new int[sizes[b]], new float[sizes[b] * dim]));
    int[] filled = new int[count];
    for (int i = 0; i < owners.length; i++) {
      int at = filled[owners[i]]++;
      parts[owners[i]].numbers[at] = range.first + i;
      System.arraycopy(range.values, i * dim, parts[owners[i]].values, at * dim, dim);
    }
    return IntStream.range(0, count)
        .filter(b -> sizes[b] > 0)
        .mapToObj(b -> new Tuple2<>(b, parts[b]))
        .toList();
  }

  private static float[] inBlock(NeighborBlock block, Iterator<Part> parts, int dim) {
    float[] values = new float[Math.multiplyExact(block.rows(), dim)];
    while (parts.hasNext()) {
      Part part = parts.next();
      for (int i = 0; i < part.numbers.length; i++) {
        int row = block.row(part.numbers[i]);
        System.arraycopy(part.values, i * dim, values, row * dim, dim);
      }
    }
    return values;
  }

  /**
   * Brings some vectors into the driver.
   *
   * @param numbers of the rows, ascending
   * @return row-major, in that order
   */
  public float[] collect(int[] numbers) {
    int columns = dim;
    List<float[]> parts = Handover.collect(ranges.map(range -> chosen(range, numbers, columns)));
    float[] all = new float[Math.multiplyExact(numbers.length, dim)];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static float[] chosen(Range range, int[] numbers, int dim) {
    int from = place(numbers, range.first);
    int to = place(numbers, range.first + range.rows);
    float[] some = new float[(to - from) * dim];
    for (int i = from; i < to; i++) {
      System.arraycopy(range.values, (numbers[i] - range.first) * dim, some, (i - from) * dim, dim);
    }
    return some;
  }

  private static int place(int[] ascending, int number) {
    int at = Arrays.binarySearch(ascending, number);
    return at < 0 ? -at - 1 : at;
  }

  @Override
  public void close() {
    ranges.unpersist();
  }
}
