package io.geodesy.kernel;

import java.util.Arrays;

/**
 * Some rows of a matrix packed for {@link PanelKernel}, with their norms and row numbers. Memory is
 * allocated once and may be packed again for each block.
 */
public final class PanelBlock {
  private final PanelKernel kernel;
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
    this.kernel = kernel;
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
    kernel.pack(gathered, values, first * dim, dim);
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
