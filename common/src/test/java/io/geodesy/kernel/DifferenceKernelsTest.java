package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceKernelsTest {
  private static final int ROWS = 37;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 17, 64, 100, 784})
  void sumsAbsoluteDifferencesInOrder(int dim) {
    float[] matrix = PanelKernelTest.normals(ROWS * dim, dim);
    float[] norms = PanelKernelTest.norms(matrix, dim);
    float[] expected = new float[ROWS * ROWS];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < ROWS; j++) {
        float sum = 0;
        for (int t = 0; t < dim; t++) {
          sum += Math.abs(matrix[i * dim + t] - matrix[j * dim + t]);
        }
        expected[i * ROWS + j] = sum + (norms[i] + norms[j]);
      }
    }
    assertThat(PanelKernelTest.all(Kernels.manhattanPanel(), matrix, norms, dim))
        .isEqualTo(expected);
    assertThat(PanelKernelTest.all(new ManhattanPanelKernel(), matrix, norms, dim))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 17, 64, 100, 784})
  void countsDifferingColumns(int dim) {
    float[] matrix = bytes(dim);
    float[] norms = new float[ROWS];
    float[] expected = new float[ROWS * ROWS];
    for (int p = 0; p < expected.length; p++) {
      int x = p / ROWS * dim;
      int y = p % ROWS * dim;
      expected[p] =
          (float) IntStream.range(0, dim).filter(t -> matrix[x + t] != matrix[y + t]).count();
    }
    assertThat(PanelKernelTest.all(Kernels.hammingPanel(), matrix, norms, dim)).isEqualTo(expected);
    assertThat(PanelKernelTest.all(new HammingPanelKernel(), matrix, norms, dim))
        .isEqualTo(expected);
  }

  @Test
  void countsMinusZeroAsZero() {
    float[] matrix = {0f, 1f, -0f, 1f, 2f, 1f};
    assertThat(hamming(matrix)).containsExactly(0f, 0f, 1f, 0f, 0f, 1f, 1f, 1f, 0f);
    assertThat(Distances.hamming(matrix, 0, matrix, 2, 2)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7, 100})
  void agreesWithPlainSumsOfPairs(int dim) {
    float[] x = PanelKernelTest.normals(dim, 1);
    float[] y = PanelKernelTest.normals(dim, 2);
    double product = 0;
    double sum = 0;
    for (int t = 0; t < dim; t++) {
      product += (double) x[t] * y[t];
      sum += Math.abs((double) x[t] - y[t]);
    }
    // Sums of 100 terms near 1 in double, in another order.
    assertThat(Math.abs(Distances.product(x, 0, y, 0, dim) - product)).isLessThan(1e-13);
    assertThat(Math.abs(Distances.manhattan(x, 0, y, 0, dim) - sum)).isLessThan(1e-13);
  }

  /** Few values, so that many columns agree. */
  private static float[] bytes(int dim) {
    float[] values = new float[ROWS * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = 85f * (float) Math.floor(4 * SeededStream.uniform(dim, i));
    }
    return values;
  }

  /** All pairs of three rows of two columns. */
  private static float[] hamming(float[] matrix) {
    PanelKernel kernel = Kernels.hammingPanel();
    PanelBlock block = new PanelBlock(kernel, 3, 2);
    block.packRange(matrix, new float[3], 0, 3);
    float[] tile = new float[PanelKernel.TILE_ROWS * kernel.width()];
    float[] limits = new float[kernel.width()];
    kernel.tile(
        block.values(),
        0,
        block.values(),
        0,
        2,
        block.norms(),
        limits,
        0,
        block.norms(),
        limits,
        0,
        tile,
        new int[8]);
    float[] found = new float[9];
    for (int p = 0; p < 9; p++) {
      found[p] = tile[p / 3 * kernel.width() + p % 3];
    }
    return found;
  }
}
