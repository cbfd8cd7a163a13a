package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelProductTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "5, 3, 2", "300, 70, 17", "129, 200, 100"})
  void equalsTheChainsOfAllPairs(int m, int n, int dim) {
    float[] a = PanelKernelTest.normals(m * dim, 1);
    float[] b = PanelKernelTest.normals(n * dim, 2);
    float[] expected = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int t = 0; t < dim; t++) {
          expected[i * n + j] = Math.fma(a[i * dim + t], b[j * dim + t], expected[i * n + j]);
        }
      }
    }
    float[] out = new float[m * n];
    try (Workers workers = new Workers(2)) {
      PanelProduct.multiply(a, b, dim, out, workers);
    }
    assertThat(out).isEqualTo(expected);
  }
}
