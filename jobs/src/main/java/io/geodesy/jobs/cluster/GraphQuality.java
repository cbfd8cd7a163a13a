package io.geodesy.jobs.cluster;

import java.util.Arrays;

/**
 * How well a grouping fits the neighbour graph. Noise counts as rows of one group each.
 *
 * <p>Cost: one pass over the rows. Determinism class D0.
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
   * @param links of every row
   * @param partition the grouping
   */
  static GraphQuality of(RowLinks links, Partition partition) {
    int[] cluster = partition.cluster();
    int count = partition.clusters();
    double[] volume = new double[count];
    double[] inside = new double[count];
    double noiseSquares = 0;
    double total = 0;
    for (int i = 0; i < cluster.length; i++) {
      double degree = links.degrees()[i];
      total += degree;
      if (cluster[i] == Partition.NOISE) {
        noiseSquares += degree * degree;
      } else {
        volume[cluster[i]] += degree;
        inside[cluster[i]] += links.inside()[i];
      }
    }
    double coverage = total == 0 ? Double.NaN : Arrays.stream(inside).sum() / total;
    double squares = noiseSquares + Arrays.stream(volume).map(v -> v * v).sum();
    double[] conductance = new double[count];
    for (int c = 0; c < count; c++) {
      double smaller = Math.min(volume[c], total - volume[c]);
      conductance[c] = smaller > 0 ? (volume[c] - inside[c]) / smaller : Double.NaN;
    }
    double[] cohesion = new double[count];
    double[] distances = new double[count + 1];
    long[] listed = new long[count + 1];
    for (int i = 0; i < cluster.length; i++) {
      boolean isNoise = cluster[i] == Partition.NOISE;
      int c = isNoise ? count : cluster[i];
      distances[c] += links.distances()[i];
      listed[c] += links.listed()[i];
      if (!isNoise) {
        cohesion[c] += links.same()[i];
      }
    }
    for (int c = 0; c <= count; c++) {
      distances[c] /= listed[c];
      if (c < count) {
        cohesion[c] /= listed[c];
      }
    }
    return new GraphQuality(
        coverage - squares / (total * total), coverage, conductance, cohesion, distances);
  }
}
