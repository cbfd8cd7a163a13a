package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestRowsTest {
  private static float[] rows(long seed, int n, int dim, double scale, double shift) {
    float[] values = new float[n * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (shift + scale * SeededStream.normal(seed, i));
    }
    return values;
  }

  private static int[] nearest(float[] corpus, float[] queries, int dim, int q, int own, int k) {
    return IntStream.range(0, corpus.length / dim)
        .filter(i -> i != own)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(
                    i -> Distances.squared(queries, q * dim, corpus, i * dim, dim))
                .thenComparingInt(i -> i))
        .limit(k)
        .mapToInt(i -> i)
        .toArray();
  }

  /** The third row has a far mean, where float32 products cancel and rows must be scanned. */
  @ParameterizedTest
  @CsvSource({"700,150,7,5,1,0", "40,40,3,39,1,0", "600,130,5,4,0.001,1000", "5,3,2,1,1e18,0"})
  void equalsComparingAllPairs(int n, int m, int dim, int k, double scale, double shift) {
    float[] corpus = rows(1, n, dim, scale, shift);
    System.arraycopy(corpus, 0, corpus, 2 * dim, dim);
    float[] queries = rows(2, m, dim, scale, shift);
    try (Workers workers = new Workers(2)) {
      NearestRows.Found found =
          NearestRows.search(corpus, queries, dim, NearestRows.strangers(m), k, workers);
      for (int q = 0; q < m; q++) {
        assertThat(Arrays.copyOfRange(found.rows(), q * k, (q + 1) * k))
            .isEqualTo(nearest(corpus, queries, dim, q, -1, k));
      }
    }
  }

  @Test
  void leavesOutTheRowItself() {
    float[] corpus = rows(3, 300, 4, 1, 0);
    System.arraycopy(corpus, 0, corpus, 4, 4);
    int[] own = IntStream.range(0, 300).toArray();
    try (Workers workers = new Workers(2)) {
      NearestRows.Found found = NearestRows.search(corpus, corpus, 4, own, 3, workers);
      assertThat(found.rows()[0]).isEqualTo(1);
      assertThat(found.squared()[0]).isZero();
      for (int q = 0; q < 300; q++) {
        assertThat(Arrays.copyOfRange(found.rows(), q * 3, q * 3 + 3))
            .isEqualTo(nearest(corpus, corpus, 4, q, q, 3));
      }
    }
  }
}
