package io.geodesy.graph;

import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * A symmetric sparse matrix with non-negative weights as compressed rows in the memory of one
 * process.
 *
 * <p>Invariants: columns ascend strictly within a row; an entry (i, j) stands beside its equal (j,
 * i); no stored weight is zero. Memory: 8 bytes an entry. Weights are float32, products float64:
 * every output row is one chain of fused multiply-adds in column order, so a product has the same
 * bits for any number of threads (class D0).
 */
public final class SparseRows {
  private static final int ROWS_PER_TASK = 512;

  private final int[] offsets;
  private final int[] columns;
  private final float[] weights;

  /**
   * A matrix from its arrays, which are kept, not copied.
   *
   * @param offsets {@code rows + 1}; row i is {@code [offsets[i], offsets[i+1])}
   * @param columns ascending within a row
   * @param weights one an entry
   */
  public SparseRows(int[] offsets, int[] columns, float[] weights) {
    this.offsets = offsets;
    this.columns = columns;
    this.weights = weights;
  }

  /**
   * Makes directed weights symmetric.
   *
   * @param listOffsets {@code rows + 1}: where the list of each row begins
   * @param neighbors distinct within a list, never the row itself
   * @param directed the weight of each listed neighbour, in [0, 1] for {@link
   *     Symmetrization#FUZZY_UNION}
   * @param rule for the two weights of a pair
   * @param smallest entries below this are dropped
   * @param diagonal the weight of every row with itself; none is stored where it is 0
   */
  public static SparseRows symmetrize(
      int[] listOffsets,
      int[] neighbors,
      double[] directed,
      Symmetrization rule,
      double smallest,
      double diagonal) {
    int n = listOffsets.length - 1;
    Directed forward = Directed.sorted(listOffsets, neighbors, directed);
    Directed backward = forward.transposed();
    int[] offsets = new int[n + 1];
    int bound = Math.toIntExact(2L * neighbors.length + (diagonal > 0 ? n : 0));
    int[] columns = new int[bound];
    float[] weights = new float[bound];
    int at = 0;
    for (int i = 0; i < n; i++) {
      boolean isDiagonalDue = diagonal > 0;
      int f = listOffsets[i];
      int b = backward.offsets[i];
      while (f < listOffsets[i + 1] || b < backward.offsets[i + 1]) {
        int there = f < listOffsets[i + 1] ? forward.columns[f] : Integer.MAX_VALUE;
        int back = b < backward.offsets[i + 1] ? backward.columns[b] : Integer.MAX_VALUE;
        int column = Math.min(there, back);
        double weight =
            rule.combine(
                column == there ? forward.weights[f++] : 0,
                column == back ? backward.weights[b++] : 0);
        if (isDiagonalDue && column > i) {
          columns[at] = i;
          weights[at++] = (float) diagonal;
          isDiagonalDue = false;
        }
        if (weight >= smallest && (float) weight > 0) {
          columns[at] = column;
          weights[at++] = (float) weight;
        }
      }
      if (isDiagonalDue) {
        columns[at] = i;
        weights[at++] = (float) diagonal;
      }
      offsets[i + 1] = at;
    }
    return new SparseRows(offsets, Arrays.copyOf(columns, at), Arrays.copyOf(weights, at));
  }

  /** Returns the number of rows, which is the number of columns. */
  public int rows() {
    return offsets.length - 1;
  }

  /** Returns the number of stored entries. */
  public int entries() {
    return offsets[rows()];
  }

  /** Returns the entries of the row that has most. */
  public int longestRow() {
    return longest(offsets);
  }

  static int longest(int[] offsets) {
    int most = 0;
    for (int i = 0; i + 1 < offsets.length; i++) {
      most = Math.max(most, offsets[i + 1] - offsets[i]);
    }
    return most;
  }

  /** Returns where a row begins in {@link #column} and {@link #weight}. */
  public int offset(int row) {
    return offsets[row];
  }

  /** Returns the column of an entry. */
  public int column(int entry) {
    return columns[entry];
  }

  /** Returns the weight of an entry. */
  public float weight(int entry) {
    return weights[entry];
  }

