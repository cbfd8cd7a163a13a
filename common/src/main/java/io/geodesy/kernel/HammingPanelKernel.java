package io.geodesy.kernel;

/**
 * {@link PanelKernel} whose values count the columns in which two rows differ; for machines or
 * processes without the vector module.
 *
 * <p>Numerics: counts are whole floats, exact up to {@code 2^24} columns; then {@code count +
 * (normA + normB)}, the norms being zero, or NaN for padding. Zero equals minus zero.
 */
final class HammingPanelKernel extends ScalarTileKernel {
  @Override
  void add(float value, float[] b, int bAt, float[] sums, int at) {
    for (int c = 0; c < WIDTH; c++) {
      sums[at + c] += value == b[bAt + c] ? 0f : 1f;
    }
  }

  @Override
  float value(float sum, float norms) {
    return sum + norms;
  }
}
