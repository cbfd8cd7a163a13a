package io.geodesy.spectral;

import io.geodesy.kernel.Kernels;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scala.Tuple2;

/**
 * A range of rows of a diffusion operator as one executor holds it, and what it exchanges with the
 * other ranges in a product.
 *
 * <p>Invariants: columns are local, {@code 0 .. rows-1} its own rows and then the ghosts, rows of
 * other blocks ascending, so that those of one block stand together; what is sent to a block are
 * its ghosts of this one in the same order. Memory: 8 bytes an entry, 4 a ghost and 4 a row sent,
 * 24 a row. A message is one byte array: the sender's index as an int, then {@code rows sent x
 * width} big-endian float32. A hub row is not split: its entries are as many as the rows it is
 * joined with.
 */
final class RowBlock implements Serializable {
  private static final long serialVersionUID = 1;

  private final int index;
  private final int first;
  private final int rows;
  private final int[] offsets;
  private final int[] columns;
  private final float[] weights;
  private final int[] ghosts;

  /** Where the ghosts of every block begin; {@code blocks + 1}. */
  private final int[] ghostStarts;

  /** Own rows that every block needs. */
  private final int[][] sent;

  private final double[] scale;
  private final double[] shift;
  private final long[] keys;

  private RowBlock(
      DiffusionOperator operator,
      int[] bounds,
      int index,
      int[] ghosts,
      int[][] sent,
      long[] keys) {
    this.index = index;
    this.first = bounds[index];
    this.rows = bounds[index + 1] - first;
    this.ghosts = ghosts;
    this.sent = sent;
    this.keys = Arrays.copyOfRange(keys, first, first + rows);
    this.ghostStarts = new int[bounds.length];
    for (int b = 0; b < bounds.length; b++) {
      int at = Arrays.binarySearch(ghosts, bounds[b]);
      ghostStarts[b] = at < 0 ? -at - 1 : at;
    }
    int begin = operator.kernel().offset(first);
    int end = operator.kernel().offset(first + rows);
    this.offsets = new int[rows + 1];
    this.columns = new int[end - begin];
    this.weights = new float[end - begin];
    this.scale = new double[rows];
    this.shift = new double[rows];
    for (int i = 0; i < rows; i++) {
      offsets[i + 1] = operator.kernel().offset(first + i + 1) - begin;
      scale[i] = operator.scale(first + i);
      shift[i] = operator.shift(first + i);
    }
    for (int e = begin; e < end; e++) {
      int column = operator.kernel().column(e);
      columns[e - begin] =
          isOwn(column) ? column - first : rows + Arrays.binarySearch(ghosts, column);
      weights[e - begin] = operator.kernel().weight(e);
    }
  }

  private static int[] bounds(int rows, int count) {
    int[] bounds = new int[count + 1];
    for (int b = 0; b <= count; b++) {
      bounds[b] = (int) ((long) rows * b / count);
    }
    return bounds;
  }

  /** Returns the ghosts of all ranges that {@link #cut} would make. */
  static long ghostRows(DiffusionOperator operator, int count) {
    int[] bounds = bounds(operator.rows(), count);
    long total = 0;
    for (int b = 0; b < count; b++) {
      total += ghosts(operator, bounds[b], bounds[b + 1]).length;
    }
    return total;
  }

  /**
   * Cuts an operator into ranges of about equal numbers of rows.
   *
   * @param operator whose neighbouring rows are near each other in the graph
   * @param count of blocks, at most the number of rows
   * @param keys a well-mixed key a row
   */
  static List<RowBlock> cut(DiffusionOperator operator, int count, long[] keys) {
    int[] bounds = bounds(operator.rows(), count);
    int[][] ghosts = new int[count][];
    int[][][] sent = new int[count][count][];
    for (int b = 0; b < count; b++) {
      ghosts[b] = ghosts(operator, bounds[b], bounds[b + 1]);
      for (int source = 0; source < count; source++) {
        int low = bounds[source];
        int high = bounds[source + 1];
        sent[source][b] =
            Arrays.stream(ghosts[b]).filter(g -> g >= low && g < high).map(g -> g - low).toArray();
      }
    }
    List<RowBlock> blocks = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      blocks.add(new RowBlock(operator, bounds, b, ghosts[b], sent[b], keys));
    }
    return blocks;
  }

  private static int[] ghosts(DiffusionOperator operator, int from, int to) {
    int begin = operator.kernel().offset(from);
    int end = operator.kernel().offset(to);
    int[] found = new int[end - begin];
    int count = 0;
    for (int e = begin; e < end; e++) {
      int column = operator.kernel().column(e);
      if (column < from || column >= to) {
        found[count++] = column;
      }
    }
    return Arrays.stream(found, 0, count).sorted().distinct().toArray();
  }

  private boolean isOwn(int row) {
    return row >= first && row < first + rows;
  }

  int index() {
    return index;
  }

  int first() {
    return first;
  }

  int rows() {
    return rows;
  }

  int ghostCount() {
    return ghosts.length;
  }

  long key(int row) {
    return keys[row];
  }

  /** Returns the messages of a product, by the block they go to. */
  List<Tuple2<Integer, byte[]>> messages(double[] x, int width) {
    List<Tuple2<Integer, byte[]>> messages = new ArrayList<>();
    for (int target = 0; target < sent.length; target++) {
      if (sent[target].length == 0) {
        continue;
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(Integer.BYTES + Float.BYTES * sent[target].length * width);
      bytes.putInt(index);
      for (int row : sent[target]) {
        for (int c = 0; c < width; c++) {
          bytes.putFloat((float) (scale[row] * x[row * width + c]));
        }
      }
      messages.add(new Tuple2<>(target, bytes.array()));
    }
    return messages;
  }

  /** Returns the block's own rows, scaled, with room for the ghosts behind them. */
  double[] extended(double[] x, int width) {
    double[] extended = new double[(rows + ghosts.length) * width];
    for (int i = 0; i < rows; i++) {
      for (int at = i * width; at < (i + 1) * width; at++) {
        extended[at] = scale[i] * x[at];
      }
    }
    return extended;
  }

  /** Puts the rows of a message where they belong. */
  void receive(byte[] message, double[] extended, int width) {
    ByteBuffer bytes = ByteBuffer.wrap(message);
    int source = bytes.getInt();
    int to = (rows + ghostStarts[source + 1]) * width;
    for (int at = (rows + ghostStarts[source]) * width; at < to; at++) {
      extended[at] = bytes.getFloat();
    }
  }

  /** Returns own rows and ghosts of a scaled block that has all rows of the operator. */
  double[] gather(double[] scaled, int width) {
    double[] extended = new double[(rows + ghosts.length) * width];
    System.arraycopy(scaled, first * width, extended, 0, rows * width);
    for (int g = 0; g < ghosts.length; g++) {
      System.arraycopy(scaled, ghosts[g] * width, extended, (rows + g) * width, width);
    }
    return extended;
  }

  /** Returns the block's rows of {@code s .* K extended}. */
  double[] product(double[] extended, int width) {
    double[] y = new double[rows * width];
    Kernels.block().sparseProduct(offsets, columns, weights, extended, y, width, 0, rows);
    for (int i = 0; i < rows; i++) {
      for (int at = i * width; at < (i + 1) * width; at++) {
        y[at] *= scale[i];
      }
    }
    return y;
  }

  /** Adds {@code shift .* x} in place. */
  void addShifted(double[] x, double[] y, int width) {
    for (int i = 0; i < rows; i++) {
      for (int at = i * width; at < (i + 1) * width; at++) {
        y[at] = Math.fma(shift[i], x[at], y[at]);
      }
    }
  }
}
