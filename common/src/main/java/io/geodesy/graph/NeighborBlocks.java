package io.geodesy.graph;

import io.geodesy.error.DataException;
import io.geodesy.table.ByIndex;
import io.geodesy.table.Handover;
import io.geodesy.table.IdRanges;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/**
 * A neighbour table spread over the executors in blocks of rows that are near each other, for
 * graphs that the driver cannot hold: it learns counts, and what is asked for.
 *
 * <p>Cost: one shuffle of the lists, one of the ids, and two messages a pair of blocks with 12
 * bytes a ghost; after that an exchange is one message a pair with 4 bytes a value. Executors keep
 * the blocks and the directory, on disk where memory is short. Numbers are places among the
 * ascending ids, as in {@link NeighborLists}: what both compute is the same to the bit. Determinism
 * class D0.
 */
public final class NeighborBlocks implements AutoCloseable {
  private static final int ROWS = 1 << 16;
  private static final double VECTOR_BYTES = 1 << 26;

  private final JavaRDD<NeighborBlock> blocks;
  private final JavaRDD<IdRange> directory;
  private final IdRanges ranges;
  private final int[] firsts;
  private final Kept kept;

  private NeighborBlocks(
      Kept kept,
      JavaRDD<NeighborBlock> blocks,
      JavaRDD<IdRange> directory,
      IdRanges ranges,
      int[] firsts) {
    this.kept = kept;
    this.blocks = blocks;
    this.directory = directory;
    this.ranges = ranges;
    this.firsts = firsts;
  }

  /**
   * Returns the usual number of blocks of a table: a function of its shape alone.
   *
   * @param dim columns of the vectors that may come beside them
   */
  public static int usualCount(long rows, double dim) {
    double most = Math.min(ROWS, VECTOR_BYTES / (4 * dim));
    return (int) Math.max(1, Math.ceil(rows / most));
  }