  /**
   * Returns the matrix among some of the rows, renumbered by their place in the list.
   *
   * @param kept distinct rows, in any order
   */
  public SparseRows restrictedTo(int[] kept) {
    if (isEveryRowInOrder(kept)) {
      return this;
    }
    int[] place = new int[rows()];
    Arrays.fill(place, -1);
    for (int i = 0; i < kept.length; i++) {
      place[kept[i]] = i;
    }
    int[] newOffsets = new int[kept.length + 1];
    for (int i = 0; i < kept.length; i++) {
      int length = 0;
      for (int e = offsets[kept[i]]; e < offsets[kept[i] + 1]; e++) {
        length += place[columns[e]] >= 0 ? 1 : 0;
      }
      newOffsets[i + 1] = newOffsets[i] + length;
    }
    int[] newColumns = new int[newOffsets[kept.length]];
    float[] newWeights = new float[newColumns.length];
    long[] row = new long[0];
    for (int i = 0; i < kept.length; i++) {
      int length = newOffsets[i + 1] - newOffsets[i];
      row = row.length < length ? new long[2 * length] : row;
      int at = 0;
      for (int e = offsets[kept[i]]; e < offsets[kept[i] + 1]; e++) {
        if (place[columns[e]] >= 0) {
          row[at++] = (long) place[columns[e]] << 32 | e;
        }
      }
      Arrays.sort(row, 0, length);
      for (int j = 0; j < length; j++) {
        newColumns[newOffsets[i] + j] = (int) (row[j] >>> 32);
        newWeights[newOffsets[i] + j] = weights[(int) row[j]];
      }
    }
    return new SparseRows(newOffsets, newColumns, newWeights);
  }

  private boolean isEveryRowInOrder(int[] kept) {
    int at = 0;
    while (at < kept.length && kept[at] == at) {
      at++;
    }
    return at == rows();
  }

  /** Returns the row sums of {@code diag(scale) K diag(scale)}. */
  public double[] scaledRowSums(double[] scale, Workers workers) {
    double[] sums = new double[rows()];
    multiply(scale, sums, 1, workers);
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= scale[i];
    }
    return sums;
  }

  /**
   * Computes {@code y = K x} for a block of vectors.
   *
   * @param x {@code rows x width} row-major
   * @param y {@code rows x width} row-major, overwritten
   * @param width vectors in the block
   * @param workers share the rows
   */
  public void multiply(double[] x, double[] y, int width, Workers workers) {
    workers.forRanges(
        rows(),
        ROWS_PER_TASK,
        (worker, from, to) -> multiply(offsets, columns, weights, x, y, width, from, to));
  }

  /** Computes some rows of {@code y = K x} of compressed rows. */
  static void multiply(
      int[] offsets,
      int[] columns,
      float[] weights,
      double[] x,
      double[] y,
      int width,
      int from,
      int to) {
    if (width == 1) {
      multiplyOne(offsets, columns, weights, x, y, from, to);
    } else if (width % 4 == 0) {
      Kernels.block().sparseProduct(offsets, columns, weights, x, y, width, from, to);
    } else {
      multiplyAny(offsets, columns, weights, x, y, width, from, to);
    }
  }

  private static void multiplyOne(
      int[] offsets, int[] columns, float[] weights, double[] x, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      double sum = 0;
      for (int e = offsets[i]; e < offsets[i + 1]; e++) {
        sum = Math.fma(weights[e], x[columns[e]], sum);
      }
      y[i] = sum;
    }
  }

  private static void multiplyAny(
      int[] offsets,
      int[] columns,
      float[] weights,
      double[] x,
      double[] y,
      int width,
      int from,
      int to) {
    Arrays.fill(y, from * width, to * width, 0);
    for (int i = from; i < to; i++) {
      for (int e = offsets[i]; e < offsets[i + 1]; e++) {
        double w = weights[e];
        int source = columns[e] * width;
        int target = i * width;
        for (int c = 0; c < width; c++) {
          y[target + c] = Math.fma(w, x[source + c], y[target + c]);
        }
      }
    }
  }

  /** Directed weights with columns ascending within a row. */
  private record Directed(int[] offsets, int[] columns, double[] weights) {
    static Directed sorted(int[] offsets, int[] neighbors, double[] weights) {
      int n = offsets.length - 1;
      int[] columns = new int[neighbors.length];
      double[] ordered = new double[neighbors.length];
      long[] row = new long[0];
      for (int i = 0; i < n; i++) {
        int length = offsets[i + 1] - offsets[i];
        row = row.length < length ? new long[2 * length] : row;
        for (int j = 0; j < length; j++) {
          row[j] = (long) neighbors[offsets[i] + j] << 32 | j;
        }
        Arrays.sort(row, 0, length);
        for (int j = 0; j < length; j++) {
          columns[offsets[i] + j] = (int) (row[j] >>> 32);
          ordered[offsets[i] + j] = weights[offsets[i] + (int) row[j]];
        }
      }
      return new Directed(offsets, columns, ordered);
    }

    Directed transposed() {
      int n = offsets.length - 1;
      int[] starts = new int[n + 1];
      for (int column : columns) {
        starts[column + 1]++;
      }
      for (int i = 0; i < n; i++) {
        starts[i + 1] += starts[i];
      }
      int[] next = Arrays.copyOf(starts, n);
      int[] rows = new int[columns.length];
      double[] values = new double[columns.length];
      for (int i = 0; i < n; i++) {
        for (int e = offsets[i]; e < offsets[i + 1]; e++) {
          int to = next[columns[e]]++;
          rows[to] = i;
          values[to] = weights[e];
        }
      }
      return new Directed(starts, rows, values);
    }
  }
}
