package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.Workers;
import io.geodesy.testing.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spectra of T = D^-1/2 K D^-1/2 with unit weights and no diagonal, from closed forms. */
class SpectrumTest {
  private static final Workers WORKERS = new Workers(2);
  private static final Offset<Double> EXACT = within(1e-10);
  private static final SolverOptions TIGHT = SolverOptions.of(1e-9);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static double[] descending(DoubleStream values, int count) {
    return values
        .boxed()
        .sorted(Comparator.reverseOrder())
        .limit(count)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static Eigenpairs solve(SparseRows graph, int pairs) {
    return Spectrum.ofConnected(
        DiffusionOperator.of(graph, 0, WORKERS), pairs, TIGHT, Graphs.keys(graph.rows()), WORKERS);
  }

  private static void expect(Check check, SparseRows graph, int pairs, DoubleStream spectrum) {
    Eigenpairs found = solve(graph, pairs);
    assertThat(found.isConverged()).isTrue();
    double[] expected = descending(spectrum, pairs);
    assertThat(found.values()).hasSameSizeAs(expected);
    for (int j = 0; j < expected.length; j++) {
      check.got(Math.abs(found.values()[j] - expected[j]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 1001})
  void ringIsCosines(int n) {
    expect(
        Check.RING_SPECTRUM,
        Graphs.ring(n),
        9,
        IntStream.range(0, n).mapToDouble(j -> Math.cos(2 * Math.PI * j / n)));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 40})
  void torusIsMeansOfCosines(int n) {
    int m = n + 3;
    expect(
        Check.TORUS_SPECTRUM, Graphs.torus(n, m), 17, Arrays.stream(Graphs.torusEigenvalues(n, m)));
  }

  @Test
  void squareTorusHasFourAndEightFoldEigenvalues() {
    int n = 40;
    expect(
        Check.TORUS_SPECTRUM, Graphs.torus(n, n), 40, Arrays.stream(Graphs.torusEigenvalues(n, n)));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 10, 12})
  void hypercubeHasBinomialMultiplicities(int dimension) {
    expect(
        Check.HYPERCUBE_SPECTRUM,
        Graphs.hypercube(dimension),
        1 << Math.min(dimension, 6),
        IntStream.range(0, 1 << dimension)
            .mapToDouble(i -> 1 - 2.0 * Integer.bitCount(i) / dimension));
  }

  /** Twelve and 66 copies, found four at a time, where nobody asked for many digits. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-3, 1e-4, 1e-6})
  void everyCopyIsFoundToAnyTolerance(double tolerance) {
    int dimension = 12;
    SparseRows graph = Graphs.hypercube(dimension);
    double[] expected =
        descending(
            IntStream.range(0, graph.rows())
                .mapToDouble(i -> 1 - 2.0 * Integer.bitCount(i) / dimension),
            50);

    Eigenpairs found =
        Spectrum.ofConnected(
            DiffusionOperator.of(graph, 0, WORKERS),
            50,
            SolverOptions.of(tolerance),
            Graphs.keys(graph.rows()),
            WORKERS);

    assertThat(found.isConverged()).isTrue();
    assertThat(found.values()).containsExactly(expected, within(tolerance));
  }

  /** Eleven copies of every eigenvalue whose vector is 0 at the hub; a basis just holds them. */
  @ParameterizedTest
  @ValueSource(ints = {22, 34, 50})
  void findsEveryCopyWhereOneBasisJustSufficesForTheFirst(int length) {
    List<int[]> edges = new ArrayList<>();
    for (int arm = 0; arm < 12; arm++) {
      int first = 1 + arm * length;
      edges.add(new int[] {0, first});
      for (int i = 1; i < length; i++) {
        edges.add(new int[] {first + i - 1, first + i});
      }
    }
    SparseRows graph = Graphs.of(1 + 12 * length, edges);
    DiffusionOperator operator = DiffusionOperator.of(graph, 0, WORKERS);
    int n = graph.rows();
    double[] identity = new double[n * n];
    IntStream.range(0, n).forEach(i -> identity[i * (n + 1)] = 1);
    double[] matrix = new double[n * n];
    operator.multiply(identity, matrix, n, WORKERS);
    double[] expected = DenseAlgebra.symmetricEigen(matrix, n).values();

    for (double tolerance : new double[] {1e-3, 1e-5}) {
      Eigenpairs found =
          Spectrum.ofConnected(operator, 17, SolverOptions.of(tolerance), Graphs.keys(n), WORKERS);
      assertThat(found.values()).containsExactly(Arrays.copyOf(expected, 17), within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 600})
  void pathIsCosinesOfHalfTheAngles(int n) {
    expect(
        Check.PATH_SPECTRUM,
        Graphs.path(n),
        5,
        IntStream.range(0, n).mapToDouble(j -> Math.cos(Math.PI * j / (n - 1))));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 30, 400})
  void completeGraphHasOneNegativeEigenvalue(int n) {
    int pairs = Math.min(n, 10);
    expect(
        Check.COMPLETE_SPECTRUM,
        Graphs.complete(n),
        pairs,
        IntStream.range(0, n).mapToDouble(j -> j == 0 ? 1 : -1.0 / (n - 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 500})
  void starHasZerosBetweenOneAndMinusOne(int n) {
    expect(
        Check.STAR_SPECTRUM,
        Graphs.star(n),
        3,
        IntStream.range(0, n).mapToDouble(j -> j == 0 ? 1 : j == 1 ? -1 : 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithTheDenseProblem(long seed) {
    SparseRows graph = Graphs.random(300, 6, seed);
    DiffusionOperator operator = DiffusionOperator.of(graph, 1, WORKERS);
    double[] identity = new double[300 * 300];
    IntStream.range(0, 300).forEach(i -> identity[i * 301] = 1);
    double[] matrix = new double[300 * 300];
    operator.multiply(identity, matrix, 300, WORKERS);
    double[] expected = DenseAlgebra.symmetricEigen(matrix, 300).values();

    Eigenpairs found = solve2(operator, 12);

    assertThat(found.products()).isPositive();
    assertThat(found.values()).containsExactly(Arrays.copyOf(expected, 12), EXACT);
    assertThat(Arrays.stream(found.residuals()).max().orElseThrow()).isLessThan(1e-9);
  }

  private static Eigenpairs solve2(DiffusionOperator operator, int pairs) {
    return Spectrum.ofConnected(operator, pairs, TIGHT, Graphs.keys(operator.rows()), WORKERS);
  }

  @Test
  void vectorsAreOrthonormalAndHaveFixedSigns() {
    Eigenpairs found = solve(Graphs.torus(30, 31), 10);
    for (int a = 0; a < 10; a++) {
      double largest = 0;
      for (int b = 0; b <= a; b++) {
        double inner = 0;
        for (int i = 0; i < found.rows(); i++) {
          inner += found.vector(i, a) * found.vector(i, b);
        }
        assertThat(inner).isEqualTo(a == b ? 1 : 0, EXACT);
      }
      for (int i = 0; i < found.rows(); i++) {
        largest = Math.max(largest, Math.abs(found.vector(i, a)));
      }
      int first = 0;
      while (Math.abs(found.vector(first, a)) < largest * (1 - 1e-6)) {
        first++;
      }
      assertThat(found.vector(first, a)).isPositive();
    }
  }
}
