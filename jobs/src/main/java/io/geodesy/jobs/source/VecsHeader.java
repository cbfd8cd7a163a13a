package io.geodesy.jobs.source;

import io.geodesy.error.DataException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The fvecs and bvecs formats of the TEXMEX corpora: every row is an int32 dimension and then its
 * elements, little-endian. There is no header: the first row stands for all.
 */
enum VecsHeader {
  FVECS(ElementType.FLOAT32),
  BVECS(ElementType.UINT8);

  /** Beyond this the first four bytes are taken for something other than a dimension. */
  private static final int MOST_DIM = 1_000_000;

  private final ElementType element;

  VecsHeader(ElementType element) {
    this.element = element;
  }

  /** Reads it; see {@link PackedSource.Header}. */
  PackedLayout layout(FSDataInputStream in, String path, long length) throws IOException {
    int dim = Integer.reverseBytes(in.readInt());
    String format = SourceFormat.valueOf(name()).key();
    if (dim < 1 || dim > MOST_DIM) {
      throw new DataException(
          "File %s is not %s: it begins with dimension %d, which should be from 1 to %d. Give its format with --format."
              .formatted(path, format, dim, MOST_DIM));
    }
    long rowBytes = Integer.BYTES + (long) dim * element.bytes();
    if (length % rowBytes != 0) {
      throw new DataException(
          "File %s has %d bytes, which is not a whole number of %s rows of %d elements (%d bytes each): row %d is cut off at byte %d. Copy or write it again."
              .formatted(path, length, format, dim, rowBytes, length / rowBytes, length));
    }
    return new PackedLayout(path, length / rowBytes, dim, 0, element, false, false, true);
  }
}
