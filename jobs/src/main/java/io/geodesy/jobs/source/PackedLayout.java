package io.geodesy.jobs.source;

import io.geodesy.error.DataException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Where the vectors of a binary file stand, so that any range of rows can be read on its own.
 *
 * @param path of the file
 * @param rows vectors
 * @param dim elements a vector
 * @param start byte of the first row
 * @param element type
 * @param isBigEndian byte order of the elements
 * @param isColumnMajor whether the first elements of all rows come first
 * @param hasDimensions whether an int32 with the dimension stands before each row
 */
record PackedLayout(
    String path,
    long rows,
    int dim,
    long start,
    ElementType element,
    boolean isBigEndian,
    boolean isColumnMajor,
    boolean hasDimensions)
    implements Serializable {

  /** Returns the bytes of one row. */
  long rowBytes() {
    return (hasDimensions ? Integer.BYTES : 0) + (long) dim * element.bytes();
  }

  /** Returns the byte after the last row. */
  long end() {
    return start + rows * rowBytes();
  }

  /**
   * Reads rows into the memory of the caller, in file order within the buffer.
   *
   * @param in the open file
   * @param from first row
   * @param count rows
   */
  ByteBuffer read(FSDataInputStream in, long from, int count) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(count * rowBytes())];
    if (isColumnMajor) {
      int segment = count * element.bytes();
      for (int j = 0; j < dim; j++) {
        in.readFully(start + (j * rows + from) * element.bytes(), bytes, j * segment, segment);
      }
    } else {
      in.readFully(start + from * rowBytes(), bytes, 0, bytes.length);
    }
    return ByteBuffer.wrap(bytes)
        .order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Fails unless the int32 before a row is the dimension.
   *
   * @param block as read
   * @param row within the block
   * @param from the block's first row
   */
  void checkDimension(ByteBuffer block, int row, long from) {
    int at = (int) (row * rowBytes());
    if (hasDimensions && block.getInt(at) != dim) {
      long number = from + row;
      throw new DataException(
          "Row %d of %s, at byte %d, says it has %d elements, but the first row has %d: every row of this format has the same. Write the file again."
              .formatted(number, path, start + number * rowBytes(), block.getInt(at), dim));
    }
  }

  /** Returns element j of a row of a block of {@code count} rows. */
  double get(ByteBuffer block, int count, int row, int j) {
    int at =
        isColumnMajor
            ? (j * count + row) * element.bytes()
            : (int) (row * rowBytes()) + (hasDimensions ? Integer.BYTES : 0) + j * element.bytes();
    return element.read(block, at);
  }
}
