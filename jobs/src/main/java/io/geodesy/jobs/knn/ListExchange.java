package io.geodesy.jobs.knn;

import io.geodesy.kernel.SeededStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/** The way of lists to the one task that merges those of a row: by the hash of its id. */
final class ListExchange {
  private static final long STAGE = SeededStream.derive(0, "merge lists");

  private ListExchange() {}

  /** Returns the partition of a row. */
  static int target(Object id, int targets) {
    long hash =
        id instanceof Long number
            ? SeededStream.hash(STAGE, number)
            : SeededStream.hash(STAGE, id.toString());
    return (int) Long.remainderUnsigned(hash, targets);
  }

  /**
   * Packs lists that a pass before has merged: columns id, neighbor_ids, distances, cell, repeats.
   */
  static final class Earlier extends ChunkSplitter {
    private final Iterator<InternalRow> rows;
    private final boolean isNumbered;
    private final ListChunk.Writer[] writers;

    Earlier(Iterator<InternalRow> rows, boolean isNumbered, int targets) {
      this.rows = rows;
      this.isNumbered = isNumbered;
      this.writers = new ListChunk.Writer[targets];
      Arrays.setAll(writers, target -> new ListChunk.Writer(1 << 10));
    }

    @Override
    boolean readSome() {
      if (!rows.hasNext()) {
        return false;
      }
      ListChunk.Entry entry = entry(rows.next(), isNumbered);
      int target = target(entry.id(), writers.length);
      writers[target].add(entry);
      if (writers[target].bytes() >= CHUNK_BYTES) {
        send(target, writers[target].take());
      }
      return true;
    }

    @Override
    void sendAll() {
      for (int target = 0; target < writers.length; target++) {
        if (writers[target].bytes() > 0) {
          send(target, writers[target].take());
        }
      }
    }
  }

  /** Reads a merged list. */
  static ListChunk.Entry entry(InternalRow row, boolean isNumbered) {
    float[] distances = row.getArray(2).toFloatArray();
    Object[] neighbors = new Object[distances.length];
    for (int rank = 0; rank < neighbors.length; rank++) {
      neighbors[rank] =
          isNumbered
              ? (Object) row.getArray(1).getLong(rank)
              : row.getArray(1).getUTF8String(rank).copy();
    }
    Object id = isNumbered ? (Object) row.getLong(0) : row.getUTF8String(0).copy();
    return new ListChunk.Entry(id, row.getInt(3), row.getBoolean(4), neighbors, distances);
  }

  /** Merges the lists of one partition; its rows come in the order of their ids. */
  static Iterator<Row> merge(Iterator<Tuple2<Integer, byte[]>> chunks, int k, boolean isNumbered) {
    List<ListChunk.Entry> all = new ArrayList<>();
    while (chunks.hasNext()) {
      ByteBuffer buffer = RowChunk.order(chunks.next()._2());
      while (buffer.hasRemaining()) {
        all.add(ListChunk.read(buffer, isNumbered));
      }
    }
    all.sort((a, b) -> ListMerge.compareIds(a.id(), b.id()));
    return new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < all.size();
      }

      @Override
      public Row next() {
        int from = at;
        while (at < all.size() && all.get(at).id().equals(all.get(from).id())) {
          at++;
        }
        return row(ListMerge.merge(all.subList(from, at), k));
      }
    };
  }

  /** Returns a list as the outside sees it. */
  static Row row(ListChunk.Entry entry) {
    Object[] neighbors = new Object[entry.neighbors().length];
    Arrays.setAll(neighbors, rank -> external(entry.neighbors()[rank]));
    return RowFactory.create(
        external(entry.id()), neighbors, entry.distances(), entry.cell(), entry.isCopy());
  }

  private static Object external(Object id) {
    return id instanceof UTF8String text ? text.toString() : id;
  }
}
