package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenvaluesTest {
  /** The path graph's Laplacian has eigenvalues 2 - 2 cos(pi j / n). */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 50})
  void findsTheSpectrumOfAPath(int n) {
    double[] laplacian = new double[n * n];
    for (int i = 0; i + 1 < n; i++) {
      laplacian[i * n + i] += 1;
      laplacian[(i + 1) * n + i + 1] += 1;
      laplacian[(i + 1) * n + i] = -1;
      laplacian[i * n + i + 1] = -1;
    }
    double[] values = DenseAlgebra.symmetricEigenvalues(laplacian, n);
    assertThat(values).hasSize(n);
    for (int j = 0; j < n; j++) {
      assertThat(values[n - 1 - j]).isCloseTo(2 - 2 * Math.cos(Math.PI * j / n), within(1e-12));
    }
  }
}
