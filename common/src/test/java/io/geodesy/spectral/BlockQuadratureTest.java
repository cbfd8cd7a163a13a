package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class BlockQuadratureTest {
  private static double square(double x) {
    return x * x;
  }

  private static BlockQuadrature of(
      SymmetricOperator operator,
      int deflate,
      int probes,
      int steps,
      DoubleUnaryOperator watched,
      int threads) {
    try (Workers workers = new Workers(threads)) {
      return BlockQuadrature.of(
          operator,
          deflate,
          QuadratureOptions.of(probes, steps),
          Graphs.keys(operator.rows()),
          samples -> List.of(samples.sum(watched)),
          workers);
    }
  }

  private static DiffusionOperator operator(SparseRows graph) {
    try (Workers workers = new Workers(2)) {
      return DiffusionOperator.of(graph, 0, workers);
    }
  }

  /** An operator with given eigenvalues, whose eigenvectors are those of a path: cosines. */
  private record Cosines(double[] values, double[] table) implements SymmetricOperator {
    static Cosines of(double[] values) {
      double[] table = new double[4 * values.length];
      Arrays.setAll(table, k -> Math.cos(Math.PI * k / (2 * values.length)));
      return new Cosines(values, table);
    }

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public void multiply(double[] x, double[] y, int width, Workers workers) {
      int n = rows();
      double[] waves = new double[n * width];
      Arrays.fill(y, 0, n * width, 0);
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            double cosine = Math.sqrt((j == 0 ? 1.0 : 2.0) / n) * table[(2 * i + 1) * j % (4 * n)];
            for (int c = 0; c < width; c++) {
              if (pass == 0) {
                waves[j * width + c] += cosine * x[i * width + c];
              } else {
                y[i * width + c] += cosine * values[j] * waves[j * width + c];
              }
            }
          }
        }
      }
    }
  }

  private static double[] eigenvalues(DiffusionOperator operator) {
    int n = operator.rows();
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    double[] matrix = new double[n * n];
    try (Workers workers = new Workers(2)) {
      operator.multiply(identity, matrix, n, workers);
    }
    return DenseAlgebra.symmetricEigenvalues(matrix, n);
  }

  private static double sum(double[] values, DoubleUnaryOperator f) {
    return Arrays.stream(values).map(f).sum();
  }

  @Test
  void oneRunServesManyFunctions() {
    DiffusionOperator operator = operator(Graphs.random(900, 10, 3));
    double[] exact = eigenvalues(operator);
    BlockQuadrature quadrature = of(operator, 32, 32, 20, Math::exp, 2);
    assertThat(quadrature.isConverged()).isTrue();
    for (DoubleUnaryOperator f :
        List.<DoubleUnaryOperator>of(Math::exp, x -> x, x -> 1, x -> Math.pow(x, 4))) {
      SpectralSamples.Sum found = quadrature.samples().sum(f);
      assertThat(found.value()).isEqualTo(sum(exact, f), within(4 * found.standardError() + 1e-6));
    }
  }

  @Test
  void takesExactlyWhatHasConverged() {
    // Thirty values that fall by a tenth each, above a floor of 1000 small ones.
    double[] values = new double[1030];
    for (int j = 0; j < values.length; j++) {
      values[j] = j < 30 ? Math.pow(0.9, j) : 1e-3 * j / 1030;
    }
    SpectralSamples samples =
        of(Cosines.of(values), 64, 16, 12, BlockQuadratureTest::square, 2).samples();
    assertThat(samples.leading().length).isBetween(15, 64);
    for (int j = 0; j < 15; j++) {
      assertThat(samples.leading()[j]).isEqualTo(values[j], within(1e-9));
    }
    SpectralSamples.Sum found = samples.sum(BlockQuadratureTest::square);
    double exact = sum(values, BlockQuadratureTest::square);
    assertThat(found.value()).isEqualTo(exact, within(4 * found.standardError() + 1e-4 * exact));
    // Sampled as a whole the leading values would leave a spread of the order of their sum.
    assertThat(found.standardError()).isLessThan(1e-3 * exact);
  }

  @Test
  void doesNotCountCopiesThatTheKrylovSpaceCannotHold() {
    // Sixty copies of the eigenvalue 1 and eight probes: a Krylov space holds eight of them.
    double[] values = new double[1200];
    for (int j = 0; j < values.length; j++) {
      values[j] = j < 60 ? 1 : 0.3 * j / 1200;
    }
    SpectralSamples samples =
        of(Cosines.of(values), 64, 8, 40, BlockQuadratureTest::square, 2).samples();
    assertThat(samples.leading()).isEmpty();
    SpectralSamples.Sum found = samples.sum(BlockQuadratureTest::square);
    assertThat(found.value())
        .isEqualTo(
            sum(values, BlockQuadratureTest::square), within(4 * found.standardError() + 1e-6));
  }

  @Test
  void takesEveryCopyThatItCanHold() {
    double[] values = new double[1200];
    for (int j = 0; j < values.length; j++) {
      values[j] = j < 6 ? 1 : 0.3 * j / 1200;
    }
    SpectralSamples samples = of(Cosines.of(values), 6, 8, 40, x -> Math.pow(x, 30), 2).samples();
    assertThat(samples.leading()).hasSize(6).containsOnly(new double[] {1}, within(1e-6));
  }

  @Test
  void isExactWhereTheOperatorHasOneValue() {
    double[] values = new double[700];
    Arrays.fill(values, 0.5);
    SpectralSamples.Sum found =
        of(Cosines.of(values), 64, 8, 20, BlockQuadratureTest::square, 1)
            .samples()
            .sum(BlockQuadratureTest::square);
    // Probes of signs all have the squared length 700.
    assertThat(found.value()).isEqualTo(175, within(1e-8));
    assertThat(found.standardError()).isEqualTo(0, within(1e-8));
  }

  @Test
  void fewRowsAreSolvedWhole() {
    DiffusionOperator operator = operator(Graphs.random(60, 6, 5));
    BlockQuadrature quadrature = of(operator, 64, 4, 10, BlockQuadratureTest::square, 1);
    assertThat(quadrature.steps()).isEqualTo(1);
    assertThat(quadrature.samples().leading())
        .containsExactly(Arrays.copyOf(eigenvalues(operator), 30), within(1e-9));
    SpectralSamples.Sum found = quadrature.samples().sum(BlockQuadratureTest::square);
    assertThat(found.value())
        .isEqualTo(
            sum(eigenvalues(operator), BlockQuadratureTest::square),
            within(4 * found.standardError()));
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() {
    DiffusionOperator operator = operator(Graphs.random(5000, 8, 11));
    double[] one = of(operator, 8, 8, 8, Math::exp, 1).samples().of(Math::exp);
    assertThat(one).isEqualTo(of(operator, 8, 8, 8, Math::exp, 2).samples().of(Math::exp));
    assertThat(one).isEqualTo(of(operator, 8, 8, 8, Math::exp, 7).samples().of(Math::exp));
  }
}
