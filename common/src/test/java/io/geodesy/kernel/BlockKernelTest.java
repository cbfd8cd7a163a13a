package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector implementation against the scalar one, bit by bit. */
class BlockKernelTest {
  private static final int ROWS = 37;

  private static double[] normals(int count, long seed) {
    return IntStream.range(0, count).mapToDouble(i -> SeededStream.normal(seed, i)).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12})
  void gramsHaveTheSameBits(int width) {
    double[] x = normals(ROWS * width, 1);
    double[] y = normals(ROWS * width, 2);
    double[] found = normals(width * width, 3);
    double[] expected = found.clone();
    Kernels.block().addGram(x, width - 4, y, 0, width, 3, ROWS, found, 0);
    Kernels.scalarBlock().addGram(x, width - 4, y, 0, width, 3, ROWS, expected, 0);
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12})
  void productsHaveTheSameBits(int width) {
    double[] x = normals(ROWS * width, 1);
    double[] c = normals(width * width, 2);
    double[] found = normals(ROWS * width, 3);
    double[] expected = found.clone();
    Kernels.block().addProduct(x, 0, c, width - 4, found, width - 4, width, ROWS);
    Kernels.scalarBlock().addProduct(x, 0, c, width - 4, expected, width - 4, width, ROWS);
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 12, 28})
  void wideOnesHaveTheSameBits(int width) {
    double[] x = normals(ROWS * width, 1);
    double[] y = normals(ROWS * width, 2);
    double[] found = normals(width * width, 3);
    double[] expected = found.clone();
    Kernels.block().addWideGram(x, width - 4, y, width - 8, width, 3, ROWS, found, 0);
    Kernels.scalarBlock().addWideGram(x, width - 4, y, width - 8, width, 3, ROWS, expected, 0);
    assertThat(found).isEqualTo(expected);

    double[] image = y.clone();
    Kernels.block().addWideProduct(x, 0, found, 0, image, width - 8, width, ROWS);
    Kernels.scalarBlock().addWideProduct(x, 0, found, 0, y, width - 8, width, ROWS);
    assertThat(image).isEqualTo(y);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 28})
  void sparseProductsHaveTheSameBits(int width) {
    int[] offsets = IntStream.rangeClosed(0, ROWS).map(i -> i * (i - 1) / 2).toArray();
    int[] columns = new int[offsets[ROWS]];
    float[] weights = new float[columns.length];
    for (int e = 0; e < columns.length; e++) {
      columns[e] = e * 11 % ROWS;
      weights[e] = (float) SeededStream.normal(4, e);
    }
    double[] x = normals(ROWS * width, 5);
    double[] found = new double[ROWS * width];
    double[] expected = new double[ROWS * width];
    Kernels.block().sparseProduct(offsets, columns, weights, x, found, width, 0, ROWS);
    Kernels.scalarBlock().sparseProduct(offsets, columns, weights, x, expected, width, 0, ROWS);
    assertThat(found).isEqualTo(expected);
  }
}
