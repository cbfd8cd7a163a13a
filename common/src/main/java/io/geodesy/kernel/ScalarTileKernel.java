package io.geodesy.kernel;

import java.util.Arrays;

/**
 * What the {@link PanelKernel}s in plain Java share: the layout, and the comparison of a finished
 * tile with the limits.
 */
abstract class ScalarTileKernel implements PanelKernel {
  static final int WIDTH = 16;

  /** Columns that are transposed together. */
  private static final int COLUMNS = 8;

  private static final int HALF = WIDTH / 2;

  @Override
  public final String name() {
    return "scalar";
  }

  @Override
  public final int width() {
    return WIDTH;
  }

  @Override
  public final void pack(float[] rows, float[] panel, int at, int dim) {
    int whole = dim - dim % COLUMNS;
    for (int t = 0; t < whole; t += COLUMNS) {
      transpose(rows, dim, t, panel, at + t * WIDTH);
    }
    for (int t = whole; t < dim; t++) {
      for (int r = 0; r < WIDTH; r++) {
        panel[at + t * WIDTH + r] = rows[r * dim + t];
      }
    }
  }

  /**
   * Writes eight columns of a panel. All are read before one is written: for all the compiler knows
   * the arrays are one, and it would wait.
   */
  private static void transpose(float[] rows, int dim, int t, float[] panel, int start) {
    for (int r = 0; r < WIDTH; r++) {
      int from = r * dim + t;
      float c0 = rows[from];
      float c1 = rows[from + 1];
      float c2 = rows[from + 2];
      float c3 = rows[from + 3];
      float c4 = rows[from + 4];
      float c5 = rows[from + 5];
      float c6 = rows[from + 6];
      float c7 = rows[from + 7];
      int to = start + r;
      panel[to] = c0;
      panel[to + WIDTH] = c1;
      panel[to + 2 * WIDTH] = c2;
      panel[to + 3 * WIDTH] = c3;
      panel[to + 4 * WIDTH] = c4;
      panel[to + 5 * WIDTH] = c5;
      panel[to + 6 * WIDTH] = c6;
      panel[to + 7 * WIDTH] = c7;
    }
  }

  /**
   * Adds what a column contributes to a row of a tile.
   *
   * @param value of a's row
   * @param b panel
   * @param bAt where the column stands
   * @param sums of the tile
   * @param at where the row's sums stand
   */
  abstract void add(float value, float[] b, int bAt, float[] sums, int at);

  /** Returns the value of a pair from its sum over the columns and the sum of its norms. */
  abstract float value(float sum, float norms);

  @Override
  public final int tile(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int dim,
      float[] aNorms,
      float[] aLimits,
      int aRow,
      float[] bNorms,
      float[] bLimits,
      int bRow,
      float[] out,
      int[] hits) {
    Arrays.fill(out, 0, TILE_ROWS * WIDTH, 0f);
    for (int t = 0; t < dim; t++) {
      for (int r = 0; r < TILE_ROWS; r++) {
        add(a[aAt + t * WIDTH + r], b, bAt + t * WIDTH, out, r * WIDTH);
      }
    }
    int any = 0;
    for (int half = 0; half < 2 * TILE_ROWS; half++) {
      int r = half / 2;
      float limit = aLimits[aRow + r];
      float norm = aNorms[aRow + r];
      int bits = 0;
      for (int c = 0; c < HALF; c++) {
        int column = half % 2 * HALF + c;
        float value = value(out[r * WIDTH + column], norm + bNorms[bRow + column]);
        out[r * WIDTH + column] = value;
        bits |= value <= limit ? 1 << c : 0;
        bits |= value <= bLimits[bRow + column] ? 1 << (HIT_BITS + c) : 0;
      }
      if (bits != 0) {
        hits[half] = bits;
        any |= 1 << half;
      }
    }
    return any;
  }
}
