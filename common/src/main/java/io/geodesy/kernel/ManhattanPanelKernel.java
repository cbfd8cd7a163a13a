package io.geodesy.kernel;

/**
 * {@link PanelKernel} whose values are sums of absolute differences, {@code sum |a - b|}, where the
 * others' are squared Euclidean distances; for machines or processes without the vector module.
 *
 * <p>Numerics: one chain of additions over the columns in order, then {@code sum + (normA +
 * normB)}. Norms are zero for plain distances, negative for lower bounds, and NaN for padding.
 */
final class ManhattanPanelKernel extends ScalarTileKernel {
  @Override
  void add(float value, float[] b, int bAt, float[] sums, int at) {
    for (int c = 0; c < WIDTH; c++) {
      sums[at + c] += Math.abs(value - b[bAt + c]);
    }
  }

  @Override
  float value(float sum, float norms) {
    return sum + norms;
  }
}
