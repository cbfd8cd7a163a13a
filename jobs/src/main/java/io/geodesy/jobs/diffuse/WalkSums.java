package io.geodesy.jobs.diffuse;

import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BlockCommit;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.QuadratureOptions;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.SpectralSamples;
import io.geodesy.spectral.SpreadOperator;
import io.geodesy.spectral.StochasticLanczosQuadrature;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Sums over a spectrum at every whole t from 1: of what is left of the eigenvectors, {@code a =
 * share(lambda, t)}, and of {@code a ln a}. Those of components add up to those of the graph.
 *
 * <p>All eigenvalues of up to 256 rows; beyond, the 20 leading ones and, for the rest of the
 * spectrum, {@link StochasticLanczosQuadrature} with 8 random vectors, at most 30 steps.
 *
 * @param z of a, over the eigenvalues that were found
 * @param terms of a ln a
 * @param moreZ for every random vector its estimate of the sum over all others
 * @param moreTerms the same of a ln a
 */
@SuppressWarnings("ArrayRecordComponent")
record WalkSums(double[] z, double[] terms, double[][] moreZ, double[][] moreTerms)
    implements Serializable {
  /** Eigenpairs of many rows that are found. */
  static final int LEADING = 20;

  private static final int ALL = 256;
  private static final double LEADING_TOLERANCE = 1e-4;
  private static final int PROBES = 8;
  private static final int STEPS = 30;

  /** Returns how the leading eigenpairs are solved. */
  static SolverOptions solverOptions() {
    return SolverOptions.of(LEADING_TOLERANCE);
  }

  /** Returns how many eigenpairs of some rows are to be found. */
  static int pairs(int rows) {
    return rows <= ALL ? rows : LEADING;
  }

  /** Returns the sums over nothing. */
  static WalkSums none(int tMax) {
    return new WalkSums(
        new double[tMax], new double[tMax], new double[PROBES][tMax], new double[PROBES][tMax]);
  }

  /**
   * Sums over the spectrum of an operator.
   *
   * @param leading eigenpairs, as many as {@link #pairs}
   * @param smoothing decides what is left
   * @param tMax greatest t
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  static WalkSums of(
      DiffusionOperator operator,
      Eigenpairs leading,
      Smoothing smoothing,
      int tMax,
      long[] rowKeys,
      Workers workers) {
    if (leading.count() == operator.rows()) {
      return of(
          new SpectralSamples(leading.values(), new double[PROBES][0], new double[PROBES][0]),
          smoothing,
          tMax);
    }
    return of(
        StochasticLanczosQuadrature.of(
                operator, leading, quadrature(), rowKeys, watched(smoothing, tMax), workers)
            .samples(),
        smoothing,
        tMax);
  }

  /** Sums over the spectrum of a component that is spread over the executors. */
  static WalkSums of(
      SpreadOperator operator, int component, Smoothing smoothing, int tMax, BlockCommit commit) {
    return of(
        operator.samples(
            component, LEADING, solverOptions(), quadrature(), watched(smoothing, tMax), commit),
        smoothing,
        tMax);
  }

  private static QuadratureOptions quadrature() {
    return QuadratureOptions.of(PROBES, STEPS);
  }

  private static List<DoubleUnaryOperator> watched(Smoothing smoothing, int tMax) {
    return DoubleStream.of(1, tMax).mapToObj(t -> terms(smoothing, t)).toList();
  }

  private static WalkSums of(SpectralSamples samples, Smoothing smoothing, int tMax) {
    WalkSums sums = none(tMax);
    for (int g = 0; g < tMax; g++) {
      double t = g + 1;
      DoubleUnaryOperator share = lambda -> smoothing.share(lambda, t);
      DoubleUnaryOperator terms = terms(smoothing, t);
      sums.z[g] = samples.deflated(share);
      sums.terms[g] = samples.deflated(terms);
      double[] z = samples.of(share);
      double[] more = samples.of(terms);
      for (int p = 0; p < PROBES; p++) {
        sums.moreZ[p][g] = z[p];
        sums.moreTerms[p][g] = more[p];
      }
    }
    return sums;
  }

  /** Returns a ln a. */
  private static DoubleUnaryOperator terms(Smoothing smoothing, double t) {
    return lambda -> {
      double a = smoothing.share(lambda, t);
      return a > 0 ? a * Math.log(a) : 0;
    };
  }

  /** Adds the sums over the spectrum of other rows. */
  WalkSums plus(WalkSums other) {
    return new WalkSums(
        sum(z, other.z),
        sum(terms, other.terms),
        IntStream.range(0, PROBES)
            .mapToObj(p -> sum(moreZ[p], other.moreZ[p]))
            .toArray(double[][]::new),
        IntStream.range(0, PROBES)
            .mapToObj(p -> sum(moreTerms[p], other.moreTerms[p]))
            .toArray(double[][]::new));
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }
}
