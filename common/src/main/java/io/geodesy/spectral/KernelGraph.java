package io.geodesy.spectral;

import io.geodesy.error.ConfigException;
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
 * @param rho the bandwidth function of the variable kernel; empty for others
 * @param facts everything else
 */
public record KernelGraph(
    SparseRows weights, double[] bandwidths, double[] rho, KernelFacts facts) {
  private static final int USUAL_BANDWIDTH_K = 7;

  /**
   * Weighs a neighbour graph.
   *
   * @param lists the graph
   * @param settings kernel and rules
   * @param workers share the rows
   */
  public static KernelGraph of(NeighborLists lists, KernelSettings settings, Workers workers) {
    int bandwidthK = bandwidthK(settings, lists.rows() == 0 ? 0 : lists.minDegree());
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
      scaled = PilotDensity.scaledBy(lists, rho, rho);
    }
    OptionalDouble eps = settings.kernel().hasEps() ? settings.eps() : OptionalDouble.empty();
    OptionalDouble slope = OptionalDouble.empty();
    if (settings.kernel().hasEps() && eps.isEmpty()) {
      if (settings.rule() == BandwidthRule.LOG_SLOPE) {
        LogSlope rule = LogSlope.choose(scaled, lists.rows(), workers);
        eps = OptionalDouble.of(rule.eps());
        slope = OptionalDouble.of(rule.slope());
      } else {
        double[] relative = relative(bandwidths.values(), rho);
        Arrays.sort(relative);
        eps = OptionalDouble.of(neighborEps(relative[relative.length / 2]));
      }
    }
    double[] widths = bandwidths.values();
    double[] nearest = new double[0];
    if (settings.kernel() == Kernel.FUZZY) {
      FuzzyScales fuzzy = FuzzyScales.of(lists, widths, workers);
      widths = fuzzy.widths();
      nearest = fuzzy.nearest();
    } else if (settings.kernel() == Kernel.VARIABLE) {
      widths = variableWidths(rho, eps.getAsDouble());
    }
    DirectedWeights directed =
        DirectedWeights.of(
            lists,
            settings.kernel(),
            settings.decay(),
            new DirectedWeights.Widths(widths, widths, nearest, scaled, eps.orElse(1)),
            workers);
    SparseRows weights =
        SparseRows.symmetrize(
            lists.offsets(),
            lists.neighbors(),
            directed.weights(),
            settings.symmetrization(),
            Double.MIN_NORMAL,
            1);
    return new KernelGraph(
        weights,
        widths,
        rho,
        new KernelFacts(
            bandwidthK,
            bandwidths.floored(),
            eps,
            slope,
            directed.zeroDistances(),
            directed.dropped(),
            mostLinks(weights.longestRow()),
            dimension,
            settings.beta()));
  }

  /**
   * Returns the normalised operator among some rows.
   *
   * @param rows distinct; pairs with others are left out
   * @param alpha exponent of the density, see {@link KernelFacts#alpha}
   * @param workers share the rows
   */
  public DiffusionOperator operator(int[] rows, double alpha, Workers workers) {
    SparseRows among = weights.restrictedTo(rows);
    if (facts.dimension().isEmpty()) {
      return DiffusionOperator.of(among, alpha, workers);
    }
    double[] own = new double[rows.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = rho[rows[i]];
    }
    return DiffusionOperator.ofVariable(among, own, facts.dimension().getAsInt(), alpha, workers);
  }

  /**
   * Returns the neighbour that gives the bandwidths.
   *
   * @param shortest length of a list
   */
  static int bandwidthK(KernelSettings settings, int shortest) {
    int k = settings.bandwidthK().orElse(Math.max(1, Math.min(USUAL_BANDWIDTH_K, shortest)));
    if (settings.bandwidthK().isPresent() && k > shortest) {
      throw new ConfigException(
          "bandwidth-k is %d but table neighbors has rows with only %d neighbours: take bandwidth-k at most %d, or compute the graph with a greater k."
              .formatted(k, shortest, shortest));
    }
    return k;
  }

  /** Returns the bandwidths by which the {@link BandwidthRule#NEIGHBOR} rule takes the median. */
  static double[] relative(double[] bandwidths, double[] rho) {
    double[] relative = bandwidths.clone();
    for (int i = 0; i < rho.length; i++) {
      relative[i] /= rho[i];
    }
    return relative;
  }

  /** Returns the eps at which a pair at this distance weighs 1/e. */
  static double neighborEps(double median) {
    return median * median / 4;
  }

  /** Returns the widths of the variable kernel. */
  static double[] variableWidths(double[] rho, double eps) {
    return Arrays.stream(rho).map(r -> r * Math.sqrt(eps)).toArray();
  }

  /** Returns the links of a row with so many entries: the diagonal is none. */
  static int mostLinks(int longestRow) {
    return Math.max(0, longestRow - 1);
  }
}
