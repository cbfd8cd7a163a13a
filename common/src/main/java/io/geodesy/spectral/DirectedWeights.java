package io.geodesy.spectral;

import io.geodesy.error.DataException;
import io.geodesy.graph.RowLists;
import io.geodesy.kernel.Workers;
import java.io.Serializable;

/**
 * What rows give the neighbours in their lists, before the two weights of a pair become one.
 *
 * @param weights one a listed neighbour, 0 where it is too weak to be kept
 * @param zeroDistances listed neighbours at distance zero, which weigh 1
 * @param dropped listed neighbours too weak to be kept
 */
@SuppressWarnings("ArrayRecordComponent")
record DirectedWeights(double[] weights, long zeroDistances, long dropped) implements Serializable {
  /** Half a unit in the last place of the float32 diagonal: less cannot change a row sum. */
  private static final double SMALLEST = 0x1p-24;

  /** With a decay of 40 a pair 6 % beyond the bandwidth is already below this. */
  private static final double SMALLEST_DECAY = 1e-4;

  /** Chords of unit vectors end at 2; rounding may pass it. */
  private static final double LONGEST_CHORD = 2 * (1 + 1e-6);

  /** Returns the weight below which a listed pair is dropped. */
  static double smallest(Kernel kernel) {
    return kernel == Kernel.DECAY ? SMALLEST_DECAY : SMALLEST;
  }

  /**
   * The widths by which rows weigh their neighbours.
   *
   * @param own of the rows
   * @param others of what the neighbours are numbers of; read by {@link Kernel#SELF_TUNED} alone
   * @param nearest positive distance of every row, for {@link Kernel#FUZZY}
   * @param scaled distance of every listed neighbour, for {@link Kernel#VARIABLE}
   * @param eps of a kernel that has one
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Widths(double[] own, double[] others, double[] nearest, float[] scaled, double eps) {}

  static DirectedWeights of(
      RowLists lists, Kernel kernel, double decay, Widths widths, Workers workers) {
    double[] weights = new double[lists.neighbors().length];
    workers.forRanges(
        lists.rows(),
        1024,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
              weights[e] = weight(lists, kernel, decay, widths, i, e);
            }
          }
        });
    double smallest = smallest(kernel);
    long zero = 0;
    long dropped = 0;
    for (int e = 0; e < weights.length; e++) {
      zero += lists.distances()[e] == 0 ? 1 : 0;
      if (weights[e] < smallest) {
        weights[e] = 0;
        dropped++;
      }
    }
    return new DirectedWeights(weights, zero, dropped);
  }

  private static double weight(
      RowLists lists, Kernel kernel, double decay, Widths widths, int row, int entry) {
    double distance = lists.distances()[entry];
    double own = widths.own[row];
    return switch (kernel) {
      case VARIABLE -> {
        double scaled = widths.scaled[entry];
        yield Math.exp(-scaled * scaled / (4 * widths.eps));
      }
      case FUZZY -> Math.exp(-Math.max(0, distance - widths.nearest[row]) / own);
      case COSINE -> chordWeight(lists, row, distance);
      case SELF_TUNED ->
          kernel.weight(distance, own, widths.others[lists.neighbors()[entry]], decay, widths.eps);
      case FIXED, DECAY, EXPONENTIAL -> kernel.weight(distance, own, own, decay, widths.eps);
    };
  }

  private static double chordWeight(RowLists lists, int row, double distance) {
    if (distance > LONGEST_CHORD) {
      throw new DataException(
          "kernel = cosine needs chord distances, at most 2, but row %s has a neighbour at %s: compute the graph with metric = cosine, or use another kernel."
              .formatted(lists.ids().get(row), distance));
    }
    return Kernel.COSINE.weight(distance, 1, 1, 1, 1);
  }
}
