package io.geodesy.jobs.heat;

import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BlockLanczos;
import io.geodesy.spectral.DenseHeat;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.GraphLaplacian;
import io.geodesy.spectral.HeatKernel;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.SymmetricOperator;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The heat {@code H_ii} that stays on every row, estimated; class D0. See {@link ProbedDiagonal}
 * for the estimates by probes.
 *
 * @param values one array a time, one value a row
 * @param errors of the values: standard errors by probes, what is usual at left-out landmarks by
 *     interpolation
 */
@SuppressWarnings("ArrayRecordComponent")
record SelfHeat(double[][] values, double[][] errors) implements Serializable {
  /** Slowest eigenvectors whose heat is taken exactly. */
  static final int PAIRS = 3 * ProbedDiagonal.WIDTH;

  private static final double PAIR_TOLERANCE = 1e-4;

  /** Returns values that are known: no errors. */
  static SelfHeat exact(double[][] values) {
    return new SelfHeat(values, new double[values.length][values[0].length]);
  }

  /**
   * Estimates by probes alone.
   *
   * @param kernel the heat operator
   * @param times of the heat
   * @param probes at least 2
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  static SelfHeat byProbes(
      HeatKernel kernel, double[] times, int probes, long[] rowKeys, Workers workers) {
    return ProbedDiagonal.of(kernel, times, new double[0][], probes, rowKeys, workers);
  }

  /**
   * Takes what the slowest eigenvectors hold exactly and estimates the rest by probes; all
   * eigenpairs on small graphs. The slowest are the largest ones of the heat operator of the
   * greatest time, whose spectrum is spread where that of L is crowded.
   *
   * @param laplacian L
   * @param kernel its heat
   * @param times of the heat, ascending
   * @param probes at least 2
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  static SelfHeat byEigenpairs(
      GraphLaplacian laplacian,
      HeatKernel kernel,
      double[] times,
      int probes,
      long[] rowKeys,
      Workers workers) {
    int n = laplacian.rows();
    SolverOptions options = SolverOptions.of(PAIR_TOLERANCE);
    if (n <= DenseHeat.MOST_ROWS / 4 || !BlockLanczos.isApplicable(n, PAIRS, options)) {
      DenseHeat dense = DenseHeat.of(laplacian, workers);
      return exact(Arrays.stream(times).mapToObj(dense::diagonal).toArray(double[][]::new));
    }
    Eigenpairs pairs =
        BlockLanczos.largest(
            new AtTime(kernel, times[times.length - 1]),
            PAIRS,
            options,
            rowKeys,
            laplacian.kernelVector(),
            workers);
    double[][] basis = new double[PAIRS / ProbedDiagonal.WIDTH][n * ProbedDiagonal.WIDTH];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < PAIRS; j++) {
        int at = i * ProbedDiagonal.WIDTH + j % ProbedDiagonal.WIDTH;
        basis[j / ProbedDiagonal.WIDTH][at] = pairs.vector(i, j);
      }
    }
    return ProbedDiagonal.of(kernel, times, basis, probes, rowKeys, workers);
  }

  /**
   * Returns the median error as a share of the median value, over rows that are not known exactly,
   * at the time where it is greatest.
   *
   * @param known rows, ascending, that do not count; fewer than all
   */
  double relativeError(int[] known) {
    double worst = 0;
    for (int t = 0; t < values.length; t++) {
      int time = t;
      int[] rows =
          IntStream.range(0, values[t].length)
              .filter(i -> Arrays.binarySearch(known, i) < 0)
              .toArray();
      double error = median(Arrays.stream(rows).mapToDouble(i -> errors[time][i]));
      double value = median(Arrays.stream(rows).mapToDouble(i -> values[time][i]));
      worst = Math.max(worst, error / value);
    }
    return worst;
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
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
   * Interpolates from landmarks: {@code sum_j H_ij H_jj / sum_j H_ij}.
   *
   * @param heat one {@code rows x m} block a time
   * @param own heat that stays on the landmarks, one array a time
   * @param share of a value that is its error, see {@link #shareLeftOut}
   * @param floors heat that counts, one a time
   */
  static SelfHeat byLandmarks(double[][] heat, double[][] own, double share, double[] floors) {
    double[][] values = new double[heat.length][];
    for (int t = 0; t < heat.length; t++) {
      double mean = Arrays.stream(own[t]).average().orElse(1);
      values[t] = new double[own[t].length == 0 ? 0 : heat[t].length / own[t].length];
      for (int i = 0; i < values[t].length; i++) {
        values[t][i] = interpolate(heat[t], i, own[t], -1, floors[t], mean);
      }
    }
    return new SelfHeat(
        values,
        Arrays.stream(values)
            .map(of -> Arrays.stream(of).map(v -> share * v).toArray())
            .toArray(double[][]::new));
  }

  /**
   * Returns the root mean square error of interpolation at every landmark when it is left out, as a
   * share of its heat.
   *
   * @param between heat of m landmarks, one {@code m x m} block a time
   * @param own heat that stays on them, one array a time
   * @param floors heat that counts, one a time
   */
  static double shareLeftOut(double[][] between, double[][] own, double[] floors) {
    double total = 0;
    int count = 0;
    for (int t = 0; t < between.length; t++) {
      double mean = Arrays.stream(own[t]).average().orElse(1);
      for (int j = 0; j < own[t].length; j++) {
        double error = interpolate(between[t], j, own[t], j, floors[t], mean) / own[t][j] - 1;
        total += error * error;
        count++;
      }
    }
    return count == 0 ? 0 : Math.sqrt(total / count);
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