  /**
   * Spreads a table.
   *
   * @param table as {@link io.geodesy.table.StandardTables#NEIGHBORS}
   * @param count of blocks, at least 1; see {@link #usualCount}
   * @throws DataException if it has more than 2^31 - 1 rows, or when it is read, an id appears
   *     twice or a list names a row that the table lacks
   */
  public static NeighborBlocks of(Dataset<Row> table, int count) {
    Dataset<Row> columns = table.select("id", "neighbor_ids", "distances", "cell");
    boolean isNumbered = columns.schema().apply("id").dataType().equals(DataTypes.LongType);
    BlockLayout layout = BlockLayout.of(table, count);
    if (layout.rows() > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "Table neighbors has %d rows: blocks number at most %d."
              .formatted(layout.rows(), Integer.MAX_VALUE - 8));
    }
    return Kept.by(kept -> of(columns, layout, count, isNumbered, kept));
  }

  private static NeighborBlocks of(
      Dataset<Row> columns, BlockLayout layout, int count, boolean isNumbered, Kept kept) {
    // What blocks are made from is let go once they are there.
    try (Kept passing = new Kept()) {
      JavaRDD<ListedRows> listed = passing.keep(listed(columns, layout, count, isNumbered));
      long rows = layout.rows();
      IdRanges ranges =
          IdRanges.of(
              RowIds.disjointUnion(
                  Handover.collect(
                      listed.map(part -> IdRanges.sample(part.ownIds(), rows, count)))),
              count);
      JavaRDD<IdRange> unplaced = passing.keep(directory(listed, ranges));
      int[] firsts = firsts(unplaced);
      JavaRDD<IdRange> directory =
          kept.keep(unplaced.map(range -> range.startingAt(firsts[range.index()])));
      JavaRDD<NeighborBlock> blocks = kept.keep(blocks(listed, directory, ranges, count));
      blocks.count();
      directory.count();
      return new NeighborBlocks(kept, blocks, directory, ranges, firsts);
    }
  }

  private static JavaRDD<ListedRows> listed(
      Dataset<Row> columns, BlockLayout layout, int count, boolean isNumbered) {
    return JavaPairRDD.fromJavaRDD(
            columns
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(rows -> layout.split(rows, isNumbered)))
        .partitionBy(new ByIndex(count))
        .values()
        .mapPartitionsWithIndex(
            (index, chunks) ->
                PartitionItems.one(ListedRows.of(index, PartitionItems.list(chunks), isNumbered)),
            false);
  }

  private static JavaRDD<IdRange> directory(JavaRDD<ListedRows> listed, IdRanges ranges) {
    return JavaPairRDD.fromJavaRDD(
            listed.flatMap(
                part -> IdRange.Rows.cut(part.index(), part.ownIds(), ranges).iterator()))
        .partitionBy(new ByIndex(ranges.count()))
        .values()
        .mapPartitionsWithIndex(
            (index, parts) -> PartitionItems.one(IdRange.of(index, PartitionItems.list(parts))),
            false);
  }

  private static int[] firsts(JavaRDD<IdRange> directory) {
    List<Integer> sizes = directory.map(IdRange::rows).collect();
    int[] firsts = new int[sizes.size() + 1];
    for (int r = 0; r < sizes.size(); r++) {
      firsts[r + 1] = firsts[r] + sizes.get(r);
    }
    return firsts;
  }

  private static JavaRDD<NeighborBlock> blocks(
      JavaRDD<ListedRows> listed, JavaRDD<IdRange> directory, IdRanges ranges, int count) {
    JavaRDD<IdRange.Rows> asked =
        JavaPairRDD.fromJavaRDD(
                listed.flatMap(
                    part -> IdRange.Rows.cut(part.index(), part.ids(), ranges).iterator()))
            .partitionBy(new ByIndex(ranges.count()))
            .values();
    JavaRDD<IdRange.Answer> answers =
        JavaPairRDD.fromJavaRDD(
                directory.zipPartitions(
                    asked, (range, requests) -> answers(range.next(), requests)))
            .partitionBy(new ByIndex(count))
            .values();
    JavaRDD<NeighborBlock> unsent =
        listed.zipPartitions(
            answers,
            (part, given) ->
                PartitionItems.one(part.next().numbered(PartitionItems.list(given), count)));
    JavaRDD<Halo.Message> needed =
        JavaPairRDD.fromJavaRDD(unsent.flatMap(block -> block.needs().iterator()))
            .partitionBy(new ByIndex(count))
            .values();
    return unsent.zipPartitions(
        needed,
        (block, needs) -> PartitionItems.one(block.next().sending(PartitionItems.list(needs))));
  }

  private static Iterator<Tuple2<Integer, IdRange.Answer>> answers(
      IdRange range, Iterator<IdRange.Rows> requests) {
    List<Tuple2<Integer, IdRange.Answer>> answers = new ArrayList<>();
    requests.forEachRemaining(asked -> answers.add(range.answer(asked)));
    return answers.iterator();
  }

  /** Returns the number of rows. */
  public int rows() {
    return firsts[firsts.length - 1];
  }

  /** Returns the blocks, one a partition. */
  public JavaRDD<NeighborBlock> blocks() {
    return blocks;
  }

  /** Returns the directory, one range a partition, in the order of the ids. */
  public JavaRDD<IdRange> directory() {
    return directory;
  }

  /** Returns how ids are cut into the ranges of the directory. */
  public IdRanges ranges() {
    return ranges;
  }

  /** Returns where the numbers of every range begin, and last the number of rows. */
  public int[] firsts() {
    return firsts.clone();
  }

  /**
   * Returns values of the vertices of every block, of which each gives those of its own rows: one
   * shuffle of {@code 4 width} bytes a ghost.
   *
   * @param values of every block, {@code rows x width}
   * @param width values a row
   */
  public JavaRDD<int[]> exchange(JavaRDD<int[]> values, int width) {
    return Halo.exchange(halos(), values, width);
  }

  /** Returns what every block shares with others. */
  public JavaRDD<Halo> halos() {
    return blocks.map(NeighborBlock::halo);
  }

  /** Returns what every block has to say of its own rows, with their numbers. */
  public <T extends Serializable> List<Said<T>> collect(JavaRDD<T> values) {
    return Handover.collect(
        blocks.zipPartitions(
            values,
            (block, own) -> PartitionItems.one(new Said<>(block.next().numbers(), own.next()))));
  }

  /**
   * What a block says of its rows.
   *
   * @param numbers of the rows
   * @param values in their order
   * @param <T> an array
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Said<T extends Serializable>(int[] numbers, T values) implements Serializable {}

  /**
   * Returns ids by their numbers, as the outside sees them.
   *
   * @param numbers ascending
   */
  public Object[] ids(int[] numbers) {
    return directory
        .flatMap(
            range ->
                Arrays.stream(numbers)
                    .filter(n -> n >= range.first() && n < range.first() + range.rows())
                    .mapToObj(n -> range.ids().get(n - range.first()))
                    .iterator())
        .collect()
        .toArray();
  }

  @Override
  public void close() {
    kept.close();
  }
}
