package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexSortTest {
  @Test
  void keepsEqualOnesInIndexOrder() {
    int[] keys = {2, 1, 2, 1, 0};
    assertThat(IndexSort.sorted(5, (a, b) -> Integer.compare(keys[a], keys[b])))
        .containsExactly(4, 1, 3, 0, 2);
  }

  @Test
  void sortsNothingAndOne() {
    assertThat(IndexSort.sorted(0, Integer::compare)).isEmpty();
    assertThat(IndexSort.sorted(1, Integer::compare)).containsExactly(0);
  }

  @Test
  void agreesWithTheLibraryForEveryLength() {
    for (int n = 2; n < 70; n++) {
      int[] keys = new int[n];
      for (int i = 0; i < n; i++) {
        keys[i] = (int) (SeededStream.uniform(n, i) * 9);
      }
      int[] expected =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingInt(i -> keys[i]))
              .mapToInt(i -> i)
              .toArray();
      assertThat(IndexSort.sorted(n, (a, b) -> Integer.compare(keys[a], keys[b])))
          .isEqualTo(expected);
    }
  }
}
