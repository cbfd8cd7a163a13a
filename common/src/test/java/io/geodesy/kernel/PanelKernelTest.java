package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PanelKernelTest {
  private static final int ROWS = 37;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 17, 64, 100, 784})
  void agreesWithTheFusedChainToTheBit(int dim) {
    float[] matrix = normals(ROWS * dim, dim);
    float[] norms = norms(matrix, dim);
    float[] expected = new float[ROWS * ROWS];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < ROWS; j++) {
        float product = 0;
        for (int t = 0; t < dim; t++) {
          product = Math.fma(matrix[i * dim + t], matrix[j * dim + t], product);
        }
        expected[i * ROWS + j] = Math.fma(product, -2f, norms[i] + norms[j]);
      }
    }
    assertThat(all(Kernels.panel(), matrix, norms, dim)).isEqualTo(expected);
    assertThat(all(Kernels.scalarPanel(), matrix, norms, dim)).isEqualTo(expected);
  }

  @Test
  void choosesTheVectorKernelWhereTheModuleIsPresent() {
    String expected =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "simd" : "scalar";
    assertThat(Kernels.panel().name()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reportsExactlyTheHalvesWithinALimitOfEitherRow(boolean isSimd) {
    PanelKernel kernel = isSimd ? Kernels.panel() : Kernels.scalarPanel();
    int width = kernel.width();
    float[] zeros = new float[width];
    float[] aNorms = {1, 2, 3, 4, 5, 6, 7, 8};
    float[] bNorms = new float[width];
    Arrays.fill(bNorms, 10);
    float[] aLimits = {0, 12, 0, 0, 0, 0, 17, 0};
    float[] bLimits = new float[width];
    bLimits[width - 1] = 14;
    float[] out = new float[PanelKernel.TILE_ROWS * width];
    int[] hits = new int[2 * PanelKernel.TILE_ROWS];
    int any = kernel.tile(zeros, 0, zeros, 0, 1, aNorms, aLimits, 0, bNorms, bLimits, 0, out, hits);
    // Rows 1 and 6 are at 12 and 17 from all columns; the last column is at 11 to 18 from the rows.
    assertThat(any).isEqualTo(0b00_11_00_00_10_10_11_10);
    int half = width / 2;
    int all = (1 << half) - 1;
    int last = 1 << (PanelKernel.HIT_BITS + half - 1);
    assertThat(hits)
        .containsExactly(0, last, all, all | last, 0, last, 0, last, 0, 0, 0, 0, all, all, 0, 0);
  }

  @Test
  void neverPutsPaddingWithinALimit() {
    float[] matrix = normals(5 * 3, 1);
    PanelBlock block = new PanelBlock(Kernels.panel(), 5, 3);
    block.packRange(matrix, norms(matrix, 3), 0, 5);
    RunningLists lists = new RunningLists(Kernels.panel(), 5, 10);
    lists.begin(block);
    new BlockJoin(Kernels.panel(), 5).joinSelf(block, lists);
    for (int i = 0; i < 5; i++) {
      lists.sort(i);
      assertThat(lists.size(i)).isEqualTo(4);
    }
  }

  static float[] normals(int count, long seed) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) SeededStream.normal(seed, i);
    }
    return values;
  }

  static float[] norms(float[] matrix, int dim) {
    float[] norms = new float[matrix.length / dim];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = (float) Distances.squaredNorm(matrix, i * dim, dim);
    }
    return norms;
  }

  /** All pairs of {@value #ROWS} rows. */
  static float[] all(PanelKernel kernel, float[] matrix, float[] norms, int dim) {
    PanelBlock block = new PanelBlock(kernel, ROWS, dim);
    block.packRange(matrix, norms, 0, ROWS);
    int width = kernel.width();
    float[] limits = new float[block.panels() * width];
    float[] tile = new float[PanelKernel.TILE_ROWS * width];
    float[] result = new float[ROWS * ROWS];
    for (int i = 0; i < ROWS; i += PanelKernel.TILE_ROWS) {
      for (int q = 0; q < block.panels(); q++) {
        kernel.tile(
            block.values(),
            block.panelAt(i / width) + i % width,
            block.values(),
            block.panelAt(q),
            dim,
            block.norms(),
            limits,
            i,
            block.norms(),
            limits,
            q * width,
            tile,
            new int[2 * PanelKernel.TILE_ROWS]);
        for (int r = 0; r < PanelKernel.TILE_ROWS && i + r < ROWS; r++) {
          for (int c = 0; c < width && q * width + c < ROWS; c++) {
            result[(i + r) * ROWS + q * width + c] = tile[r * width + c];
          }
        }
      }
    }
    return result;
  }
}
