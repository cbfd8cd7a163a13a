package io.geodesy.jobs.relative.compare;

import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.Workers;

/**
 * How well items seen from one space find themselves and their neighbours in another. For every
 * item x, A(x) are the K items of the reference nearest to x's own reference vector, and B(x) those
 * nearest to its query vector, both by cosine, ties by item.
 *
 * <p>Cost: {@code 4 M^2 width} operations; {@code 16 M} bytes a thread. Determinism class D0: sums
 * are taken in the order of the items.
 *
 * <p>Paper: L. Moschella and others, ICLR 2023, arXiv 2209.15430. Differs from the paper: whether
 * the item itself is ranked and where reciprocal ranks stop are arguments, the defaults being those
 * of the published evaluation.
 *
 * @param jaccard mean of |A and B| / |A or B|
 * @param recall mean of |A and B| / K
 * @param reciprocalRank mean of 1 / rank of x among all items for its query; NaN where x is left
 *     out
 * @param cosine mean cosine of query and reference vector of one item
 */
record SpaceComparison(double jaccard, double recall, double reciprocalRank, double cosine) {
  /** No item is nearer than another: there is nothing to rank. */
  static final SpaceComparison UNDEFINED =
      new SpaceComparison(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /**
   * The conventions of a comparison.
   *
   * @param k items compared, at most the number of items ranked
   * @param isSelfRanked whether an item is ranked for its own query
   * @param rankCutoff ranks beyond count as 0; 0 for no end
   */
  record Convention(int k, boolean isSelfRanked, int rankCutoff) {}

  /**
   * Compares.
   *
   * @param queries {@code M x width} unit rows
   * @param reference {@code M x width} unit rows of the same items
   * @param width columns of both
   * @param workers share the items
   */
  static SpaceComparison of(
      double[] queries, double[] reference, int width, Convention convention, Workers workers) {
    int items = queries.length / width;
    double[] jaccards = new double[items];
    double[] recalls = new double[items];
    double[] ranks = new double[items];
    boolean[] isRanked = new boolean[items];
    int block = 16;
    workers.forRanges(
        items,
        block,
        (worker, from, to) -> {
          double[] own = new double[(to - from) * items];
          double[] asked = new double[(to - from) * items];
          DotProducts.multiply(reference, from, to - from, reference, items, width, own);
          DotProducts.multiply(queries, from, to - from, reference, items, width, asked);
          Nearest a = new Nearest(convention.k());
          Nearest b = new Nearest(convention.k());
          for (int i = from; i < to; i++) {
            int at = (i - from) * items;
            int left = convention.isSelfRanked() ? -1 : i;
            isRanked[i] = differ(own, at, items) && differ(asked, at, items);
            int shared = a.of(own, at, items, left).shared(b.of(asked, at, items, left));
            jaccards[i] = (double) shared / (2 * convention.k() - shared);
            recalls[i] = (double) shared / convention.k();
            ranks[i] = reciprocal(asked, at, items, i, convention.rankCutoff());
          }
        });
    boolean hasRanking = false;
    double jaccard = 0;
    double recall = 0;
    double rank = 0;
    double cosine = 0;
    for (int i = 0; i < items; i++) {
      hasRanking |= isRanked[i];
      jaccard += jaccards[i];
      recall += recalls[i];
      rank += ranks[i];
      cosine += DotProducts.product(queries, i * width, reference, i * width, width);
    }
    if (!hasRanking) {
      return UNDEFINED;
    }
    return new SpaceComparison(
        jaccard / items,
        recall / items,
        convention.isSelfRanked() ? rank / items : Double.NaN,
        cosine / items);
  }

  private static boolean differ(double[] scores, int at, int items) {
    for (int j = 1; j < items; j++) {
      if (scores[at + j] != scores[at]) {
        return true;
      }
    }
    return false;
  }

  /** Counts items with a greater score, and before it among equal ones: no sort. */
  private static double reciprocal(double[] scores, int at, int items, int item, int cutoff) {
    double own = scores[at + item];
    int rank = 1;
    for (int j = 0; j < items; j++) {
      rank += scores[at + j] > own || (scores[at + j] == own && j < item) ? 1 : 0;
    }
    return cutoff > 0 && rank > cutoff ? 0 : 1.0 / rank;
  }

  /** The k items of greatest score, ties by item. */
  private static final class Nearest {
    private final double[] scores;
    private final int[] items;
    private int size;

    Nearest(int k) {
      scores = new double[k];
      items = new int[k];
    }

    Nearest of(double[] all, int at, int count, int left) {
      size = 0;
      for (int j = 0; j < count; j++) {
        if (j != left && (size < items.length || all[at + j] > scores[size - 1])) {
          offer(all[at + j], j);
        }
      }
      return this;
    }

    /** Items come in ascending order, so that an equal score goes behind. */
    private void offer(double score, int item) {
      int to = size < items.length ? size++ : size - 1;
      while (to > 0 && scores[to - 1] < score) {
        scores[to] = scores[to - 1];
        items[to] = items[to - 1];
        to--;
      }
      scores[to] = score;
      items[to] = item;
    }

    int shared(Nearest other) {
      int shared = 0;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < other.size; j++) {
          shared += items[i] == other.items[j] ? 1 : 0;
        }
      }
      return shared;
    }
  }
}
