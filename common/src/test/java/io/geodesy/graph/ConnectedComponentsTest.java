package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectedComponentsTest {
  private static ConnectedComponents of(int n, int[]... edges) {
    int[] offsets = new int[n + 1];
    int[] sorted =
        Arrays.stream(edges)
            .sorted((a, b) -> Integer.compare(a[0], b[0]))
            .peek(e -> offsets[e[0] + 1]++)
            .mapToInt(e -> e[1])
            .toArray();
    for (int i = 0; i < n; i++) {
      offsets[i + 1] += offsets[i];
    }
    double[] weights = new double[sorted.length];
    Arrays.fill(weights, 1);
    return ConnectedComponents.of(
        SparseRows.symmetrize(offsets, sorted, weights, Symmetrization.MAX, 0, 0));
  }

  private static int[] labels(ConnectedComponents components, int n) {
    return IntStream.range(0, n).map(components::component).toArray();
  }

  @Test
  void numbersTheLargestZero() {
    ConnectedComponents found = of(6, new int[] {0, 1}, new int[] {2, 4}, new int[] {4, 5});
    assertThat(labels(found, 6)).containsExactly(1, 1, 0, 2, 0, 0);
    assertThat(found.count()).isEqualTo(3);
    assertThat(found.size(0)).isEqualTo(3);
    assertThat(found.rows(0)).containsExactly(2, 4, 5);
  }

  @Test
  void breaksTiesBySmallestRow() {
    assertThat(labels(of(4, new int[] {3, 0}, new int[] {2, 1}), 4)).containsExactly(0, 1, 1, 0);
  }

  @Test
  void countsIsolatedRows() {
    assertThat(of(3).count()).isEqualTo(3);
  }

  @Test
  void followsAChainOfAnyLength() {
    int n = 5000;
    int[][] chain =
        IntStream.range(0, n - 1)
            .mapToObj(i -> new int[] {i * 7 % n, (i + 1) * 7 % n})
            .toArray(int[][]::new);
    assertThat(of(n, chain).count()).isEqualTo(1);
  }
}
