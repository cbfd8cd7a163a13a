package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import java.util.Arrays;

/**
 * How well a grouping fits the neighbour graph. Noise counts as rows of one group each.
 *
 * <p>Cost: one pass over the edges. Determinism class D0.
 *
 * <p>Papers: Newman, Girvan, Finding and evaluating community structure, Physical Review E 2004;
 * Kannan, Vempala, Vetta, On clusterings: good, bad and spectral, Journal of the ACM 2004. Differs
 * from the papers: none.
 *
 * @param modularity share of the weight inside clusters less what degrees alone would put there
 * @param coverage share of the weight inside clusters
 * @param conductance a cluster: cut weight over the smaller of its volume and the rest's; NaN where
 *     that is 0
 * @param cohesion a cluster: share of the members' neighbours that are in it
 * @param meanDistances a cluster and last noise: mean distance of a member to its neighbours; NaN
 *     where there is none
 */
@SuppressWarnings("ArrayRecordComponent")
record GraphQuality(
    double modularity,
    double coverage,
    double[] conductance,
    double[] cohesion,
    double[] meanDistances) {

  /**
   * Measures a grouping.
   *
   * @param graph symmetric weights
   * @param lists the neighbour lists
   * @param partition the grouping
   */
  static GraphQuality of(SparseRows graph, NeighborLists lists, Partition partition) {
    int[] cluster = partition.cluster();
    int count = partition.clusters();
    double[] volume = new double[count];
    double[] inside = new double[count];
    double noiseSquares = 0;
    double total = 0;
    for (int i = 0; i < cluster.length; i++) {
      double degree = 0;
      double kept = 0;
      for (int e = graph.offset(i); e < graph.offset(i + 1); e++) {
        degree += graph.weight(e);
        kept += cluster[graph.column(e)] == cluster[i] ? graph.weight(e) : 0;
      }
      total += degree;
      if (cluster[i] == Partition.NOISE) {
        noiseSquares += degree * degree;
      } else {
        volume[cluster[i]] += degree;
        inside[cluster[i]] += kept;
      }
    }
    double coverage = total == 0 ? Double.NaN : Arrays.stream(inside).sum() / total;
    double squares = noiseSquares + Arrays.stream(volume).map(v -> v * v).sum();
    double[] conductance = new double[count];
    for (int c = 0; c < count; c++) {
      double smaller = Math.min(volume[c], total - volume[c]);
      conductance[c] = smaller > 0 ? (volume[c] - inside[c]) / smaller : Double.NaN;
    }
    return new GraphQuality(
        coverage - squares / (total * total),
        coverage,
        conductance,
        cohesion(lists, cluster, count),
        meanDistances(lists, cluster, count));
  }

  private static double[] cohesion(NeighborLists lists, int[] cluster, int count) {
    long[] same = new long[count];
    long[] all = new long[count];
    for (int i = 0; i < cluster.length; i++) {
      if (cluster[i] != Partition.NOISE) {
        for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
          same[cluster[i]] += cluster[lists.neighbors()[e]] == cluster[i] ? 1 : 0;
          all[cluster[i]]++;
        }
      }
    }
    double[] shares = new double[count];
    for (int c = 0; c < count; c++) {
      shares[c] = (double) same[c] / all[c];
    }
    return shares;
  }

  private static double[] meanDistances(NeighborLists lists, int[] cluster, int count) {
    double[] sums = new double[count + 1];
    long[] all = new long[count + 1];
    for (int i = 0; i < cluster.length; i++) {
      int c = cluster[i] == Partition.NOISE ? count : cluster[i];
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        sums[c] += lists.distances()[e];
        all[c]++;
      }
    }
    for (int c = 0; c <= count; c++) {
      sums[c] /= all[c];
    }
    return sums;
  }
}
