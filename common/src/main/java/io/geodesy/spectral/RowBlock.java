package io.geodesy.spectral;

import io.geodesy.graph.SparseBlock;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import scala.Tuple2;

/**
 * Some rows of a diffusion operator as one executor holds them, and what it exchanges with the
 * other blocks in a product.
 *
 * <p>Memory: that of the matrix, and 32 bytes a row. A message is one byte array: the sender's
 * index as an int, then {@code rows sent x width} little-endian {@link GhostValues}.
 *
 * @param matrix rows of K
 * @param scale one an own row, on both sides of K
 * @param shift one an own row, added on the diagonal
 * @param stationary one an own row: the eigenvector of the eigenvalue 1, of any length
 * @param keys well-mixed, one an own row
 */
@SuppressWarnings("ArrayRecordComponent")
record RowBlock(
    SparseBlock matrix, double[] scale, double[] shift, double[] stationary, long[] keys)
    implements Serializable {

  int index() {
    return matrix.index();
  }

  int rows() {
    return matrix.rows();
  }

  /** Returns the messages of a product, by the block they go to. */
  List<Tuple2<Integer, byte[]>> messages(double[] x, int width, GhostValues as) {
    List<Tuple2<Integer, byte[]>> messages = new ArrayList<>();
    int[][] sent = matrix.halo().sent();
    for (int target = 0; target < sent.length; target++) {
      if (sent[target].length > 0) {
        double[] values = new double[sent[target].length * width];
        for (int s = 0; s < sent[target].length; s++) {
          int row = sent[target][s];
          double factor = scale[row];
          for (int c = 0; c < width; c++) {
            values[s * width + c] = factor * x[row * width + c];
          }
        }
        ByteBuffer bytes =
            ByteBuffer.allocate(Integer.BYTES + as.bytes() * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        as.put(values, bytes.putInt(index()));
        messages.add(new Tuple2<>(target, bytes.array()));
      }
    }
    return messages;
  }

  /** Returns the block's own rows, scaled, at their vertices, with room for the ghosts. */
  double[] extended(double[] x, int width) {
    int[] own = matrix.halo().own();
    double[] extended = new double[matrix.vertices().length * width];
    for (int i = 0; i < own.length; i++) {
      for (int c = 0; c < width; c++) {
        extended[own[i] * width + c] = scale[i] * x[i * width + c];
      }
    }
    return extended;
  }

  /** Puts the rows of a message where they belong. */
  void receive(byte[] message, double[] extended, int width, GhostValues as) {
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    int[] ghosts = matrix.halo().ghosts()[bytes.getInt()];
    double[] values = new double[ghosts.length * width];
    as.get(bytes, values);
    for (int g = 0; g < ghosts.length; g++) {
      for (int c = 0; c < width; c++) {
        extended[ghosts[g] * width + c] = values[g * width + c];
      }
    }
  }

  /** Returns own rows and ghosts of a scaled block that has all rows by their numbers. */
  double[] gather(double[] scaled, int width) {
    int[] vertices = matrix.vertices();
    double[] extended = new double[vertices.length * width];
    for (int v = 0; v < vertices.length; v++) {
      System.arraycopy(scaled, vertices[v] * width, extended, v * width, width);
    }
    return extended;
  }

  /** Returns the block's rows of {@code s .* K extended}. */
  double[] product(double[] extended, int width) {
    double[] y = new double[rows() * width];
    matrix.multiply(extended, y, width);
    for (int i = 0; i < rows(); i++) {
      for (int at = i * width; at < (i + 1) * width; at++) {
        y[at] *= scale[i];
      }
    }
    return y;
  }

  /** Adds {@code shift .* x} in place. */
  void addShifted(double[] x, double[] y, int width) {
    for (int i = 0; i < rows(); i++) {
      for (int at = i * width; at < (i + 1) * width; at++) {
        y[at] = Math.fma(shift[i], x[at], y[at]);
      }
    }
  }
}
