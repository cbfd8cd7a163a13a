package io.geodesy.spectral;

import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The symmetric kernel matrix of a neighbour graph, with unit diagonal.
 *
 * <p>Policy: a pair at distance zero weighs 1; a pair too weak to change a row sum is dropped; a
 * row that loses all its pairs stands alone with its diagonal, in a component of its own; a row
 * that many others list keeps all these pairs.
 *
 * <p>Cost: one exponential a listed pair, {@code 24 n k} bytes while it is made. Determinism class
 * D0.
 *
 * @param weights K
 * @param bandwidths of every row in the unit of the distances: the distance to the bandwidth-k-th
 *     neighbour, {@code sqrt(eps) rho} of the variable kernel, sigma of the fuzzy one
 * @param bandwidthK the neighbour that gave them
 * @param floored rows with no positive distance to that neighbour
 * @param eps of a kernel that has one
 * @param slope of the log-slope rule, where it chose eps
 * @param zeroDistances listed pairs at distance zero, which weigh 1
 * @param dropped listed pairs too weak to be kept
 * @param rho the bandwidth function of the variable kernel; empty for others
 * @param dimension that the variable kernel assumes
 * @param beta exponent of its pilot density
 */
public record KernelGraph(
    SparseRows weights,
    double[] bandwidths,
    int bandwidthK,
    int floored,
    OptionalDouble eps,
    OptionalDouble slope,
    long zeroDistances,
    long dropped,
    double[] rho,
    OptionalInt dimension,
    double beta) {
  /** Half a unit in the last place of the float32 diagonal: less cannot change a row sum. */
  private static final double SMALLEST = 0x1p-24;

  /** With a decay of 40 a pair 6 % beyond the bandwidth is already below this. */
  private static final double SMALLEST_DECAY = 1e-4;

  /** Chords of unit vectors end at 2; rounding may pass it. */
  private static final double LONGEST_CHORD = 2 * (1 + 1e-6);

  private static final int USUAL_BANDWIDTH_K = 7;

  /**
   * Weighs a neighbour graph.
   *
   * @param lists the graph
   * @param settings kernel and rules
   * @param workers share the rows
   */
  public static KernelGraph of(NeighborLists lists, KernelSettings settings, Workers workers) {
    int bandwidthK = bandwidthK(lists, settings);
    Bandwidths bandwidths = Bandwidths.of(lists, bandwidthK);
    double[] rho = new double[0];
    OptionalInt dimension = OptionalInt.empty();
    float[] scaled = lists.distances();
    if (settings.kernel() == Kernel.VARIABLE) {
      PilotDensity pilot =
          PilotDensity.of(
              lists, bandwidths.values(), settings.beta(), settings.dimension(), workers);
      rho = pilot.rho();
      dimension = OptionalInt.of(pilot.dimension());
      scaled = PilotDensity.scaledBy(lists, rho);
    }
    OptionalDouble eps = settings.kernel().hasEps() ? settings.eps() : OptionalDouble.empty();
    OptionalDouble slope = OptionalDouble.empty();
    if (settings.kernel().hasEps() && eps.isEmpty()) {
      if (settings.rule() == BandwidthRule.LOG_SLOPE) {
        LogSlope rule = LogSlope.choose(scaled, lists.rows(), workers);
        eps = OptionalDouble.of(rule.eps());
        slope = OptionalDouble.of(rule.slope());
      } else {
        eps = OptionalDouble.of(neighborEps(bandwidths.values(), rho));
      }
    }
    double[] widths = bandwidths.values();
    FuzzyScales fuzzy = null;
    if (settings.kernel() == Kernel.FUZZY) {
      fuzzy = FuzzyScales.of(lists, widths, workers);
      widths = fuzzy.widths();
    } else if (settings.kernel() == Kernel.VARIABLE) {
      widths = Arrays.copyOf(rho, rho.length);
      for (int i = 0; i < widths.length; i++) {
        widths[i] *= Math.sqrt(eps.getAsDouble());
      }
    }
    double[] nearest = fuzzy == null ? new double[0] : fuzzy.nearest();
    double[] directed = weigh(lists, settings, widths, nearest, scaled, eps.orElse(1), workers);
    double smallest = smallest(settings.kernel());
    long zero = 0;
    long dropped = 0;
    for (int e = 0; e < directed.length; e++) {
      zero += lists.distances()[e] == 0 ? 1 : 0;
      if (directed[e] < smallest) {
        directed[e] = 0;
        dropped++;
      }
    }
    SparseRows weights =
        SparseRows.symmetrize(
            lists.offsets(),
            lists.neighbors(),
            directed,
            settings.symmetrization(),
            Double.MIN_NORMAL,
            1);
    return new KernelGraph(
        weights,
        widths,
        bandwidthK,
        bandwidths.floored(),
        eps,
        slope,
        zero,
        dropped,
        rho,
        dimension,
        settings.beta());
  }

  /**
   * Returns the exponent of the density: the one asked for, else the one with which the generator
   * of this kernel is the Laplacian whatever the density: {@code 1 + beta + m beta / 2} for the
   * variable kernel, and 1 for others.
   */
  public double alpha(OptionalDouble asked) {
    return asked.orElse(dimension.isEmpty() ? 1 : 1 + beta + dimension.getAsInt() * beta / 2);
  }

  /**
   * Returns the normalised operator among some rows.
   *
   * @param rows distinct; pairs with others are left out
   * @param alpha exponent of the density, see {@link #alpha}
   * @param workers share the rows
   */
  public DiffusionOperator operator(int[] rows, double alpha, Workers workers) {
    SparseRows among = weights.restrictedTo(rows);
    if (dimension.isEmpty()) {
      return DiffusionOperator.of(among, alpha, workers);
    }
    double[] own = new double[rows.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = rho[rows[i]];
    }
    return DiffusionOperator.ofVariable(among, own, dimension.getAsInt(), alpha, workers);
  }

  /** Returns the weight below which a listed pair is dropped. */
  static double smallest(Kernel kernel) {
    return kernel == Kernel.DECAY ? SMALLEST_DECAY : SMALLEST;
  }

  private static int bandwidthK(NeighborLists lists, KernelSettings settings) {
    int shortest = lists.rows() == 0 ? 0 : lists.minDegree();
    int k = settings.bandwidthK().orElse(Math.max(1, Math.min(USUAL_BANDWIDTH_K, shortest)));
    if (settings.bandwidthK().isPresent() && k > shortest) {
      throw new ConfigException(
          "bandwidth-k is %d but table neighbors has rows with only %d neighbours: take bandwidth-k at most %d, or compute the graph with a greater k."
              .formatted(k, shortest, shortest));
    }
    return k;
  }

  private static double neighborEps(double[] bandwidths, double[] rho) {
    double[] sorted = bandwidths.clone();
    for (int i = 0; i < rho.length; i++) {
      sorted[i] /= rho[i];
    }
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    return median * median / 4;
  }

  private static double[] weigh(
      NeighborLists lists,
      KernelSettings settings,
      double[] widths,
      double[] nearest,
      float[] scaled,
      double eps,
      Workers workers) {
    double[] weights = new double[lists.neighbors().length];
    workers.forRanges(
        lists.rows(),
        1024,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
              double d = lists.distances()[e];
              weights[e] =
                  switch (settings.kernel()) {
                    case VARIABLE -> Math.exp(-scaled[e] * (double) scaled[e] / (4 * eps));
                    case FIXED, DECAY, SELF_TUNED, EXPONENTIAL ->
                        settings
                            .kernel()
                            .weight(
                                d, widths[i], widths[lists.neighbors()[e]], settings.decay(), eps);
                    case FUZZY -> Math.exp(-Math.max(0, d - nearest[i]) / widths[i]);
                    case COSINE -> chordWeight(lists, i, d);
                  };
            }
          }
        });
    return weights;
  }

  private static double chordWeight(NeighborLists lists, int row, double distance) {
    if (distance > LONGEST_CHORD) {
      throw new DataException(
          "kernel = cosine needs chord distances, at most 2, but row %s has a neighbour at %s: compute the graph with metric = cosine, or use another kernel."
              .formatted(lists.ids().get(row), distance));
    }
    return Kernel.COSINE.weight(distance, 1, 1, 1, 1);
  }
}
