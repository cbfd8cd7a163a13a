package io.geodesy.jobs.heat;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BlockLanczos;
import io.geodesy.spectral.DenseHeat;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.GraphLaplacian;
import io.geodesy.spectral.HeatKernel;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.SymmetricOperator;
import java.util.Arrays;

/**
 * The heat {@code H_ii} that stays on every row, estimated; class D0.
 *
 * <p>By probes: {@code H_t = H_{t/2} H_{t/2}'}, so that for random signs z the square of {@code
 * (H_{t/2} z)_i} has the mean {@code H_ii}. It is never negative, and its relative standard error
 * over 64 probes is at most {@code sqrt(2 / 64)}; half the time costs fewer products, too. C.
 * Bekas, E. Kokiopoulou, Y. Saad, An estimator for the diagonal of a matrix, Applied Numerical
 * Mathematics 57 (2007). Differs from the paper: the squares instead of {@code z .* H z}, whose
 * error on a flat heat kernel is above 50 %.
 *
 * @param values one array a time, one value a row
 * @param relativeError standard error as a share of the value, root mean square over rows
 */
@SuppressWarnings("ArrayRecordComponent")
record SelfHeat(double[][] values, double relativeError) {
  static final int PROBES = 64;
  private static final int PAIRS = 48;
  private static final double PAIR_TOLERANCE = 1e-4;

  /**
   * Estimates by probes.
   *
   * @param kernel the heat operator
   * @param times of the heat
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  static SelfHeat byProbes(HeatKernel kernel, double[] times, long[] rowKeys, Workers workers) {
    int n = kernel.rows();
    int width = HeatGeodesic.BATCH;
    double[] halves = Arrays.stream(times).map(t -> t / 2).toArray();
    double[][] sums = new double[times.length][n];
    double[][] squares = new double[times.length][n];
    double[] signs = new double[n * width];
    double[][] heat = new double[times.length][n * width];
    for (int from = 0; from < PROBES; from += width) {
      for (int at = 0; at < signs.length; at++) {
        signs[at] = (SeededStream.bits(rowKeys[at / width], from + at % width) & 1) == 0 ? -1 : 1;
      }
      kernel.apply(signs, width, halves, heat, workers);
      for (int t = 0; t < times.length; t++) {
        for (int at = 0; at < signs.length; at++) {
          double square = heat[t][at] * heat[t][at];
          sums[t][at / width] += square;
          squares[t][at / width] += square * square;
        }
      }
    }
    double total = 0;
    for (int t = 0; t < times.length; t++) {
      for (int i = 0; i < n; i++) {
        double mean = sums[t][i] / PROBES;
        double variance = Math.max(0, squares[t][i] / PROBES - mean * mean) / (PROBES - 1);
        total += variance / (mean * mean) / n / times.length;
        sums[t][i] = mean;
      }
    }
    return new SelfHeat(sums, Math.sqrt(total));
  }

  /**
   * Sums the slowest eigenpairs; all of them on small graphs. They are the largest ones of the heat
   * operator of the greatest time, whose spectrum is spread where that of L is crowded. What is
   * left out is at most the heat of the last pair, which is given as the error.
   *
   * @param laplacian L
   * @param kernel its heat
   * @param times of the heat, ascending
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  static SelfHeat byEigenpairs(
      GraphLaplacian laplacian,
      HeatKernel kernel,
      double[] times,
      long[] rowKeys,
      Workers workers) {
    int n = laplacian.rows();
    SolverOptions options = SolverOptions.of(PAIR_TOLERANCE);
    if (n <= DenseHeat.MOST_ROWS / 4 || !BlockLanczos.isApplicable(n, PAIRS, options)) {
      DenseHeat dense = DenseHeat.of(laplacian, workers);
      return new SelfHeat(
          Arrays.stream(times).mapToObj(dense::diagonal).toArray(double[][]::new), 0);
    }
    double last = times[times.length - 1];
    Eigenpairs pairs =
        BlockLanczos.largest(
            new AtTime(kernel, last), PAIRS, options, rowKeys, laplacian.kernelVector(), workers);
    double[][] values = new double[times.length][n];
    double total = 0;
    for (int t = 0; t < times.length; t++) {
      double power = times[t] / last;
      double[] factors = new double[PAIRS];
      Arrays.setAll(factors, j -> Math.pow(Math.max(0, pairs.values()[j]), power));
      for (int i = 0; i < n; i++) {
        double kept = 0;
        for (int j = 0; j < PAIRS; j++) {
          double v = pairs.vector(i, j);
          values[t][i] += factors[j] * v * v;
          kept += v * v;
        }
        double missing = factors[PAIRS - 1] * Math.max(0, 1 - kept);
        double share = missing > 0 ? missing / (values[t][i] + missing) : 0;
        total += share * share / n / times.length;
      }
    }
    return new SelfHeat(values, Math.sqrt(total));
  }

  /** The heat operator of one time. */
  private record AtTime(HeatKernel kernel, double time) implements SymmetricOperator {
    @Override
    public int rows() {
      return kernel.rows();
    }

    @Override
    public void multiply(double[] x, double[] y, int width, Workers workers) {
      kernel.apply(x, width, new double[] {time}, new double[][] {y}, workers);
    }
  }

  /**
   * Interpolates from landmarks: {@code sum_j H_ij H_jj / sum_j H_ij}; the error is that at every
   * landmark when it is left out.
   *
   * @param heat one {@code n x m} block a time
   * @param landmarks m rows
   * @param floors heat that counts, one a time
   * @param n rows
   */
  static SelfHeat byLandmarks(double[][] heat, int[] landmarks, double[] floors, int n) {
    int m = landmarks.length;
    double[][] values = new double[heat.length][n];
    double total = 0;
    int count = 0;
    for (int t = 0; t < heat.length; t++) {
      double[] own = new double[m];
      for (int j = 0; j < m; j++) {
        own[j] = heat[t][landmarks[j] * m + j];
      }
      double mean = Arrays.stream(own).average().orElse(1);
      for (int i = 0; i < n; i++) {
        values[t][i] = interpolate(heat[t], i, own, -1, floors[t], mean);
      }
      for (int j = 0; j < m; j++) {
        double error = interpolate(heat[t], landmarks[j], own, j, floors[t], mean) / own[j] - 1;
        total += error * error;
        count++;
      }
    }
    return new SelfHeat(values, count == 0 ? 0 : Math.sqrt(total / count));
  }

  private static double interpolate(
      double[] heat, int row, double[] own, int leftOut, double floor, double otherwise) {
    double sum = 0;
    double weight = 0;
    for (int j = 0; j < own.length; j++) {
      double h = heat[row * own.length + j];
      if (j != leftOut && h > floor) {
        sum += h * own[j];
        weight += h;
      }
    }
    return weight > 0 ? sum / weight : otherwise;
  }
}
