package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairKernelTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 15, 16, 17, 64, 100, 784})
  void hasTheSameBitsWithAndWithoutVectors(int dim) {
    float[] values = PanelKernelTest.normals(2 * dim + 3, dim);
    double vector = Kernels.pair().squared(values, 3, values, 3 + dim, dim);
    assertThat(vector).isEqualTo(Kernels.pair().squared(values, 3 + dim, values, 3, dim));
    for (PairKernel kernel : List.of(Kernels.scalarPair(), shortVectors())) {
      assertThat(vector).isEqualTo(kernel.squared(values, 3, values, 3 + dim, dim));
      assertThat(Kernels.pair().squaredScaled(values, 3, 0.7, values, 3 + dim, 1.3, dim))
          .isEqualTo(kernel.squaredScaled(values, 3, 0.7, values, 3 + dim, 1.3, dim));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 100, 784})
  void givesFourAtOnceTheBitsOfOneByOne(int dim) {
    float[] values = PanelKernelTest.normals(5 * dim + 3, dim);
    int[] others = {3 + dim, 3 + 4 * dim, 3, 3 + 2 * dim};
    for (PairKernel kernel : List.of(Kernels.pair(), Kernels.scalarPair(), shortVectors())) {
      double[] squared = new double[PairKernel.FOUR];
      kernel.squaredOfFour(values, 3, others, dim, squared);
      for (int r = 0; r < PairKernel.FOUR; r++) {
        assertThat(squared[r]).isEqualTo(kernel.squared(values, 3, values, others[r], dim));
      }
      assertThat(squared[2]).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 17, 100, 784})
  void agreesWithTheSumInOrder(int dim) {
    float[] x = PanelKernelTest.normals(dim, 1);
    float[] y = PanelKernelTest.normals(dim, 2);
    double plain = 0;
    double scaled = 0;
    for (int t = 0; t < dim; t++) {
      plain += Math.pow((double) x[t] - y[t], 2);
      scaled += Math.pow(x[t] * 0.7 - y[t] * 1.3, 2);
    }
    assertThat(Kernels.pair().squared(x, 0, y, 0, dim))
        .isCloseTo(plain, Percentage.withPercentage(1e-11));
    assertThat(Kernels.pair().squaredScaled(x, 0, 0.7, y, 0, 1.3, dim))
        .isCloseTo(scaled, Percentage.withPercentage(1e-11));
  }

  @Test
  void keepsTheDigitsOfTinyDifferences() {
    float[] x = new float[20];
    float[] y = new float[20];
    x[7] = 1;
    y[7] = Math.nextUp(1f);
    assertThat(Kernels.pair().squared(x, 0, y, 0, 20)).isEqualTo(Math.pow(Math.ulp(1f), 2));
  }

  /**
   * What a processor without vectors of eight doubles gets; scalar where there are none of four.
   */
  private static PairKernel shortVectors() {
    return Kernels.choose(
        "io.geodesy.kernel.SimdShortPairKernel", PairKernel.class, Kernels.scalarPair());
  }
}
