package io.geodesy.jobs.diffuse;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.Knee;
import io.geodesy.spectral.LanczosSteps;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.Spectrum;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The von Neumann entropy of the diffused operator against t, and its knee: the shares that are
 * left of all eigenvectors, brought to sum 1, have the entropy {@code ln Z - (1 / Z) sum a ln a},
 * {@code a = share(lambda, t)}, {@code Z = sum a}. It falls steeply while noise dies and slowly
 * once structure does.
 *
 * <p>All eigenvalues of up to 256 rows; beyond, the 20 leading ones and, for the rest of the
 * spectrum, Lanczos quadrature of 8 random vectors kept apart from them, 30 steps each. Memory
 * {@code 8 n (20 + 30)} bytes beside the operator. Class D0.
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
    double[][] apart = columns(leading);
    int probes = leading.count() == n ? 0 : PROBES;
    LanczosSteps.Quadrature[] rest = new LanczosSteps.Quadrature[probes];
    for (int p = 0; p < probes; p++) {
      rest[p] =
          LanczosSteps.of(operator, probe(rowKeys, p, apart), STEPS, apart, workers).quadrature();
    }
    double[] grid = IntStream.rangeClosed(1, parameters.tMax()).asDoubleStream().toArray();
    double[] entropy = new double[grid.length];
    double[] error = new double[grid.length];
    for (int g = 0; g < grid.length; g++) {
      double[] own = sums(parameters.smoothing(), grid[g], leading.values(), null, 1);
      if (probes == 0) {
        entropy[g] = Math.log(own[0]) - own[1] / own[0];
        continue;
      }
      double[] single = new double[probes];
      double[] total = new double[2];
      for (int p = 0; p < probes; p++) {
        double[] more =
            sums(
                parameters.smoothing(),
                grid[g],
                rest[p].nodes(),
                rest[p].weights(),
                n - leading.count());
        single[p] = entropy(own, more);
        total[0] += more[0] / probes;
        total[1] += more[1] / probes;
      }
      entropy[g] = entropy(own, total);
      double mean = Arrays.stream(single).average().orElse(0);
      double squares = 0;
      for (double value : single) {
        squares += (value - mean) * (value - mean);
      }
      error[g] = Math.sqrt(squares / (probes - 1) / probes);
    }
    return new WalkEntropy(grid, entropy, error, Knee.ofFall(grid, entropy, SENSITIVITY));
  }

  /** Returns t at the knee. */
  double t() {
    return grid[knee];
  }

  private static double entropy(double[] own, double[] more) {
    double z = own[0] + more[0];
    return Math.log(z) - (own[1] + more[1]) / z;
  }

  /** Returns the sums of a and of a ln a. */
  private static double[] sums(
      Smoothing smoothing, double t, double[] values, double[] weights, double scale) {
    double[] sums = new double[2];
    for (int j = 0; j < values.length; j++) {
      double weight = weights == null ? scale : scale * weights[j];
      double a = smoothing.share(values[j], t);
      sums[0] += weight * a;
      sums[1] += a > 0 ? weight * a * Math.log(a) : 0;
    }
    return sums;
  }

  private static double[][] columns(Eigenpairs pairs) {
    double[][] columns = new double[pairs.count()][pairs.rows()];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < columns[j].length; i++) {
        columns[j][i] = pairs.vector(i, j);
      }
    }
    return columns;
  }

  private static double[] probe(long[] rowKeys, int number, double[][] apart) {
    double[] probe = new double[rowKeys.length];
    Arrays.setAll(probe, i -> SeededStream.normal(rowKeys[i], number));
    for (double[] vector : apart) {
      double c = 0;
      for (int i = 0; i < probe.length; i++) {
        c = Math.fma(probe[i], vector[i], c);
      }
      for (int i = 0; i < probe.length; i++) {
        probe[i] -= c * vector[i];
      }
    }
    return probe;
  }
}
