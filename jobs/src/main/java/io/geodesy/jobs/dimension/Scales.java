package io.geodesy.jobs.dimension;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The ranks at which dimension is read off a list of k neighbours.
 *
 * @param gride n1 of each Gride pair; n2 is twice as much and at most k
 * @param likelihood neighbours of each maximum-likelihood estimate: 5, 10, 20, ... and the row's
 *     own
 */
@SuppressWarnings("ArrayRecordComponent")
record Scales(int[] gride, int[] likelihood) implements Serializable {

  /**
   * The ranks of a graph.
   *
   * @param k length of the longest list, at least 3
   * @param first n1 of the finest Gride pair
   * @param likelihood neighbours the row's own estimate uses, at most k
   */
  static Scales of(int k, int first, int likelihood) {
    int[] gride = IntStream.iterate(first, n1 -> 2 * n1 <= k, n1 -> 2 * n1).toArray();
    int[] coarser = IntStream.iterate(5, n -> n < likelihood, n -> 2 * n).toArray();
    int[] all = Arrays.copyOf(coarser, coarser.length + 1);
    all[coarser.length] = likelihood;
    return new Scales(gride, all);
  }

  /** Returns the neighbours that the row's own estimates use at most. */
  int own() {
    return likelihood[likelihood.length - 1];
  }
}
