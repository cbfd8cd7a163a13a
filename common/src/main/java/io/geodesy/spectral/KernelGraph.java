package io.geodesy.spectral;

import io.geodesy.error.ConfigException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import java.util.OptionalDouble;

/**
 * The symmetric kernel matrix of a neighbour graph, with unit diagonal.
 *
 * <p>Cost: one exponential a listed pair, {@code 24 n k} bytes while it is made. Determinism class
 * D0.
 *
 * @param weights K
 * @param bandwidths of every row, whatever the kernel
 * @param bandwidthK the neighbour that gave them
 * @param floored rows with no positive distance to that neighbour
 * @param eps of the fixed kernel
 * @param slope of the log-slope rule, where it chose eps
 * @param zeroDistances listed pairs at distance zero, which weigh 1
 * @param dropped listed pairs too weak to be kept
 */
public record KernelGraph(
    SparseRows weights,
    double[] bandwidths,
    int bandwidthK,
    int floored,
    OptionalDouble eps,
    OptionalDouble slope,
    long zeroDistances,
    long dropped) {
  /** Half a unit in the last place of the float32 diagonal: less cannot change a row sum. */
  private static final double SMALLEST = 0x1p-24;

  /** With a decay of 40 a pair 6 % beyond the bandwidth is already below this. */
  private static final double SMALLEST_DECAY = 1e-4;

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
    OptionalDouble eps = OptionalDouble.empty();
    OptionalDouble slope = OptionalDouble.empty();
    if (settings.kernel() == Kernel.FIXED) {
      eps = settings.eps();
      if (eps.isEmpty()) {
        LogSlope rule = LogSlope.choose(lists.distances(), lists.rows(), workers);
        eps = OptionalDouble.of(rule.eps());
        slope = OptionalDouble.of(rule.slope());
      }
    }
    double[] directed = weigh(lists, settings, bandwidths.values(), eps.orElse(1), workers);
    double smallest = settings.kernel() == Kernel.DECAY ? SMALLEST_DECAY : SMALLEST;
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
        weights, bandwidths.values(), bandwidthK, bandwidths.floored(), eps, slope, zero, dropped);
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

  private static double[] weigh(
      NeighborLists lists,
      KernelSettings settings,
      double[] bandwidths,
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
                    case FIXED -> Math.exp(-d * d / (4 * eps));
                    case DECAY -> Math.exp(-Math.pow(d / bandwidths[i], settings.decay()));
                    case SELF_TUNED ->
                        Math.exp(-d / bandwidths[i] * (d / bandwidths[lists.neighbors()[e]]));
                  };
            }
          }
        });
    return weights;
  }
}
