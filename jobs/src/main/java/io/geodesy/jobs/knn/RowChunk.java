package io.geodesy.jobs.knn;

import io.geodesy.kernel.Kernels;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows packed so that many travel as one byte array: for each its tag, its id and its vector,
 * {@code 1 + 8 + 4 d} bytes with BIGINT ids, {@code 5 + length + 4 d} with STRING ids; little
 * endian. A vector of whole numbers that a byte holds travels as d bytes, and arrives as it was but
 * for the sign of zeros.
 */
final class RowChunk {
  /** Bits of a tag; above them stands how the vector is written. */
  private static final int TAG_BITS = 6;

  /**
   * Vectors are written as floats, or in one of the ways of {@link ByteValues#OFFSETS} after it.
   */
  private static final int FLOATS = 0;

  private RowChunk() {}

  /** Returns the bytes in which most of some vectors travel, for every element. */
  static int elementBytes(VectorBlock block) {
    byte[] scratch = new byte[block.dim()];
    int packed = 0;
    for (int i = 0; i < block.rows(); i++) {
      packed += form(block.values(), i * block.dim(), block.dim(), scratch, 0) == FLOATS ? 0 : 1;
    }
    return 2 * packed > block.rows() ? Byte.BYTES : Float.BYTES;
  }

  /**
   * Writes a vector as bytes if it can, and returns how; what is written as floats means nothing.
   */
  private static int form(float[] values, int from, int dim, byte[] bytes, int at) {
    // Most vectors that are none are told by their first element.
    if (values[from] != (int) values[from]) {
      return FLOATS;
    }
    for (int way = 0; way < ByteValues.OFFSETS.length; way++) {
      if (Kernels.bytes().pack(values, from, from + dim, ByteValues.OFFSETS[way], bytes, at)) {
        return way + 1;
      }
    }
    return FLOATS;
  }

  private static int vectorBytes(byte head, int dim) {
    return ((head & 0xFF) >>> TAG_BITS == FLOATS ? Float.BYTES : Byte.BYTES) * dim;
  }

  /** Appends rows; the array grows as far as it must. */
  static final class Writer {
    private final int dim;
    private ByteBuffer buffer;

    Writer(int dim, int firstBytes) {
      this.dim = dim;
      this.buffer = order(new byte[firstBytes]);
    }

    /**
     * Adds a row.
     *
     * @param tag anything from 0 to 63
     * @param id a Long or a UTF8String
     * @param values row-major
     * @param at where the row begins
     */
    void add(byte tag, Object id, float[] values, int at) {
      int idBytes = id instanceof UTF8String text ? Integer.BYTES + text.numBytes() : Long.BYTES;
      buffer = withRoom(buffer, 1 + idBytes + Float.BYTES * dim);
      int head = buffer.position();
      buffer.put(tag);
      putId(buffer, id);
      int form = form(values, at, dim, buffer.array(), buffer.arrayOffset() + buffer.position());
      if (form == FLOATS) {
        buffer.asFloatBuffer().put(values, at, dim);
      }
      buffer.put(head, (byte) (form << TAG_BITS | tag));
      buffer.position(buffer.position() + vectorBytes(buffer.get(head), dim));
    }

    int bytes() {
      return buffer.position();
    }

    int capacity() {
      return buffer.capacity();
    }

    /** Returns the rows since the last call. */
    byte[] take() {
      return drain(buffer);
    }
  }

  static ByteBuffer order(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the buffer, or a larger one with the same content, with room for some bytes. */
  static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
    if (buffer.remaining() >= bytes) {
      return buffer;
    }
    int wanted = Math.max(buffer.position() + bytes, 2 * buffer.capacity());
    return order(new byte[wanted]).put(buffer.flip());
  }

  /** Returns what was put into a buffer, which is empty then. */
  static byte[] drain(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    buffer.clear();
    return bytes;
  }

  static void putId(ByteBuffer buffer, Object id) {
    if (id instanceof UTF8String text) {
      byte[] bytes = text.getBytes();
      buffer.putInt(bytes.length).put(bytes);
    } else {
      buffer.putLong((Long) id);
    }
  }

  static Object getId(ByteBuffer buffer, boolean isNumbered) {
    if (isNumbered) {
      return buffer.getLong();
    }
    byte[] bytes = new byte[buffer.getInt()];
    buffer.get(bytes);
    return UTF8String.fromBytes(bytes);
  }

  /**
   * Rows of many chunks in the order of their ids.
   *
   * @param block ids and vectors
   * @param tags one a row
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Unpacked(VectorBlock block, byte[] tags) {}

  /**
   * Unpacks chunks; empties the list as it goes, so that rows are held twice only at the beginning.
   *
   * @param chunks at least one row
   * @param isNumbered whether ids are BIGINT
   */
  static Unpacked unpack(List<byte[]> chunks, int dim, boolean isNumbered) {
    List<Object> found = new ArrayList<>();
    for (byte[] chunk : chunks) {
      ByteBuffer buffer = order(chunk);
      while (buffer.hasRemaining()) {
        byte head = buffer.get();
        found.add(getId(buffer, isNumbered));
        buffer.position(buffer.position() + vectorBytes(head, dim));
      }
    }
    RowIds ids =
        isNumbered
            ? RowIds.ofNumbers(found.stream().mapToLong(id -> (Long) id).sorted().toArray())
            : RowIds.ofTexts(
                found.stream().map(id -> (UTF8String) id).sorted().toArray(UTF8String[]::new));
    float[] values = new float[Math.multiplyExact(ids.size(), dim)];
    byte[] tags = new byte[ids.size()];
    float[][] offsets = new float[ByteValues.OFFSETS.length][dim];
    for (int way = 0; way < offsets.length; way++) {
      Arrays.fill(offsets[way], -ByteValues.OFFSETS[way]);
    }
    while (!chunks.isEmpty()) {
      ByteBuffer buffer = order(chunks.remove(chunks.size() - 1));
      while (buffer.hasRemaining()) {
        byte head = buffer.get();
        int row = ids.indexOf(getId(buffer, isNumbered));
        tags[row] = (byte) (head & (1 << TAG_BITS) - 1);
        read(head, buffer, dim, offsets, values, row * dim);
        buffer.position(buffer.position() + vectorBytes(head, dim));
      }
    }
    return new Unpacked(new VectorBlock(ids, values, dim), tags);
  }

  private static void read(
      byte head, ByteBuffer buffer, int dim, float[][] offsets, float[] values, int at) {
    int form = (head & 0xFF) >>> TAG_BITS;
    if (form == FLOATS) {
      buffer.asFloatBuffer().get(values, at, dim);
    } else {
      Kernels.bytes()
          .centre(
              buffer.array(),
              buffer.arrayOffset() + buffer.position(),
              offsets[form - 1],
              values,
              at);
    }
  }
}
