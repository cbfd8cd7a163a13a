package io.geodesy.spectral;

import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
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
    float[] scaled = scaledBy(lists, bandwidths);
    LogSlope pilot = LogSlope.choose(scaled, lists.rows(), workers);
    int dimension = given.orElse(Math.max(1, (int) Math.round(2 * pilot.slope())));
    int n = lists.rows();
    double[] rho = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      double sum = 1;
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        sum += Math.exp(-scaled[e] * (double) scaled[e] / (4 * pilot.eps()));
      }
      rho[i] = beta * (Math.log(sum) - dimension * Math.log(bandwidths[i]));
      mean += rho[i] / n;
    }
    for (int i = 0; i < n; i++) {
      rho[i] = Math.exp(rho[i] - mean);
      if (!(rho[i] > 1 / MOST && rho[i] < MOST)) {
        throw new DataException(
            "kernel = variable: the density at row %s is so far from the usual one that its bandwidth would be %.1e times the usual one. Drop the row, give a lower dimension (here %d), or use kernel = decay."
                .formatted(lists.ids().get(i), rho[i], dimension));
      }
    }
    return new PilotDensity(rho, dimension);
  }

  /** Returns {@code d_ij / sqrt(scale_i scale_j)} for every listed pair. */
  static float[] scaledBy(NeighborLists lists, double[] scale) {
    float[] result = new float[lists.distances().length];
    for (int i = 0; i < lists.rows(); i++) {
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        double product = Math.sqrt(scale[i]) * Math.sqrt(scale[lists.neighbors()[e]]);
        result[e] = (float) (lists.distances()[e] / product);
      }
    }
    return result;
  }
}
