package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.Workers;
import io.geodesy.testing.Check;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of several components, threads, and order of rows. */
class GraphSpectrumTest {
  /** Rings of 40, 80, ... rows, their rows interleaved nowhere. */
  private static SparseRows rings(int count) {
    int n = IntStream.rangeClosed(1, count).map(c -> 40 * c).sum();
    int[] offsets = IntStream.rangeClosed(0, n).toArray();
    int[] neighbors = new int[n];
    int first = 0;
    for (int c = 1; c <= count; c++) {
      int size = 40 * c;
      for (int i = 0; i < size; i++) {
        neighbors[first + i] = first + (i + 1) % size;
      }
      first += size;
    }
    double[] weights = new double[n];
    Arrays.fill(weights, 1);
    return SparseRows.symmetrize(offsets, neighbors, weights, Symmetrization.MAX, 0, 0);
  }

  @Test
  void findsOneUnitEigenvalueForEachOfSevenComponents() {
    SparseRows graph = rings(7);
    try (Workers workers = new Workers(2)) {
      Eigenpairs found =
          Spectrum.ofGraph(
              graph, 0, 10, SolverOptions.of(1e-8), Graphs.keys(graph.rows()), workers);
      // The ring of 280 follows, twice, then that of 240.
      double next = Math.cos(2 * Math.PI / 280);
      assertThat(found.values())
          .containsExactly(
              new double[] {1, 1, 1, 1, 1, 1, 1, next, next, Math.cos(2 * Math.PI / 240)},
              within(1e-10));
      Check.UNIT_COPIES.got(
          Math.toIntExact(Arrays.stream(found.values()).filter(v -> v > 1 - 1e-10).count()));
      // Unit vectors, each on its own component.
      for (int j = 0; j < 7; j++) {
        int rank = j;
        assertThat(IntStream.range(0, graph.rows()).filter(i -> found.vector(i, rank) != 0).count())
            .isEqualTo(40L * (7 - j));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void bitsDoNotDependOnTheThreads(int threads) {
    SparseRows graph = Graphs.random(2000, 8, 11);
    try (Workers two = new Workers(2);
        Workers other = new Workers(threads)) {
      Eigenpairs expected =
          Spectrum.ofGraph(graph, 1, 9, SolverOptions.of(1e-6), Graphs.keys(2000), two);
      Eigenpairs found =
          Spectrum.ofGraph(graph, 1, 9, SolverOptions.of(1e-6), Graphs.keys(2000), other);
      assertThat(found.values()).isEqualTo(expected.values());
      assertThat(found.vectors()).isEqualTo(expected.vectors());
    }
  }

  @Test
  void permutedRowsHaveTheSameSpectrumAndVectors() {
    int n = 1000;
    SparseRows graph = Graphs.random(n, 8, 12);
    int[] order = IntStream.range(0, n).map(i -> i * 7 % n).toArray();
    long[] keys = Graphs.keys(n);
    long[] permutedKeys = Arrays.stream(order).mapToLong(i -> keys[i]).toArray();
    try (Workers workers = new Workers(2)) {
      SolverOptions options = SolverOptions.of(1e-10);
      Eigenpairs expected = Spectrum.ofGraph(graph, 1, 6, options, keys, workers);
      Eigenpairs found =
          Spectrum.ofGraph(graph.restrictedTo(order), 1, 6, options, permutedKeys, workers);
      for (int j = 0; j < 6; j++) {
        Check.PERMUTED_ROWS.got(Math.abs(found.values()[j] - expected.values()[j]));
      }
      for (int i = 0; i < n; i++) {
        assertThat(found.vector(i, 1)).isEqualTo(expected.vector(order[i], 1), within(1e-7));
      }
    }
  }

  @Test
  void reportsThatTheBudgetWasTooSmall() {
    SparseRows graph = Graphs.path(3000);
    try (Workers workers = new Workers(2)) {
      SolverOptions little = new SolverOptions(1e-10, java.util.OptionalInt.of(4), 50);
      Eigenpairs found = Spectrum.ofGraph(graph, 0, 5, little, Graphs.keys(3000), workers);
      assertThat(found.isConverged()).isFalse();
      assertThat(Arrays.stream(found.residuals()).max().orElseThrow()).isGreaterThan(1e-10);
    }
  }
}
