package io.geodesy.kernel;

import java.util.Arrays;

/**
 * Some rows of a matrix packed for {@link PanelKernel}, with their norms and row numbers. Memory is
 * allocated once and may be packed again for each block.
 */
public final class PanelBlock {
  /** Columns that are transposed together: a panel's cache lines stay in the first level. */
  private static final int COLUMNS = 16;

  private final int dim;
  private final int width;
  private final float[] values;
  private final float[] norms;
  private final int[] rows;
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
    int start = first * dim;
    for (int t0 = 0; t0 < dim; t0 += COLUMNS) {
      int columns = Math.min(COLUMNS, dim - t0);
      int to = start + t0 * width;
      for (int r = 0; r < filled; r++) {
        int from = rows[first + r] * dim + t0;
        for (int t = 0; t < columns; t++) {
          values[to + t * width + r] = matrix[from + t];
        }
      }
      if (filled < width) {
        for (int t = 0; t < columns; t++) {
          Arrays.fill(values, to + t * width + filled, to + (t + 1) * width, 0f);
        }
      }
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
