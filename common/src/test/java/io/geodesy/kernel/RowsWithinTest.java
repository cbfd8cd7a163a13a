package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsWithinTest {
  /** The last column shifts the rows, so that float32 products cancel where it is large. */
  @ParameterizedTest
  @CsvSource({
    "700,5,1.0,0",
    "130,33,6.5,0",
    "600,3,0.5,1000",
    "40,2,0,0",
    "1,4,1,0",
    "513,16,4.2,0"
  })
  void offersEveryPairWithinTheRadiusAndHardlyAnyBeyond(
      int n, int dim, double radius, double shift) {
    float[] rows = new float[n * dim];
    for (int i = 0; i < rows.length; i++) {
      int source = i / dim % 7 == 6 ? i - 6 * dim : i;
      rows[i] = (float) (shift + SeededStream.normal(5, source));
    }
    int[] all = IntStream.range(0, n).toArray();
    int[] some = IntStream.range(0, n).filter(i -> i % 3 == 1).toArray();
    try (Workers workers = new Workers(3)) {
      for (int[] asked : new int[][] {all, some}) {
        Set<Long> found = ConcurrentHashMap.newKeySet();
        RowsWithin.search(
            rows,
            dim,
            asked,
            radius,
            workers,
            (worker, a, b) -> found.add((long) Math.min(a, b) << 32 | Math.max(a, b)));
        for (int a : asked) {
          for (int b = 0; b < n; b++) {
            double distance = Math.sqrt(Distances.squared(rows, a * dim, rows, b * dim, dim));
            if (a != b && distance <= radius) {
              assertThat(found).contains((long) Math.min(a, b) << 32 | Math.max(a, b));
            }
          }
        }
        for (long pair : found) {
          int a = (int) (pair >>> 32);
          int b = (int) pair;
          assertThat(a).isNotEqualTo(b);
          // Rounding of float32 products of rows of this length is far less.
          assertThat(Math.sqrt(Distances.squared(rows, a * dim, rows, b * dim, dim)))
              .isLessThan(radius * 1.001 + 0.05);
        }
      }
    }
  }
}
