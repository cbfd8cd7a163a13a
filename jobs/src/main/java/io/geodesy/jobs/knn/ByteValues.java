package io.geodesy.jobs.knn;

import io.geodesy.error.DataException;
import io.geodesy.table.VectorBlock;

/**
 * Vectors whose elements are the values of bytes: Hamming distance asks for them, and others are
 * searched faster and travel in a quarter of the bytes.
 */
final class ByteValues {
  /**
   * What is taken from a value to make a signed byte of it: of values from 0 to 255, and of those
   * from -128 to 127.
   */
  static final int[] OFFSETS = {-Byte.MIN_VALUE, 0};

  private static final int LARGEST = 255;

  private ByteValues() {}

  /**
   * Passes rows of byte values.
   *
   * @param table for the message
   * @throws DataException that names the first row, by id, with an element that is none
   */
  static void require(String table, VectorBlock block) {
    float[] values = block.values();
    for (int at = 0; at < values.length; at++) {
      if (!(values[at] >= 0 && values[at] <= LARGEST && values[at] == (int) values[at])) {
        throw new DataException(
            "Row %s of table %s: element %d, counted from 0, is %s, but metric hamming compares bytes, whole numbers from 0 to %d. Write the vectors as bytes, or take another metric."
                .formatted(
                    block.ids().get(at / block.dim()),
                    table,
                    at % block.dim(),
                    values[at],
                    LARGEST));
      }
    }
  }
}
