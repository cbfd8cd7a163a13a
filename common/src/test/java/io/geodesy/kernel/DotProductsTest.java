package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotProductsTest {
  @ParameterizedTest
  @CsvSource({"1,1,1", "4,4,3", "7,9,5", "8,5,16", "3,12,0"})
  void givesEveryProductTheBitsOfItsChain(int rows, int columns, int dim) {
    double[] a = new double[(rows + 2) * dim];
    double[] b = new double[columns * dim];
    for (int i = 0; i < a.length; i++) {
      a[i] = SeededStream.normal(1, i);
    }
    for (int i = 0; i < b.length; i++) {
      b[i] = SeededStream.normal(2, i);
    }
    double[] out = new double[rows * columns];
    DotProducts.multiply(a, 2, rows, b, columns, dim, out);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        assertThat(out[i * columns + j])
            .isEqualTo(DotProducts.product(a, (i + 2) * dim, b, j * dim, dim));
      }
    }
  }
}
