package io.geodesy.jobs.diffuse;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BlockCommit;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.Knee;
import io.geodesy.spectral.Spectrum;
import io.geodesy.spectral.SpreadOperator;
import io.geodesy.table.PartitionItems;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * The von Neumann entropy of the diffused operator against t, and its knee: the shares that are
 * left of all eigenvectors, brought to sum 1, have the entropy {@code ln Z - (1 / Z) sum a ln a},
 * {@code a = share(lambda, t)}, {@code Z = sum a}. It falls steeply while noise dies and slowly
 * once structure does.
 *
 * <p>What is summed, and how exactly: {@link WalkSums}. Memory {@code 8 n (20 + 4 x 8)} bytes
 * beside the operator. Class D0.
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
            WalkSums.pairs(n),
            WalkSums.solverOptions(),
            rowKeys,
            workers);
    return of(
        WalkSums.of(
            operator, leading, parameters.smoothing(), parameters.tMax(), rowKeys, workers));
  }

  /**
   * Measures the curve of a graph that is on the executors, component by component: the sums of
   * each that is larger than a block are sampled across blocks, the others in one task each.
   *
   * @param operator of all rows
   * @param parameters smoothing, greatest t
   * @param stages commits what an iteration has reached
   */
  static WalkEntropy of(SpreadOperator operator, DiffuseParameters parameters, BlockCommit stages) {
    Smoothing smoothing = parameters.smoothing();
    int tMax = parameters.tMax();
    int components = operator.components().sizes().length;
    WalkSums sums = WalkSums.none(tMax);
    int spread = 0;
    for (; spread < components && operator.isSpread(spread, WalkSums.LEADING); spread++) {
      BlockCommit commit = stages.ofComponent(spread);
      sums = sums.plus(WalkSums.of(operator, spread, smoothing, tMax, commit));
    }
    for (WalkSums some : ofWhole(operator, spread, components, smoothing, tMax).collect()) {
      sums = sums.plus(some);
    }
    return of(sums);
  }

  private static JavaRDD<WalkSums> ofWhole(
      SpreadOperator operator, int from, int to, Smoothing smoothing, int tMax) {
    return operator
        .whole(
            from,
            to,
            (component, ids, own, keys, alone) -> {
              Eigenpairs leading =
                  Spectrum.ofConnected(
                      own, WalkSums.pairs(own.rows()), WalkSums.solverOptions(), keys, alone);
              return WalkSums.of(own, leading, smoothing, tMax, keys, alone);
            })
        .mapPartitions(
            some -> {
              WalkSums sums = WalkSums.none(tMax);
              while (some.hasNext()) {
                sums = sums.plus(some.next());
              }
              return PartitionItems.one(sums);
            });
  }

  private static WalkEntropy of(WalkSums sums) {
    int length = sums.z().length;
    double[] grid = IntStream.rangeClosed(1, length).asDoubleStream().toArray();
    double[] entropy = new double[length];
    double[] error = new double[length];
    for (int g = 0; g < length; g++) {
      double z = sums.z()[g];
      double terms = sums.terms()[g];
      double[] moreZ = column(sums.moreZ(), g);
      double[] moreTerms = column(sums.moreTerms(), g);
      double[] single = new double[moreZ.length];
      Arrays.setAll(single, p -> entropy(z + moreZ[p], terms + moreTerms[p]));
      entropy[g] = entropy(z + mean(moreZ), terms + mean(moreTerms));
      double mean = mean(single);
      double squares = Arrays.stream(single).map(v -> (v - mean) * (v - mean)).sum();
      error[g] = Math.sqrt(squares / (single.length - 1) / single.length);
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

  private static double[] column(double[][] rows, int c) {
    return Arrays.stream(rows).mapToDouble(row -> row[c]).toArray();
  }
}
