package io.geodesy.kernel;

import java.util.Arrays;

/**
 * {@link PanelKernel} in plain Java, for machines or processes without the vector module; the bits
 * are those of the vector implementation.
 */
final class ScalarPanelKernel implements PanelKernel {
  private static final int WIDTH = 16;
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
          out[to + c] = Math.fma(value, b[bFrom + c], out[to + c]);
        }
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
        float squared = Math.fma(out[r * WIDTH + column], -2f, norm + bNorms[bRow + column]);
        out[r * WIDTH + column] = squared;
        bits |= squared <= limit ? 1 << c : 0;
        bits |= squared <= bLimits[bRow + column] ? 1 << (HIT_BITS + c) : 0;
      }
      if (bits != 0) {
        hits[half] = bits;
        any |= 1 << half;
      }
    }
    return any;
  }
}
