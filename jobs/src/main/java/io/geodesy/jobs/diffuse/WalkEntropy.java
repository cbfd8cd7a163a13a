package io.geodesy.jobs.diffuse;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.Knee;
import io.geodesy.spectral.QuadratureOptions;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.SpectralSamples;
import io.geodesy.spectral.Spectrum;
import io.geodesy.spectral.StochasticLanczosQuadrature;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The von Neumann entropy of the diffused operator against t, and its knee: the shares that are
 * left of all eigenvectors, brought to sum 1, have the entropy {@code ln Z - (1 / Z) sum a ln a},
 * {@code a = share(lambda, t)}, {@code Z = sum a}. It falls steeply while noise dies and slowly
 * once structure does.
 *
 * <p>All eigenvalues of up to 256 rows; beyond, the 20 leading ones and, for the rest of the
 * spectrum, {@link StochasticLanczosQuadrature} with 8 random vectors, at most 30 steps. Memory
 * {@code 8 n (20 + 4 x 8)} bytes beside the operator. Class D0.
 *
 * <p>K. Moon et al., Visualizing structure and transitions in high-dimensional biological data,
 * Nature Biotechnology 37, 2019; S. Ubaru, J. Chen, Y. Saad, Fast estimation of tr(f(A)) via
 * stochastic Lanczos quadrature, SIMAX 38, 2017. Differs from the papers: the whole spectrum is
 * estimated instead of that of landmarks, with a standard error.
 *
 * @param grid of t
 * @param entropy at each, in nats
 * @param error standard error over the random vectors; 0 where all eigenvalues were found
 * @param knee position in the grid
 */
@SuppressWarnings("ArrayRecordComponent")
record WalkEntropy(double[] grid, double[] entropy, double[] error, int knee) {
  private static final int ALL = 256;
  private static final int LEADING = 20;
  private static final double LEADING_TOLERANCE = 1e-4;
  private static final int PROBES = 8;
  private static final int STEPS = 30;
  private static final double SENSITIVITY = 1;

  /**
   * Measures the curve.
   *
   * @param kernel of all rows
   * @param operator the same, normalised
   * @param parameters alpha, smoothing, greatest t
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  static WalkEntropy of(
      SparseRows kernel,
      DiffusionOperator operator,
      DiffuseParameters parameters,
      long[] rowKeys,
      Workers workers) {
    int n = kernel.rows();
    Eigenpairs leading =
        Spectrum.ofGraph(
            kernel,
            parameters.alpha(),
            n <= ALL ? n : LEADING,
            SolverOptions.of(LEADING_TOLERANCE),
            rowKeys,
            workers);
    double[] grid = IntStream.rangeClosed(1, parameters.tMax()).asDoubleStream().toArray();
    double[] entropy = new double[grid.length];
    double[] error = new double[grid.length];
    boolean isAll = leading.count() == n;
    List<DoubleUnaryOperator> watched =
        DoubleStream.of(1, parameters.tMax())
            .mapToObj(t -> terms(share(parameters.smoothing(), t)))
            .toList();
    SpectralSamples rest =
        StochasticLanczosQuadrature.of(
                operator,
                leading,
                isAll ? QuadratureOptions.of(2, 1) : QuadratureOptions.of(PROBES, STEPS),
                rowKeys,
                watched,
                workers)
            .samples();
    for (int g = 0; g < grid.length; g++) {
      DoubleUnaryOperator share = share(parameters.smoothing(), grid[g]);
      double z = rest.deflated(share);
      double terms = rest.deflated(terms(share));
      if (isAll) {
        entropy[g] = entropy(z, terms);
        continue;
      }
      double[] moreZ = rest.of(share);
      double[] moreTerms = rest.of(terms(share));
      double[] single = new double[PROBES];
      Arrays.setAll(single, p -> entropy(z + moreZ[p], terms + moreTerms[p]));
      entropy[g] = entropy(z + mean(moreZ), terms + mean(moreTerms));
      double mean = mean(single);
      double squares = Arrays.stream(single).map(v -> (v - mean) * (v - mean)).sum();
      error[g] = Math.sqrt(squares / (PROBES - 1) / PROBES);
    }
    return new WalkEntropy(grid, entropy, error, Knee.ofFall(grid, entropy, SENSITIVITY));
  }

  /** Returns t at the knee. */
  double t() {
    return grid[knee];
  }

  private static double entropy(double z, double terms) {
    return Math.log(z) - terms / z;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static DoubleUnaryOperator share(Smoothing smoothing, double t) {
    return lambda -> smoothing.share(lambda, t);
  }

  /** Returns a ln a. */
  private static DoubleUnaryOperator terms(DoubleUnaryOperator share) {
    return lambda -> {
      double a = share.applyAsDouble(lambda);
      return a > 0 ? a * Math.log(a) : 0;
    };
  }
}
