package io.geodesy.kernel;

import java.util.Arrays;

/**
 * {@link PanelKernel} whose values are sums of absolute differences, {@code sum |a - b|}, where the
 * others' are squared Euclidean distances; for machines or processes without the vector module.
 *
 * <p>Numerics: one chain of additions over the columns in order, then {@code sum + (normA +
 * normB)}. Norms are zero for plain distances, negative for lower bounds, and NaN for padding.
 */
final class ManhattanPanelKernel implements PanelKernel {
  static final int WIDTH = 16;
  private static final int HALF = WIDTH / 2;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int tile(
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
      int bFrom = bAt + t * WIDTH;
      for (int r = 0; r < TILE_ROWS; r++) {
        float value = a[aAt + t * WIDTH + r];
        int to = r * WIDTH;
        for (int c = 0; c < WIDTH; c++) {
          out[to + c] += Math.abs(value - b[bFrom + c]);
        }
      }
    }
    return finish(aNorms, aLimits, aRow, bNorms, bLimits, bRow, out, hits);
  }

  /** Adds the norms to all sums of a tile and compares them with the limits. */
  static int finish(
      float[] aNorms,
      float[] aLimits,
      int aRow,
      float[] bNorms,
      float[] bLimits,
      int bRow,
      float[] out,
      int[] hits) {
    int any = 0;
    for (int half = 0; half < 2 * TILE_ROWS; half++) {
      int r = half / 2;
      float limit = aLimits[aRow + r];
      float norm = aNorms[aRow + r];
      int bits = 0;
      for (int c = 0; c < HALF; c++) {
        int column = half % 2 * HALF + c;
        float value = out[r * WIDTH + column] + (norm + bNorms[bRow + column]);
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
