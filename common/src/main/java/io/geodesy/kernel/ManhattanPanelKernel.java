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
  private static final int WIDTH = 16;

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
      float[] out) {
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
    return finish(aNorms, aLimits, aRow, bNorms, bLimits, bRow, WIDTH, out);
  }

  /** Adds the norms to all sums of a tile and compares them with the limits. */
  static int finish(
      float[] aNorms,
      float[] aLimits,
      int aRow,
      float[] bNorms,
      float[] bLimits,
      int bRow,
      int width,
      float[] out) {
    int hits = 0;
    for (int r = 0; r < TILE_ROWS; r++) {
      float limit = aLimits[aRow + r];
      float norm = aNorms[aRow + r];
      for (int c = 0; c < width; c++) {
        float value = out[r * width + c] + (norm + bNorms[bRow + c]);
        out[r * width + c] = value;
        if (value <= limit || value <= bLimits[bRow + c]) {
          hits |= 1 << (2 * r + 2 * c / width);
        }
      }
    }
    return hits;
  }
}
