package io.geodesy.kernel;

import java.util.Arrays;

/**
 * Some rows of a matrix packed for {@link PanelKernel}, with their norms and row numbers. Memory is
 * allocated once and may be packed again for each block.
 */
public final class PanelBlock {
  /** Columns that are transposed together. */
  private static final int COLUMNS = 8;

  private final int dim;
  private final int width;
  private final float[] values;
  private final float[] norms;
  private final int[] rows;

  /** The rows of one panel, one after the other: whole rows come from memory twice as fast. */
  private final float[] gathered;

  private int count;

  /**
   * Allocates a block.
   *
   * @param kernel whose panels
   * @param capacity rows at most
   * @param dim columns
   */
  public PanelBlock(PanelKernel kernel, int capacity, int dim) {
    this.dim = dim;
    this.width = kernel.width();
    int padded = (capacity + width - 1) / width * width;
    this.values = new float[Math.multiplyExact(padded, dim)];
    this.norms = new float[padded];
    this.rows = new int[padded];
    this.gathered = new float[Math.multiplyExact(width, dim)];
  }

  /**
   * Packs chosen rows.
   *
   * @param matrix row-major
   * @param squaredNorms of all its rows
   * @param chosen row numbers
   * @param from first position in {@code chosen}
   * @param to end position, exclusive
   */
  public void pack(float[] matrix, float[] squaredNorms, int[] chosen, int from, int to) {
    count = to - from;
    System.arraycopy(chosen, from, rows, 0, count);
    packRows(matrix, squaredNorms);
  }

  /** As {@link #pack}, for the rows {@code from <= i < to}. */
  public void packRange(float[] matrix, float[] squaredNorms, int from, int to) {
    count = to - from;
    for (int i = 0; i < count; i++) {
      rows[i] = from + i;
    }
    packRows(matrix, squaredNorms);
  }

  private void packRows(float[] matrix, float[] squaredNorms) {
    int padded = panels() * width;
    for (int i = 0; i < count; i++) {
      norms[i] = squaredNorms[rows[i]];
    }
    Arrays.fill(norms, count, padded, Float.NaN);
    for (int first = 0; first < count; first += width) {
      packPanel(matrix, first);
    }
  }

  private void packPanel(float[] matrix, int first) {
    int filled = Math.min(width, count - first);
    for (int r = 0; r < filled; r++) {
      System.arraycopy(matrix, rows[first + r] * dim, gathered, r * dim, dim);
    }
    if (filled < width) {
      Arrays.fill(gathered, filled * dim, width * dim, 0f);
    }
    int whole = dim - dim % COLUMNS;
    int to = first * dim;
    for (int t = 0; t < whole; t += COLUMNS) {
      transpose(t, to + t * width);
    }
    for (int t = whole; t < dim; t++) {
      for (int r = 0; r < width; r++) {
        values[to + t * width + r] = gathered[r * dim + t];
      }
    }
  }

  /**
   * Writes eight columns of a panel. All are read before one is written: for all the compiler knows
   * the arrays are one, and it would wait.
   */
  private void transpose(int t, int start) {
    for (int r = 0; r < width; r++) {
      int from = r * dim + t;
      float c0 = gathered[from];
      float c1 = gathered[from + 1];
      float c2 = gathered[from + 2];
      float c3 = gathered[from + 3];
      float c4 = gathered[from + 4];
      float c5 = gathered[from + 5];
      float c6 = gathered[from + 6];
      float c7 = gathered[from + 7];
      int to = start + r;
      values[to] = c0;
      values[to + width] = c1;
      values[to + 2 * width] = c2;
      values[to + 3 * width] = c3;
      values[to + 4 * width] = c4;
      values[to + 5 * width] = c5;
      values[to + 6 * width] = c6;
      values[to + 7 * width] = c7;
    }
  }

  /** Returns the rows packed. */
  public int count() {
    return count;
  }

  /** Returns the panels they fill. */
  public int panels() {
    return (count + width - 1) / width;
  }

  /** Returns the row number of the i-th packed row. */
  public int row(int i) {
    return rows[i];
  }

  /** Returns where a panel starts in {@link #values}. */
  int panelAt(int panel) {
    return panel * width * dim;
  }

  float[] values() {
    return values;
  }

  float[] norms() {
    return norms;
  }

  int dim() {
    return dim;
  }
}
