package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteKernelTest {
  private static final List<ByteKernel> KERNELS = List.of(Kernels.bytes(), Kernels.scalarBytes());

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 16, 17, 100, 784, ByteKernel.MOST_COLUMNS})
  void distancesAreThoseOfTheFloats(int dim) {
    float[] values = wholeNumbers(5 * dim, dim, 0);
    // The greatest distance there is, which an int must hold.
    for (int t = 0; t < dim; t++) {
      values[t] = 0;
      values[4 * dim + t] = 255;
    }
    int[] others = {4 * dim, dim, 0, 2 * dim};
    for (ByteKernel kernel : KERNELS) {
      byte[] bytes = new byte[values.length];
      assertThat(kernel.pack(values, 0, values.length, 128, bytes, 0)).isTrue();
      int[] four = new int[ByteKernel.FOUR];
      kernel.squaredOfFour(bytes, 0, others, dim, four);
      for (int r = 0; r < ByteKernel.FOUR; r++) {
        double exact = Kernels.pair().squared(values, 0, values, others[r], dim);
        assertThat((double) kernel.squared(bytes, 0, others[r], dim)).isEqualTo(exact);
        assertThat((double) four[r]).isEqualTo(exact);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 17, 100})
  void centringIsThatOfTheFloats(int dim) {
    float[] centre = PanelKernelTest.normals(dim, 3);
    float[] values = wholeNumbers(dim + 2, 5, -128);
    for (ByteKernel kernel : KERNELS) {
      byte[] bytes = new byte[values.length];
      assertThat(kernel.pack(values, 0, values.length, 0, bytes, 0)).isTrue();
      float[] out = new float[dim + 1];
      kernel.centre(bytes, 2, centre, out, 1);
      for (int t = 0; t < dim; t++) {
        assertThat(out[1 + t]).isEqualTo(values[2 + t] - centre[t]);
      }
    }
  }

  @Test
  void packsOnlyWhatAByteHolds() {
    float[] bad = {
      0.5f, -1, 256, 1e10f, -3e38f, 0x1p31f, 0x1p24f + 2, Float.NaN, Float.NEGATIVE_INFINITY, 1e-30f
    };
    for (ByteKernel kernel : KERNELS) {
      for (float value : bad) {
        for (int at : new int[] {1, 6, 39, 40}) {
          float[] values = wholeNumbers(41, 9, 0);
          byte[] bytes = new byte[values.length];
          assertThat(kernel.pack(values, 1, values.length, 128, bytes, 0)).isTrue();
          values[at] = value;
          assertThat(kernel.pack(values, 1, values.length, 128, bytes, 0))
              .as("%s at %d", value, at)
              .isFalse();
        }
      }
      byte[] bytes = new byte[34];
      float[] zeros = new float[34];
      zeros[1] = -0f;
      assertThat(kernel.pack(zeros, 0, zeros.length, 0, bytes, 0)).isTrue();
      assertThat(bytes).containsOnly((byte) 0);
    }
  }

  private static float[] wholeNumbers(int count, long seed, int least) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = least + random.nextInt(256);
    }
    return values;
  }
}
