package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FilteredIterationTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static Eigenpairs solve(DiffusionOperator operator, int pairs, SolverOptions options) {
    return FilteredIteration.largest(
        operator, pairs, options, Graphs.keys(operator.rows()), WORKERS);
  }

  @Test
  void filterIsOneAtTheTopAndSmallBelowTheCut() {
    ChebyshevFilter filter = new ChebyshevFilter(12, -0.3, 0.8, 1);
    double[] spectrum = {1, 0.9, 0.8, 0.3, -0.3};
    double[] earlier = new double[5];
    double[] current = {1, 1, 1, 1, 1};
    for (int step = 0; step < 12; step++) {
      double[] image = new double[5];
      for (int i = 0; i < 5; i++) {
        image[i] = spectrum[i] * current[i];
      }
      filter.advance(image, current, earlier, step, filter.steps(), 0, 5);
      earlier = current;
      current = image;
    }
    // C_12((x - 0.25) / 0.55) / C_12(0.75 / 0.55), by cosh and cos.
    double scale = Math.cosh(12 * Math.log(0.75 / 0.55 + Math.sqrt(0.5625 / 0.3025 - 1)));
    double s = 0.65 / 0.55;
    assertThat(current[0]).isEqualTo(1, within(1e-12));
    assertThat(current[1])
        .isEqualTo(Math.cosh(12 * Math.log(s + Math.sqrt(s * s - 1))) / scale, within(1e-12));
    assertThat(current[2]).isEqualTo(1 / scale, within(1e-12));
    assertThat(Math.abs(current[3])).isLessThanOrEqualTo(1 / scale);
    assertThat(current[4]).isEqualTo(1 / scale, within(1e-12));
  }

  @Test
  void spendsNoMoreThanItMay() {
    DiffusionOperator operator = DiffusionOperator.of(Graphs.random(800, 8, 3), 1, WORKERS);
    int width = FilteredIteration.width(5);
    SolverOptions options = new SolverOptions(1e-9, OptionalInt.empty(), 30L * width);
    Eigenpairs found = solve(operator, 5, options);
    assertThat(found.isConverged()).isFalse();
    assertThat(found.products()).isBetween(30L * width, 32L * width);
  }

  @Test
  void refusesAnEmptyInterval() {
    assertThatThrownBy(() -> new ChebyshevFilter(3, 0.5, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Filter of degree 3 on [0.5, 0.5] below 1.0");
  }

  @Test
  void boundLiesBelowTheSpectrumAndNotFar() {
    // The least eigenvalue of an even ring is -1, of an odd one nearly.
    double low =
        SpectrumBounds.low(
            DiffusionOperator.of(Graphs.random(800, 8, 3), 1, WORKERS), Graphs.keys(800), WORKERS);
    double[] dense = dense(DiffusionOperator.of(Graphs.random(800, 8, 3), 1, WORKERS));
    assertThat(low).isLessThan(dense[dense.length - 1]);
    assertThat(low).isGreaterThan(dense[dense.length - 1] - 0.2);
  }

  private static double[] dense(DiffusionOperator operator) {
    int n = operator.rows();
    double[] identity = new double[n * n];
    IntStream.range(0, n).forEach(i -> identity[i * (n + 1)] = 1);
    double[] matrix = new double[n * n];
    operator.multiply(identity, matrix, n, WORKERS);
    return io.geodesy.kernel.DenseAlgebra.symmetricEigenvalues(matrix, n);
  }

  @Test
  void findsEveryCopyOnTheSquareTorus() {
    SparseRows torus = Graphs.torus(20, 20);
    Eigenpairs found = solve(DiffusionOperator.of(torus, 0, WORKERS), 9, SolverOptions.of(1e-6));
    double[] expected = Arrays.copyOf(Graphs.torusEigenvalues(20, 20), 9);
    assertThat(found.isConverged()).isTrue();
    assertThat(found.values()).containsExactly(expected, within(1e-9));
  }

  @Test
  void agreesWithBlockLanczos() {
    DiffusionOperator operator = DiffusionOperator.of(Graphs.random(2000, 8, 21), 1, WORKERS);
    Eigenpairs expected =
        Spectrum.ofConnected(operator, 9, SolverOptions.of(1e-8), Graphs.keys(2000), WORKERS);
    Eigenpairs found = solve(operator, 9, SolverOptions.of(1e-6));
    assertThat(found.values()).containsExactly(expected.values(), within(1e-9));
  }

  @Test
  void stopsAtTheBudget() {
    SolverOptions little = new SolverOptions(1e-6, java.util.OptionalInt.empty(), 100);
    Eigenpairs found = solve(DiffusionOperator.of(Graphs.path(3000), 0, WORKERS), 5, little);
    assertThat(found.isConverged()).isFalse();
    assertThat(Arrays.stream(found.residuals()).max().orElseThrow()).isGreaterThan(1e-6);
  }
}
