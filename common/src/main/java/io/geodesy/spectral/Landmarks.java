package io.geodesy.spectral;

import io.geodesy.graph.SparseBlock;
import io.geodesy.kernel.SeededStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Landmarks among the rows of a block, and the aggregates that its rows form around them: the rows
 * of a coarse operator.
 *
 * <p>A row is a landmark by a hash of its key, so that landmarks lie as densely as rows. Every row
 * belongs to the landmark that it reaches by the fewest links inside the block, and to the first of
 * these. Rows that reach none are one more aggregate. On an aggregate the stationary vector,
 * divided by its length there, is one column of the prolongation: columns are orthonormal and the
 * stationary vector is among their combinations.
 *
 * <p>Time: one pass over the entries. Memory: 20 bytes a row, 4 of which stay. Determinism class
 * D0.
 *
 * <p>Vanek, Mandel, Brezina, Algebraic multigrid by smoothed aggregation, Computing 56 (1996); de
 * Silva and Tenenbaum, Sparse multidimensional scaling using landmark points (2004). Differs from
 * the papers: aggregates are as large as the share of landmarks makes them, and not smoothed, since
 * a filter follows.
 *
 * @param aggregates of the own rows
 * @param lengths one an aggregate: that of the stationary vector on its rows
 */
@SuppressWarnings("ArrayRecordComponent")
record Landmarks(int[] aggregates, double[] lengths) implements Serializable {
  /**
   * Landmarks of all blocks, about. So a coarse operator takes at most 24 bytes times the square of
   * this, and its solution a second. More gain little: on 336 000 rows of a grid twice as many save
   * no product.
   */
  static final int MOST = 1 << 12;

  /**
   * Rows a landmark, where that is not too many. On 70 000 images, 17 pairs to 1e-4 by filters of
   * degree 15, a random start takes 72 products of the block, one of 256 or 64 rows a landmark 47
   * and 49, of 16 or 8 rows 33.
   */
  static final int ROWS = 16;

  private static final long SEED = 0x1A2D;

  /** Returns the share of the rows that are landmarks, given how many there are in all blocks. */
  static double share(int rows) {
    return Math.min(1.0 / ROWS, (double) MOST / rows);
  }

  /**
   * Chooses landmarks, at least one in a block that has rows.
   *
   * @param share of the rows, about
   */
  static Landmarks of(RowBlock block, double share) {
    int[] aggregates = new int[block.rows()];
    int[] queue = new int[block.rows()];
    int count = choose(block.keys(), share, aggregates, queue);
    count = spread(block.matrix(), count, aggregates, queue);
    double[] lengths = new double[count];
    for (int i = 0; i < aggregates.length; i++) {
      lengths[aggregates[i]] += block.stationary()[i] * block.stationary()[i];
    }
    Arrays.setAll(lengths, a -> Math.sqrt(lengths[a]));
    return new Landmarks(aggregates, lengths);
  }

  /** Numbers landmarks and puts them first in the queue; rows that are none get -1. */
  private static int choose(long[] keys, double share, int[] aggregates, int[] queue) {
    Arrays.fill(aggregates, -1);
    int count = 0;
    int least = 0;
    double leastDraw = 1;
    for (int i = 0; i < keys.length; i++) {
      double draw = SeededStream.uniform(SeededStream.hash(SEED, keys[i]), 0);
      if (draw < share) {
        aggregates[i] = count;
        queue[count++] = i;
      }
      if (draw < leastDraw) {
        least = i;
        leastDraw = draw;
      }
    }
    if (count == 0 && keys.length > 0) {
      aggregates[least] = 0;
      queue[count++] = least;
    }
    return count;
  }

  /** Gives rows to landmarks, breadth first, and returns how many aggregates there are. */
  private static int spread(SparseBlock matrix, int count, int[] aggregates, int[] queue) {
    int[] rows = new int[matrix.vertices().length];
    Arrays.fill(rows, -1);
    int[] own = matrix.halo().own();
    for (int i = 0; i < own.length; i++) {
      rows[own[i]] = i;
    }
    // The queue is in the order of landmarks at every distance, so that ties go to the first.
    int reached = count;
    for (int at = 0; at < reached; at++) {
      int from = queue[at];
      for (int e = matrix.offsets()[from]; e < matrix.offsets()[from + 1]; e++) {
        int to = rows[matrix.columns()[e]];
        if (to >= 0 && aggregates[to] < 0) {
          aggregates[to] = aggregates[from];
          queue[reached++] = to;
        }
      }
    }
    if (reached == aggregates.length) {
      return count;
    }
    for (int i = 0; i < aggregates.length; i++) {
      aggregates[i] = aggregates[i] < 0 ? count : aggregates[i];
    }
    return count + 1;
  }

  /** Returns the number of aggregates. */
  int count() {
    return lengths.length;
  }

  /** Returns the entry of a row in the only column of the prolongation where it has one. */
  double prolongation(RowBlock block, int row) {
    double length = lengths[aggregates[row]];
    return length > 0 ? block.stationary()[row] / length : 0;
  }
}
