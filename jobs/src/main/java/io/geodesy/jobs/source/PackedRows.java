package io.geodesy.jobs.source;

import io.geodesy.error.DataException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import scala.Tuple2;

/**
 * A range of rows of a binary file, read a block at a time.
 *
 * @param layout of the file
 * @param from first row
 * @param to the row after the last
 * @param firstId id of row 0 of the file
 */
record PackedRows(PackedLayout layout, long from, long to, long firstId) implements Serializable {
  private static final long BLOCK_BYTES = 4 << 20;

  /** Columns are far apart in a column-major file: larger blocks need fewer reads. */
  private static final long COLUMN_MAJOR_BLOCK_BYTES = 32 << 20;

  /** Returns the rows as float32. */
  Iterator<Tuple2<Long, float[]>> floats(Configuration configuration, Consumer<Runnable> atEnd) {
    return new Rows<>(configuration, atEnd) {
      @Override
      float[] vector(ByteBuffer block, int count, int row) {
        float[] vector = new float[layout.dim()];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = (float) layout.get(block, count, row, j);
        }
        return vector;
      }
    };
  }

  /** Returns the rows as float64. */
  Iterator<Tuple2<Long, double[]>> doubles(Configuration configuration, Consumer<Runnable> atEnd) {
    return new Rows<>(configuration, atEnd) {
      @Override
      double[] vector(ByteBuffer block, int count, int row) {
        double[] vector = new double[layout.dim()];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = layout.get(block, count, row, j);
        }
        return vector;
      }
    };
  }

  /** The loop over blocks. */
  private abstract class Rows<V> implements Iterator<Tuple2<Long, V>> {
    private final FSDataInputStream in;
    private ByteBuffer block;
    private long blockFrom = from;
    private int blockRows;
    private int next;

    Rows(Configuration configuration, Consumer<Runnable> atEnd) {
      try {
        Path path = new Path(layout.path());
        in = path.getFileSystem(configuration).open(path);
      } catch (IOException e) {
        throw unreadable(e);
      }
      atEnd.accept(this::close);
    }

    abstract V vector(ByteBuffer block, int count, int row);

    @Override
    public boolean hasNext() {
      return blockFrom + next < to;
    }

    @Override
    public Tuple2<Long, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (next == blockRows) {
        readBlock();
      }
      layout.checkDimension(block, next, blockFrom);
      long id = firstId + blockFrom + next;
      return new Tuple2<>(id, vector(block, blockRows, next++));
    }

    private void readBlock() {
      blockFrom += blockRows;
      long bytes = layout.isColumnMajor() ? COLUMN_MAJOR_BLOCK_BYTES : BLOCK_BYTES;
      blockRows =
          (int) Math.min(to - blockFrom, Math.max(1, bytes / Math.max(1, layout.rowBytes())));
      next = 0;
      try {
        block = layout.read(in, blockFrom, blockRows);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private DataException unreadable(IOException e) {
      return new DataException(
          "File %s cannot be read at row %d: %s.".formatted(layout.path(), blockFrom, e), e);
    }
  }
}
