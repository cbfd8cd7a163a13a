package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;

/**
 * How much sparser the surroundings of a row are than those of its neighbours, for methods that
 * have no outlier score of their own: {@code 1 - 1 / max(1, q)}, where q is the distance to the
 * last neighbour over the mean of that distance over the neighbours. 0 where a row is as dense as
 * its neighbours, 1/2 where it is twice as far out.
 *
 * <p>Cost: one pass over the lists. Determinism class D0.
 *
 * <p>Papers: Breunig, Kriegel, Ng, Sander, LOF, SIGMOD 2000; Schubert, Zimek, Kriegel, Local
 * outlier detection reconsidered, Data Mining and Knowledge Discovery 2014. Differs from the
 * papers: their simplified factor, brought into [0, 1).
 */
final class LocalOutliers {
  private LocalOutliers() {}

  /** Returns a score a row. */
  static double[] of(NeighborLists lists) {
    double[] scores = new double[lists.rows()];
    for (int i = 0; i < scores.length; i++) {
      double sum = 0;
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        sum += last(lists, lists.neighbors()[e]);
      }
      double own = last(lists, i);
      double mean = lists.degree(i) == 0 ? own : sum / lists.degree(i);
      scores[i] = own > mean ? 1 - mean / own : 0;
    }
    return scores;
  }

  private static double last(NeighborLists lists, int row) {
    return lists.degree(row) == 0 ? 0 : lists.distances()[lists.offsets()[row + 1] - 1];
  }
}
