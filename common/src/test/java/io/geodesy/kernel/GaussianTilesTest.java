package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussianTilesTest {
  private static float[] rows(int n, int dim, double shift) {
    float[] rows = new float[n * dim];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (shift * (i / dim % 3) + SeededStream.normal(5, i));
    }
    return rows;
  }

  private static double[] vectors(int n, int width) {
    double[] x = new double[n * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = SeededStream.uniform(6, i) - 0.3;
    }
    return x;
  }

  private static double[] direct(float[] rows, int dim, double bandwidth, double[] x, int width) {
    int n = rows.length / dim;
    double[] y = new double[n * width];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double squared = Distances.squared(rows, i * dim, rows, j * dim, dim);
        double weight = Math.exp(-squared / (2 * bandwidth * bandwidth));
        for (int c = 0; c < width; c++) {
          y[i * width + c] += weight * x[j * width + c];
        }
      }
    }
    return y;
  }

  private static double[] product(GaussianTiles tiles, double[] x, int width, int threads) {
    double[] y = new double[tiles.rows() * width];
    try (Workers workers = new Workers(threads)) {
      tiles.multiply(x, y, width, workers);
    }
    return y;
  }

  private static void agree(double[] found, double[] expected, double tolerance) {
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isEqualTo(expected[i], within(tolerance));
    }
  }

  @Test
  void multipliesAsTheMatrixWritten() {
    // 1 block, 3 blocks, whole and broken panels, more vectors than one panel holds
    for (int n : new int[] {1, 3, 37, 512, 1101}) {
      float[] rows = rows(n, 7, 0);
      double[] x = vectors(n, 35);
      double[] found = product(GaussianTiles.of(rows, 7, 2), x, 35, 2);
      agree(found, direct(rows, 7, 2, x, 35), 2e-5 * Math.sqrt(n));
    }
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() {
    GaussianTiles tiles = GaussianTiles.of(rows(2100, 5, 0), 5, 1.5);
    double[] x = vectors(2100, 8);
    assertThat(product(tiles, x, 8, 1))
        .isEqualTo(product(tiles, x, 8, 2))
        .isEqualTo(product(tiles, x, 8, 7));
  }

  @Test
  void keptWeightsGiveTheSameBits() {
    GaussianTiles tiles = GaussianTiles.of(rows(1101, 5, 0), 5, 1.5);
    double[] x = vectors(1101, 35);
    GaussianTiles keeping = tiles.keepingWeights(GaussianTiles.keptBytes(1101));
    assertThat(keeping).isNotSameAs(tiles);
    double[] expected = product(tiles, x, 35, 2);
    assertThat(product(keeping, x, 35, 2)).isEqualTo(expected);
    assertThat(product(keeping, x, 35, 1)).isEqualTo(expected);
    assertThat(tiles.keepingWeights(GaussianTiles.keptBytes(1101) - 1)).isSameAs(tiles);
  }

  @Test
  void keepsTheDigitsOfNearPairsFarFromTheOrigin() {
    // |x|^2 / (2 s^2) is 1e6: float32 norms and products alone would lose every digit.
    float[] rows = rows(300, 4, 1000);
    double[] x = vectors(300, 4);
    double[] found = product(GaussianTiles.of(rows, 4, 1), x, 4, 2);
    agree(found, direct(rows, 4, 1, x, 4), 1e-4);
  }

  @Test
  void countsWhatIsNotAmongTheLeadingCoordinatesByItsLength() {
    // coordinates 3 + i stand at right angles: the i-th row alone has it
    int n = 40;
    float[] leading = rows(n, 3, 0);
    float[] whole = new float[n * (3 + n)];
    float[] norms = new float[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(leading, i * 3, whole, i * (3 + n), 3);
      whole[i * (3 + n) + 3 + i] = 0.5f;
      norms[i] = (float) Distances.squaredNorm(whole, i * (3 + n), 3 + n);
    }
    double[] x = vectors(n, 2);
    double[] found = product(GaussianTiles.ofLeading(leading, 3, norms, 1), x, 2, 1);
    agree(found, direct(whole, 3 + n, 1, x, 2), 2e-5);
  }

  @Test
  void weighsWithinTwoTenMillionths() {
    float[] squared = new float[4096];
    for (int i = 0; i < squared.length; i++) {
      squared[i] = i * 0.0165f;
    }
    float[] scalar = squared.clone();
    Kernels.scalarWeight().weigh(scalar, scalar.length, 1f);
    for (int i = 0; i < squared.length; i++) {
      double expected = Math.exp(-(double) squared[i]);
      assertThat(scalar[i] / expected).isEqualTo(1, within(2e-7));
    }
  }

  @Test
  void weighsAlikeWithAndWithoutVectors() {
    float[] squared = new float[4096];
    for (int i = 0; i < squared.length; i++) {
      squared[i] = (float) (90 * SeededStream.uniform(3, i) - 1);
    }
    squared[17] = Float.NaN;
    squared[18] = Float.POSITIVE_INFINITY;
    float[] scalar = squared.clone();
    Kernels.scalarWeight().weigh(scalar, scalar.length, 1f);
    Kernels.weight().weigh(squared, squared.length, 1f);
    assertThat(squared).isEqualTo(scalar);
    assertThat(scalar[17]).isZero();
    assertThat(scalar[18]).isZero();
    assertThat(scalar[0]).isLessThanOrEqualTo(1f);
  }

  /** 530 rows in heaps far apart: two blocks of rows, few pairs that weigh anything. */
  @Test
  void strongPairsAreThoseOfAFewHeaps() {
    int n = 530;
    float[] rows = rows(n, 3, 0);
    for (int i = 0; i < n; i++) {
      rows[3 * i] += 1000 * (i % 53);
    }
    for (int threads : new int[] {1, 2, 7}) {
      try (Workers workers = new Workers(threads)) {
        GaussianTiles tiles = GaussianTiles.of(rows, 3, 1);
        StrongPairs found = tiles.strongPairs(53 * 45, workers).orElseThrow();
        // Ten rows a heap, all of whose weights are above the limit.
        assertThat(found.columns()).hasSize(53 * 45);
        for (int i = 0; i < n; i++) {
          for (int p = found.offsets()[i]; p < found.offsets()[i + 1]; p++) {
            int j = found.columns()[p];
            assertThat(j).isGreaterThan(i);
            double squared = Distances.squared(rows, 3 * i, rows, 3 * j, 3);
            assertThat(found.weights()[p]).isEqualTo(Math.exp(-squared / 2), within(1e-6));
          }
        }
        assertThat(tiles.strongPairs(53 * 45 - 1, workers)).isEmpty();
        // The first column and the length of the other two: no pair is farther apart so.
        float[] nearer = new float[2 * n];
        for (int i = 0; i < n; i++) {
          nearer[2 * i] = rows[3 * i];
          nearer[2 * i + 1] = (float) Math.hypot(rows[3 * i + 1], rows[3 * i + 2]);
        }
        StrongPairs sieved = tiles.withSieve(nearer, 2).strongPairs(53 * 45, workers).orElseThrow();
        assertThat(sieved.offsets()).isEqualTo(found.offsets());
        assertThat(sieved.columns()).containsExactlyInAnyOrder(found.columns());
      }
    }
  }
}
