package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LeadingEigenTest {
  private static double[] symmetric(int n) {
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i * n + j] = SeededStream.normal(8, (long) i * n + j);
        matrix[j * n + i] = matrix[i * n + j];
      }
    }
    return matrix;
  }

  @Test
  void agreesWithAllPairs() {
    SymmetricEigen all = DenseAlgebra.symmetricEigen(symmetric(60), 60);
    SymmetricEigen some = DenseAlgebra.leadingEigen(symmetric(60), 60, 7);
    assertThat(some.values()).containsExactly(Arrays.copyOf(all.values(), 7), within(1e-12));
    for (int j = 0; j < 7; j++) {
      double inner = 0;
      for (int i = 0; i < 60; i++) {
        inner += all.vectors()[j * 60 + i] * some.vectors()[j * 60 + i];
      }
      assertThat(Math.abs(inner)).isEqualTo(1, within(1e-10));
    }
  }

  @Test
  void vectorsOfARepeatedValueAreOrthonormal() {
    // A block diagonal of five equal 2 x 2 blocks: 3 five times, then 1.
    double[] matrix = new double[100];
    for (int i = 0; i < 10; i++) {
      matrix[i * 10 + i] = 2;
      matrix[i * 10 + (i ^ 1)] = 1;
    }
    SymmetricEigen found = DenseAlgebra.leadingEigen(matrix, 10, 6);
    assertThat(found.values()).containsExactly(new double[] {3, 3, 3, 3, 3, 1}, within(1e-12));
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b <= a; b++) {
        double inner = 0;
        for (int i = 0; i < 10; i++) {
          inner += found.vectors()[a * 10 + i] * found.vectors()[b * 10 + i];
        }
        assertThat(inner).isEqualTo(a == b ? 1 : 0, within(1e-10));
      }
    }
  }
}
