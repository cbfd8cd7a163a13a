package io.geodesy.spectral;

import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.RowLists;
import io.geodesy.kernel.Workers;
import java.util.OptionalInt;

/**
 * The bandwidth function {@code rho = q0^beta} of the variable bandwidth kernel, from a pilot
 * density q0 at every row.
 *
 * <p>With sigma the distance to the k-th neighbour and m the dimension, {@code q0_i = sigma_i^-m (1
 * + sum_j exp(-d_ij^2 / (4 eps0 sigma_i sigma_j)))}, eps0 by the log-slope rule on {@code d_ij^2 /
 * (sigma_i sigma_j)}. Logarithms are kept, so that no dimension makes it underflow, and rho is
 * divided by its geometric mean: it has no unit.
 *
 * <p>{@code O(n k)} time, class D0. Berry and Harlim, Variable bandwidth diffusion kernels, ACHA
 * 2016, section 4. Differs from the paper: the pilot bandwidth is the k-th distance instead of the
 * root mean square of the first k, sums run over neighbour lists, and constants are left out.
 *
 * @param rho one a row, geometric mean 1
 * @param dimension m
 */
record PilotDensity(double[] rho, int dimension) {
  /** Widths may differ by this factor before squares of them leave the range of a weight. */
  private static final double MOST = 1e6;

  static PilotDensity of(
      NeighborLists lists, double[] bandwidths, double beta, OptionalInt given, Workers workers) {
    float[] scaled = scaledBy(lists, bandwidths, bandwidths);
    LogSlope pilot = LogSlope.choose(scaled, lists.rows(), workers);
    int dimension = dimension(given, pilot);
    double[] logarithms = logarithms(lists, scaled, bandwidths, pilot.eps(), dimension, beta);
    return new PilotDensity(
        normalized(lists, logarithms, share(logarithms, lists.rows()), dimension), dimension);
  }

  /** Returns the dimension that is given, else what the log-slope implies. */
  static int dimension(OptionalInt given, LogSlope pilot) {
    return given.orElse(Math.max(1, (int) Math.round(2 * pilot.slope())));
  }

  /**
   * Returns the logarithms of rho before it is normalised, one a row.
   *
   * @param scaled as {@link #scaledBy} the bandwidths
   * @param eps of the pilot kernel
   */
  static double[] logarithms(
      RowLists lists, float[] scaled, double[] bandwidths, double eps, int dimension, double beta) {
    double[] logarithms = new double[lists.rows()];
    for (int i = 0; i < logarithms.length; i++) {
      double sum = 1;
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        sum += Math.exp(-scaled[e] * (double) scaled[e] / (4 * eps));
      }
      logarithms[i] = beta * (Math.log(sum) - dimension * Math.log(bandwidths[i]));
    }
    return logarithms;
  }

  /** Returns what some of n values add to their mean. */
  static double share(double[] some, int n) {
    double share = 0;
    for (double value : some) {
      share += value / n;
    }
    return share;
  }

  /**
   * Returns rho.
   *
   * @param mean of the logarithms of all rows
   * @throws DataException naming a row whose density is out of all proportion
   */
  static double[] normalized(RowLists lists, double[] logarithms, double mean, int dimension) {
    double[] rho = new double[logarithms.length];
    for (int i = 0; i < rho.length; i++) {
      rho[i] = Math.exp(logarithms[i] - mean);
      if (!(rho[i] > 1 / MOST && rho[i] < MOST)) {
        throw new DataException(
            "kernel = variable: the density at row %s is so far from the usual one that its bandwidth would be %.1e times the usual one. Drop the row, give a lower dimension (here %d), or use kernel = decay."
                .formatted(lists.ids().get(i), rho[i], dimension));
      }
    }
    return rho;
  }

  /**
   * Returns {@code d_ij / sqrt(scale_i scale_j)} for every listed pair.
   *
   * @param own scales of the rows
   * @param others scales of what the neighbours are numbers of
   */
  static float[] scaledBy(RowLists lists, double[] own, double[] others) {
    float[] result = new float[lists.distances().length];
    for (int i = 0; i < lists.rows(); i++) {
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        double product = Math.sqrt(own[i]) * Math.sqrt(others[lists.neighbors()[e]]);
        result[e] = (float) (lists.distances()[e] / product);
      }
    }
    return result;
  }
}
