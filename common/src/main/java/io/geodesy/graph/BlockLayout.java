package io.geodesy.graph;

import io.geodesy.kernel.SeededStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * Which block a row of a neighbour table belongs to: cells in their order, whose rows are near each
 * other in the graph, filled into blocks of about equal numbers of rows. A cell that is larger than
 * a block is spread over several by the hash of the ids. Determinism class D0.
 */
final class BlockLayout implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long SEED = 0xB10C;

  /** Rows that a task holds before it sends them on. */
  private static final int ROWS_HELD = 1 << 14;

  private final int[] cells;

  /** Rows before each cell; {@code cells + 1}. */
  private final long[] starts;

  private final int count;

  private BlockLayout(int[] cells, long[] starts, int count) {
    this.cells = cells;
    this.starts = starts;
    this.count = count;
  }

  /**
   * Counts the rows of the cells.
   *
   * @param table with the column cell
   * @param count of blocks
   */
  static BlockLayout of(Dataset<Row> table, int count) {
    List<Row> sizes = new ArrayList<>(table.groupBy("cell").count().collectAsList());
    sizes.sort(Comparator.comparingInt(row -> row.getInt(0)));
    int[] cells = new int[sizes.size()];
    long[] starts = new long[sizes.size() + 1];
    for (int c = 0; c < cells.length; c++) {
      cells[c] = sizes.get(c).getInt(0);
      starts[c + 1] = starts[c] + sizes.get(c).getLong(1);
    }
    return new BlockLayout(cells, starts, count);
  }

  /** Returns the number of rows. */
  long rows() {
    return starts[cells.length];
  }

  /**
   * Returns the block of a row.
   *
   * @param hash of its id
   */
  private int block(int cell, long hash) {
    int c = Arrays.binarySearch(cells, cell);
    double blockRows = (double) rows() / count;
    long size = starts[c + 1] - starts[c];
    long place = starts[c];
    if (size > 2 * blockRows) {
      place += (long) ((hash >>> 11) * 0x1.0p-53 * size);
    }
    return (int) Math.min(count - 1, (long) (place / blockRows));
  }

  /**
   * Packs rows by the block they belong to.
   *
   * @param rows with the columns id, neighbor_ids, distances and cell
   * @param isNumbered whether ids are numbers
   */
  Iterator<Tuple2<Integer, NeighborChunk>> split(Iterator<InternalRow> rows, boolean isNumbered) {
    return new Iterator<>() {
      private Iterator<Tuple2<Integer, NeighborChunk>> packed =
          List.<Tuple2<Integer, NeighborChunk>>of().iterator();

      @Override
      public boolean hasNext() {
        return packed.hasNext() || rows.hasNext();
      }

      @Override
      public Tuple2<Integer, NeighborChunk> next() {
        if (!packed.hasNext()) {
          packed = pack(rows, isNumbered);
        }
        return packed.next();
      }
    };
  }

  private Iterator<Tuple2<Integer, NeighborChunk>> pack(
      Iterator<InternalRow> rows, boolean isNumbered) {
    List<List<InternalRow>> held = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      held.add(new ArrayList<>());
    }
    for (int i = 0; i < ROWS_HELD && rows.hasNext(); i++) {
      InternalRow row = rows.next().copy();
      held.get(block(row.getInt(3), hash(row, isNumbered))).add(row);
    }
    List<Tuple2<Integer, NeighborChunk>> chunks = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      if (!held.get(b).isEmpty()) {
        chunks.add(new Tuple2<>(b, NeighborChunk.of(held.get(b), isNumbered)));
      }
    }
    return chunks.iterator();
  }

  private static long hash(InternalRow row, boolean isNumbered) {
    if (isNumbered) {
      return SeededStream.hash(SEED, row.getLong(0));
    }
    UTF8String text = row.getUTF8String(0);
    return SeededStream.hash(SEED, text.toString());
  }
}
