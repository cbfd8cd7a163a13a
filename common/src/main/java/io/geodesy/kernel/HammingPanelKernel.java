package io.geodesy.kernel;

import java.util.Arrays;

/**
 * {@link PanelKernel} whose values count the columns in which two rows differ; for machines or
 * processes without the vector module.
 *
 * <p>Numerics: counts are whole floats, exact up to {@code 2^24} columns; then {@code count +
 * (normA + normB)}, the norms being zero, or NaN for padding. Zero equals minus zero.
 */
final class HammingPanelKernel implements PanelKernel {
  private static final int WIDTH = ManhattanPanelKernel.WIDTH;

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
          out[to + c] += value == b[bFrom + c] ? 0f : 1f;
        }
      }
    }
    return ManhattanPanelKernel.finish(aNorms, aLimits, aRow, bNorms, bLimits, bRow, out, hits);
  }
}
