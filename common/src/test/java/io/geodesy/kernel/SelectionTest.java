package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 40, 80, 500})
  void movesTheLeastToTheFrontWhateverTheOrder(int size) {
    for (long seed = 0; seed < 20; seed++) {
      long stream = seed;
      long[] random =
          LongStream.range(0, size).map(i -> SeededStream.bits(stream, i) >>> 1).toArray();
      long[] ascending = random.clone();
      Arrays.sort(ascending);
      long[] descending =
          LongStream.range(0, size).map(i -> ascending[size - 1 - (int) i]).toArray();
      int count = 1 + (int) Math.floorMod(SeededStream.bits(stream, size), (long) size);
      for (long[] values : new long[][] {random, ascending.clone(), descending}) {
        long last = Selection.least(values, 0, size, count);
        assertThat(last).as("seed " + seed).isEqualTo(ascending[count - 1]);
        long[] front = Arrays.copyOf(values, count);
        Arrays.sort(front);
        assertThat(front).as("seed " + seed).isEqualTo(Arrays.copyOf(ascending, count));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 9})
  void leavesWhatStandsOutsideTheRange(int count) {
    long[] values = {-1, 9, 8, 7, 6, 5, 4, 3, 2, 1, -2};
    Selection.least(values, 1, 10, count);
    assertThat(values[0]).isEqualTo(-1);
    assertThat(values[10]).isEqualTo(-2);
  }
}
