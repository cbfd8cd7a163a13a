package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import io.geodesy.testing.Check;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeatKernelTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void stop() {
    WORKERS.close();
  }

  private static GraphLaplacian laplacian(SparseRows graph, LaplacianKind kind) {
    return GraphLaplacian.of(graph, kind, WORKERS);
  }

  private static ChebyshevHeat chebyshev(SparseRows graph, LaplacianKind kind, double tolerance) {
    return ChebyshevHeat.of(laplacian(graph, kind), tolerance, Graphs.keys(graph.rows()), WORKERS);
  }

  /** The whole operator, n x n. */
  private static double[] matrix(HeatKernel kernel, double time) {
    int n = kernel.rows();
    double[][] results = new double[1][n * n];
    kernel.columns(IntStream.range(0, n).toArray(), 0, n, new double[] {time}, results, WORKERS);
    return results[0];
  }

  private static double difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
  }

  /** {@code H_0j} of the ring of n rows: images of the kernel on the line. */
  private static double ring(int j, int n, double x) {
    double[] bessel = ScaledBessel.of(x);
    double sum = 0;
    for (int l = -bessel.length; l <= bessel.length; l++) {
      int order = Math.abs(j + l * n);
      sum += order < bessel.length ? bessel[order] : 0;
    }
    return sum;
  }

  @Test
  void isTheClosedFormOnTheRingOf64() {
    double[] h = matrix(chebyshev(Graphs.ring(64), LaplacianKind.COMBINATORIAL, 1e-13), 4);
    Check.HEAT_RING_H0.got(h[0]);
    Check.HEAT_RING_H1.got(h[1]);
    Check.HEAT_RING_H5.got(h[5]);
    for (int j = 0; j < 64; j++) {
      assertThat(h[j]).isEqualTo(ring(j, 64, 8), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 7, 150})
  void isTheClosedFormOfTheRandomWalkOnARing(double time) {
    double[] h = matrix(chebyshev(Graphs.ring(101), LaplacianKind.NORMALISED, 1e-12), time);
    for (int j = 0; j < 101; j++) {
      Check.RING_WALK_HEAT.got(Math.abs(h[j] - ring(j, 101, time)));
    }
  }

  @ParameterizedTest
  @CsvSource({"10, CHEBYSHEV_DEGREE_10", "20, CHEBYSHEV_DEGREE_20", "30, CHEBYSHEV_DEGREE_30"})
  void theErrorFallsWithTheDegree(int degree, Check check) {
    double[] exact = matrix(chebyshev(Graphs.ring(64), LaplacianKind.COMBINATORIAL, 1e-17), 4);
    double tolerance = 1;
    while (HeatSeries.of(8, tolerance).degree() < degree) {
      tolerance *= 0.9;
    }
    assertThat(HeatSeries.of(8, tolerance).degree()).isEqualTo(degree);
    double error =
        difference(
            exact,
            matrix(
                new ChebyshevHeat(
                    laplacian(Graphs.ring(64), LaplacianKind.COMBINATORIAL), 4, tolerance),
                4));
    check.got(error);
  }

  @Test
  void eulerStepsHaveTheErrorOfTheirOrder() {
    GraphLaplacian ring = laplacian(Graphs.ring(64), LaplacianKind.COMBINATORIAL);
    double[] exact = matrix(new ChebyshevHeat(ring, 4, 1e-15), 4);
    Check.EULER_30.got(difference(exact, matrix(new EulerHeat(ring, 4, 30), 4)));
    assertThat(difference(exact, matrix(new EulerHeat(ring, 4, 300), 4)))
        .isEqualTo(1.98e-4, within(2e-5));
  }

  @ParameterizedTest
  @EnumSource(LaplacianKind.class)
  void equalsTheExactFilter(LaplacianKind kind) {
    SparseRows graph = Graphs.random(300, 6, 5);
    DenseHeat exact = DenseHeat.of(laplacian(graph, kind), WORKERS);
    ChebyshevHeat found = chebyshev(graph, kind, 1e-10);
    for (double time : new double[] {.05, 5, 50, 500}) {
      assertThat(difference(matrix(exact, time), matrix(found, time))).isLessThan(1e-8);
    }
    double[] diagonal = exact.diagonal(5);
    double[] h = matrix(found, 5);
    for (int i = 0; i < 300; i++) {
      assertThat(diagonal[i]).isEqualTo(h[i * 301], within(1e-9));
    }
  }

  @Test
  void equalsTheExactFilterOnAThousandRows() {
    SparseRows graph = Graphs.random(1000, 8, 14);
    int[] sources = IntStream.range(0, 32).map(i -> i * 31).toArray();
    double[] times = {.05, 5, 50, 500};
    double[][] exact = new double[times.length][1000 * sources.length];
    double[][] found = new double[times.length][1000 * sources.length];
    DenseHeat.of(laplacian(graph, LaplacianKind.COMBINATORIAL), WORKERS)
        .columns(sources, 0, sources.length, times, exact, WORKERS);
    chebyshev(graph, LaplacianKind.COMBINATORIAL, 1e-10)
        .columns(sources, 0, sources.length, times, found, WORKERS);
    for (int t = 0; t < times.length; t++) {
      Check.CHEBYSHEV_EQUALS_EXACT.got(difference(exact[t], found[t]));
    }
  }

  @Test
  void rowsSumToOneAndTheOperatorIsSymmetricAndASemigroup() {
    int n = 200;
    ChebyshevHeat kernel = chebyshev(Graphs.random(n, 5, 6), LaplacianKind.COMBINATORIAL, 1e-12);
    double[] h = matrix(kernel, 3);
    for (int i = 0; i < n; i++) {
      int row = i;
      Check.HEAT_ROW_SUMS.got(
          Math.abs(IntStream.range(0, n).mapToDouble(j -> h[row * n + j]).sum() - 1));
      for (int j = 0; j < i; j++) {
        Check.HEAT_SYMMETRY.got(Math.abs(h[i * n + j] - h[j * n + i]));
      }
    }
    double[][] twice = new double[1][n * n];
    kernel.apply(h, n, new double[] {2}, twice, WORKERS);
    Check.HEAT_SEMIGROUP.got(difference(twice[0], matrix(kernel, 5)));
  }

  @Test
  void manyTimesFromOnePassAreThoseOfSinglePasses() {
    SparseRows graph = Graphs.random(150, 5, 7);
    ChebyshevHeat kernel = chebyshev(graph, LaplacianKind.COMBINATORIAL, 1e-11);
    double[] times = {40, 0, 0.2, 7};
    double[] x = Arrays.copyOf(Graphs.random(150, 5, 8).scaledRowSums(ones(150), WORKERS), 150);
    double[][] together = new double[4][150];
    kernel.apply(x, 1, times, together, WORKERS);
    for (int t = 0; t < times.length; t++) {
      double[][] alone = new double[1][150];
      kernel.apply(x, 1, new double[] {times[t]}, alone, WORKERS);
      assertThat(together[t]).isEqualTo(alone[0]);
    }
    assertThat(together[1]).isEqualTo(x);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void bitsDoNotDependOnTheThreads(int threads) {
    SparseRows graph = Graphs.random(3000, 6, 9);
    int[] sources = IntStream.range(0, 32).map(i -> i * 90).toArray();
    double[][] expected = new double[1][3000 * 32];
    double[][] found = new double[1][3000 * 32];
    chebyshev(graph, LaplacianKind.NORMALISED, 1e-10)
        .columns(sources, 0, 32, new double[] {9}, expected, WORKERS);
    try (Workers workers = new Workers(threads)) {
      ChebyshevHeat.of(
              GraphLaplacian.of(graph, LaplacianKind.NORMALISED, workers),
              1e-10,
              Graphs.keys(3000),
              workers)
          .columns(sources, 0, 32, new double[] {9}, found, workers);
    }
    assertThat(found[0]).isEqualTo(expected[0]);
  }

  @Test
  void theBoundHoldsTheSpectrumClosely() {
    for (LaplacianKind kind : LaplacianKind.values()) {
      GraphLaplacian laplacian = laplacian(Graphs.random(400, 5, 10), kind);
      double[] identity = new double[400 * 400];
      IntStream.range(0, 400).forEach(i -> identity[i * 401] = 1);
      double[] matrix = new double[400 * 400];
      laplacian.multiply(identity, matrix, 400, WORKERS);
      double largest = io.geodesy.kernel.DenseAlgebra.symmetricEigenvalues(matrix, 400)[0];
      double bound = ChebyshevHeat.of(laplacian, 1e-8, Graphs.keys(400), WORKERS).lambdaMax();
      assertThat(bound).isBetween(largest, 1.25 * largest);
    }
  }

  @Test
  void heatStaysOnARowWithoutLinks() {
    SparseRows graph = Graphs.of(4, java.util.List.of(new int[] {0, 1}, new int[] {1, 2}));
    for (LaplacianKind kind : LaplacianKind.values()) {
      double[] h = matrix(chebyshev(graph, kind, 1e-12), 6);
      assertThat(h[15]).isEqualTo(1, within(1e-11));
      assertThat(h[3]).isZero();
      assertThat(h[12]).isZero();
    }
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
