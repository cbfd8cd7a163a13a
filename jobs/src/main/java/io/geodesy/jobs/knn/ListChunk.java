package io.geodesy.jobs.knn;

import java.nio.ByteBuffer;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Neighbour lists packed so that many travel as one byte array: for each row its id, its cell (-1
 * outside its home block), whether it repeats a row of smaller id, and its neighbours with their
 * distances, nearest first.
 */
final class ListChunk {
  /** Cell, mark of repetition and length of a list. */
  static final int HEAD_BYTES = Integer.BYTES + 1 + Short.BYTES;

  /** The cell a list carries that was not made in the row's home block. */
  static final int ELSEWHERE = -1;

  private ListChunk() {}

  /**
   * One list.
   *
   * @param id Long or UTF8String
   * @param cell of the row, or {@link #ELSEWHERE}
   * @param isCopy whether it repeats a row of smaller id
   * @param neighbors ids, nearest first, ties by id
   * @param distances theirs
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(Object id, int cell, boolean isCopy, Object[] neighbors, float[] distances) {}

  /** Appends lists. */
  static final class Writer {
    private ByteBuffer buffer;

    Writer(int firstBytes) {
      this.buffer = RowChunk.order(new byte[firstBytes]);
    }

    void add(Entry entry) {
      buffer = RowChunk.withRoom(buffer, ListChunk.bytesOf(entry));
      RowChunk.putId(buffer, entry.id());
      buffer.putInt(entry.cell());
      buffer.put((byte) (entry.isCopy() ? 1 : 0));
      buffer.putShort((short) entry.neighbors().length);
      for (int rank = 0; rank < entry.neighbors().length; rank++) {
        RowChunk.putId(buffer, entry.neighbors()[rank]);
        buffer.putFloat(entry.distances()[rank]);
      }
    }

    int bytes() {
      return buffer.position();
    }

    /** Returns the lists since the last call. */
    byte[] take() {
      return RowChunk.drain(buffer);
    }
  }

  /** Returns the bytes in which a list travels. */
  static int bytesOf(Entry entry) {
    int bytes = HEAD_BYTES + idBytes(entry.id()) + Float.BYTES * entry.neighbors().length;
    for (Object neighbor : entry.neighbors()) {
      bytes += idBytes(neighbor);
    }
    return bytes;
  }

  static int idBytes(Object id) {
    return id instanceof UTF8String text ? Integer.BYTES + text.numBytes() : Long.BYTES;
  }

  /** Reads the list that begins at the buffer's position. */
  static Entry read(ByteBuffer buffer, boolean isNumbered) {
    Object id = RowChunk.getId(buffer, isNumbered);
    int cell = buffer.getInt();
    boolean isCopy = buffer.get() != 0;
    Object[] neighbors = new Object[buffer.getShort()];
    float[] distances = new float[neighbors.length];
    for (int rank = 0; rank < neighbors.length; rank++) {
      neighbors[rank] = RowChunk.getId(buffer, isNumbered);
      distances[rank] = buffer.getFloat();
    }
    return new Entry(id, cell, isCopy, neighbors, distances);
  }
}
