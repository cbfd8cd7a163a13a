package io.geodesy.jobs.compare;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.NearestRows;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * How far two spaces of the same items agree on who is near whom, item by item: share of common
 * neighbours, rank-biased overlap of the two lists, and the rank that the nearest item of one space
 * has in the other.
 *
 * <p>Lists are exact, ties by item. Rank-biased overlap is cut at k and divided by its greatest
 * value there, {@code sum_d p^(d-1) |A_d and B_d| / d / sum_d p^(d-1)}, so that equal lists have 1.
 * Information imbalance from A to B is {@code 2 / N} times the mean rank in B of the nearest item
 * in A: {@code 2 / N} if A tells the nearest of B, 1 if it tells nothing.
 *
 * <p>Cost: {@code 6 N^2 dim} operations. Determinism class D0.
 *
 * <p>Papers: W. Webber, A. Moffat, J. Zobel, A Similarity Measure for Indefinite Rankings, ACM TOIS
 * 28, 2010; A. Glielmo and others, Ranking the information content of distance measures, PNAS Nexus
 * 2022. Differs from the papers: overlap cut at k, as said.
 *
 * @param k neighbours compared
 * @param overlap of every item
 * @param rankBiased overlap of every item
 * @param rankInSecond rank in the second space of the item's nearest in the first, from 1
 * @param rankInFirst the other way round
 */
@SuppressWarnings("ArrayRecordComponent")
record NeighborAgreement(
    int k, double[] overlap, double[] rankBiased, double[] rankInSecond, double[] rankInFirst) {
  private static final double PERSISTENCE = 0.9;
  private static final int GRAIN = 32;

  /**
   * Compares.
   *
   * @param first {@code N x firstDim}
   * @param second {@code N x secondDim}, the same items in the same order
   * @param k below N
   */
  static NeighborAgreement of(
      float[] first, int firstDim, float[] second, int secondDim, int k, Workers workers) {
    int n = first.length / firstDim;
    int[] own = new int[n];
    for (int i = 0; i < n; i++) {
      own[i] = i;
    }
    int[] one = NearestRows.search(first, first, firstDim, own, k, workers).rows();
    int[] two = NearestRows.search(second, second, secondDim, own, k, workers).rows();
    NeighborAgreement found =
        new NeighborAgreement(k, new double[n], new double[n], new double[n], new double[n]);
    workers.forRanges(
        n,
        GRAIN,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            found.lists(one, two, i);
            found.rankInSecond[i] = rank(second, secondDim, i, one[i * k]);
            found.rankInFirst[i] = rank(first, firstDim, i, two[i * k]);
          }
        });
    return found;
  }

  private void lists(int[] one, int[] two, int item) {
    int common = 0;
    double weight = 1;
    double sum = 0;
    double most = 0;
    for (int depth = 0; depth < k; depth++) {
      for (int other = 0; other <= depth; other++) {
        common += one[item * k + depth] == two[item * k + other] ? 1 : 0;
        common += other < depth && one[item * k + other] == two[item * k + depth] ? 1 : 0;
      }
      sum += weight * common / (depth + 1);
      most += weight;
      weight *= PERSISTENCE;
    }
    overlap[item] = (double) common / k;
    rankBiased[item] = sum / most;
  }

  /** Counts the items nearer than one, and before it among equally near ones. */
  private static double rank(float[] rows, int dim, int item, int other) {
    double distance = Distances.squared(rows, item * dim, rows, other * dim, dim);
    int n = rows.length / dim;
    int rank = 1;
    for (int j = 0; j < n; j++) {
      if (j != item && j != other) {
        double one = Distances.squared(rows, item * dim, rows, j * dim, dim);
        rank += one < distance || (one == distance && j < other) ? 1 : 0;
      }
    }
    return rank;
  }

  /** Returns the means, with intervals over items. */
  List<Agreement> agreements() {
    int n = overlap.length;
    List<Agreement> found = new ArrayList<>();
    found.add(
        Agreement.mean(
            "neighbor-overlap",
            overlap,
            1,
            k / (n - 1.0),
            "mean share of the %d nearest items that are the same".formatted(k)));
    found.add(
        Agreement.mean(
            "rank-biased-overlap",
            rankBiased,
            1,
            k / (n - 1.0),
            "persistence 0.9, cut at %d: as the overlap, but the nearest weigh most; by chance less than said"
                .formatted(k)));
    found.add(
        Agreement.mean(
            "information-imbalance-to-other",
            rankInSecond,
            2.0 / n,
            1,
            "2/N times the mean rank in other of the nearest item in vectors: near 0 the input tells what is near in other, 1 is chance"));
    found.add(
        Agreement.mean(
            "information-imbalance-from-other",
            rankInFirst,
            2.0 / n,
            1,
            "the other way round; the space with the lower figure to the other holds more"));
    return found;
  }
}
