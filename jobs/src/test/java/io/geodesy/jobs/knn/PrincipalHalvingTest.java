package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Near rows stand near each other. */
class PrincipalHalvingTest {
  private static final int N = 512;

  private static SearchRows rows(float[] values, int dim) {
    return new SearchRows(values, new float[values.length / dim], dim, 1);
  }

  private static int[] all(int n) {
    return IntStream.range(0, n).toArray();
  }

  @Test
  void cutsALineIntoRanges() {
    int[] shuffled = all(N);
    for (int i = N - 1; i > 0; i--) {
      int other = (int) (SeededStream.uniform(5, i) * (i + 1));
      int kept = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = kept;
    }
    float[] values = new float[3 * N];
    for (int i = 0; i < N; i++) {
      values[3 * i] = 2f * shuffled[i];
      values[3 * i + 1] = -shuffled[i];
      values[3 * i + 2] = 7;
    }

    int[] order = PrincipalHalving.order(rows(values, 3), all(N));

    assertThat(order).containsExactlyInAnyOrder(all(N));
    for (int size = 2; size < N; size *= 2) {
      for (int from = 0; from < N; from += size) {
        int[] places =
            Arrays.stream(order, from, from + size).map(row -> shuffled[row]).sorted().toArray();
        assertThat(places[size - 1] - places[0]).as("%d from %d", size, from).isEqualTo(size - 1);
      }
    }
  }

  @Test
  void keepsNearRowsTogether() {
    int dim = 4;
    float[] values = new float[dim * N];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) SeededStream.normal(6, at);
    }

    int[] order = PrincipalHalving.order(rows(values, dim), all(N));

    assertThat(spread(values, dim, order, 16)).isLessThan(0.4 * spread(values, dim, all(N), 16));
  }

  /** Returns the mean squared distance of rows from the mean of their group. */
  private static double spread(float[] values, int dim, int[] order, int group) {
    double total = 0;
    for (int from = 0; from < order.length; from += group) {
      for (int t = 0; t < dim; t++) {
        int column = t;
        double[] own =
            Arrays.stream(order, from, from + group)
                .mapToDouble(row -> values[row * dim + column])
                .toArray();
        double mean = Arrays.stream(own).average().orElseThrow();
        total += Arrays.stream(own).map(v -> (v - mean) * (v - mean)).sum();
      }
    }
    return total / order.length;
  }

  @Test
  void leavesCopiesAsTheyAre() {
    float[] values = new float[2 * 9];
    Arrays.fill(values, 3);
    int[] rows = {8, 2, 5, 7, 0, 1, 3};

    assertThat(PrincipalHalving.order(rows(values, 2), rows)).isEqualTo(all(rows.length));
  }
}
