package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import io.geodesy.testing.Check;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class StochasticLanczosQuadratureTest {
  private static final Eigenpairs NONE =
      new Eigenpairs(new double[0], new double[0], new double[0], 0, true);

  private static double square(double x) {
    return x * x;
  }

  private static StochasticLanczosQuadrature of(
      DiffusionOperator operator, Eigenpairs leading, int probes, int steps, int threads) {
    try (Workers workers = new Workers(threads)) {
      return StochasticLanczosQuadrature.of(
          operator,
          leading,
          QuadratureOptions.of(probes, steps),
          Graphs.keys(operator.rows()),
          List.of(StochasticLanczosQuadratureTest::square),
          workers);
    }
  }

  private static DiffusionOperator operator(SparseRows graph) {
    try (Workers workers = new Workers(2)) {
      return DiffusionOperator.of(graph, 0, workers);
    }
  }

  private static Eigenpairs leading(DiffusionOperator operator, int pairs) {
    try (Workers workers = new Workers(2)) {
      return Spectrum.ofConnected(
          operator, pairs, SolverOptions.of(1e-6), Graphs.keys(operator.rows()), workers);
    }
  }

  /** The exact trace of T^2 is the sum of squares of the entries of T. */
  private static double squares(DiffusionOperator operator) {
    SparseRows kernel = operator.kernel();
    double total = 0;
    for (int i = 0; i < kernel.rows(); i++) {
      for (int e = kernel.offset(i); e < kernel.offset(i + 1); e++) {
        double weight = kernel.weight(e);
        total += weight * weight / operator.degree(i) / operator.degree(kernel.column(e));
      }
    }
    return total;
  }

  /** Check 7 of core-diffusion: 32 probes, 5000 rows, 1 %. */
  @Test
  void squaresOfAGraphOf5000RowsAreRightWithinOnePercent() {
    DiffusionOperator operator = operator(Graphs.random(5000, 15, 3));
    StochasticLanczosQuadrature quadrature = of(operator, leading(operator, 16), 32, 40, 2);
    SpectralSamples.Sum sum = quadrature.samples().sum(StochasticLanczosQuadratureTest::square);
    double exact = squares(operator);
    Check.TRACE_OF_SQUARES.got(Math.abs(sum.value() / exact - 1));
    assertThat(Math.abs(sum.value() - exact)).isLessThan(4 * sum.standardError());
    assertThat(sum.standardError()).isLessThan(0.005 * exact);
    assertThat(quadrature.isConverged()).isTrue();
  }

  /** The ring of n rows has the eigenvalues cos(2 pi j / n). */
  @Test
  void oneQuadratureServesManyFunctions() {
    int n = 900;
    DiffusionOperator operator = operator(Graphs.ring(n));
    StochasticLanczosQuadrature quadrature = of(operator, leading(operator, 24), 64, 60, 2);
    for (DoubleUnaryOperator f :
        List.<DoubleUnaryOperator>of(Math::exp, x -> x, x -> 1, x -> Math.pow(x, 4))) {
      double exact = 0;
      for (int j = 0; j < n; j++) {
        exact += f.applyAsDouble(Math.cos(2 * Math.PI * j / n));
      }
      SpectralSamples.Sum sum = quadrature.samples().sum(f);
      assertThat(sum.value()).isEqualTo(exact, within(4 * sum.standardError() + 1e-6 * n));
    }
  }

  @Test
  void isExactWhereEverythingIsDeflated() {
    DiffusionOperator operator = operator(Graphs.random(60, 6, 5));
    StochasticLanczosQuadrature quadrature = of(operator, leading(operator, 60), 4, 10, 1);
    SpectralSamples.Sum sum = quadrature.samples().sum(StochasticLanczosQuadratureTest::square);
    assertThat(sum.value()).isEqualTo(squares(operator), within(1e-9));
    assertThat(sum.standardError()).isEqualTo(0, within(1e-9));
  }

  @Test
  void isExactWhereEveryProbeSeesTheSameMeasure() {
    // All entries of T^2's diagonal are equal and probes of signs have equal length: no spread.
    DiffusionOperator operator = operator(Graphs.complete(50));
    StochasticLanczosQuadrature quadrature = of(operator, leading(operator, 1), 4, 10, 1);
    // Eigenvalues 1 and 49 times -1/49.
    SpectralSamples.Sum sum = quadrature.samples().sum(StochasticLanczosQuadratureTest::square);
    assertThat(sum.value()).isEqualTo(1 + 1.0 / 49, within(4 * sum.standardError() + 1e-9));
  }

  private static double spread(double[] samples) {
    double mean = Arrays.stream(samples).average().orElseThrow();
    return Arrays.stream(samples).map(s -> (s - mean) * (s - mean)).sum();
  }

  @Test
  void aControlOfKnownTraceNarrowsTheSpread() {
    DiffusionOperator operator = operator(Graphs.random(2000, 10, 7));
    StochasticLanczosQuadrature quadrature = of(operator, leading(operator, 8), 32, 40, 2);
    double trace = 0;
    for (int i = 0; i < operator.rows(); i++) {
      trace += 1 / operator.degree(i);
    }
    assertThat(
            spread(quadrature.samples().of(StochasticLanczosQuadratureTest::square, x -> x, trace)))
        .isLessThan(0.9 * spread(quadrature.samples().of(StochasticLanczosQuadratureTest::square)));
    double[] same = quadrature.samples().of(x -> x, x -> x, trace);
    assertThat(same[0] + quadrature.samples().deflated(x -> x)).isEqualTo(trace, within(1e-9));
  }

  @Test
  void withoutDeflationProbesAloneEstimate() {
    DiffusionOperator operator = operator(Graphs.torus(30, 40));
    SpectralSamples.Sum sum =
        of(operator, NONE, 64, 40, 2).samples().sum(StochasticLanczosQuadratureTest::square);
    // Every row has four neighbours of weight 1/4: the trace of T^2 is n / 4.
    assertThat(sum.value()).isEqualTo(300, within(4 * sum.standardError()));
  }

  @Test
  void hasTheSameBitsForAnyNumberOfThreads() {
    DiffusionOperator operator = operator(Graphs.random(5000, 8, 11));
    Eigenpairs leading = leading(operator, 4);
    double[] one =
        of(operator, leading, 8, 8, 1).samples().of(StochasticLanczosQuadratureTest::square);
    assertThat(one)
        .isEqualTo(
            of(operator, leading, 8, 8, 2).samples().of(StochasticLanczosQuadratureTest::square));
    assertThat(one)
        .isEqualTo(
            of(operator, leading, 8, 8, 7).samples().of(StochasticLanczosQuadratureTest::square));
  }
}
