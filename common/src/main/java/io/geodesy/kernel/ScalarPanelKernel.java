package io.geodesy.kernel;

/**
 * {@link PanelKernel} in plain Java, for machines or processes without the vector module; the bits
 * are those of the vector implementation.
 */
final class ScalarPanelKernel extends ScalarTileKernel {
  @Override
  void add(float value, float[] b, int bAt, float[] sums, int at) {
    for (int c = 0; c < WIDTH; c++) {
      sums[at + c] = Math.fma(value, b[bAt + c], sums[at + c]);
    }
  }

  @Override
  float value(float sum, float norms) {
    return Math.fma(sum, -2f, norms);
  }
}
