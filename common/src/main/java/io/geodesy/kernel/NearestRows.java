package io.geodesy.kernel;

import java.util.Arrays;

/**
 * The k nearest rows of a corpus for every query, proven: candidates by blocked float32 products,
 * exact distances of those in double, and a full scan of the few queries whose list is not proven.
 *
 * <p>The product works on rows moved to the mean of the corpus and never exceeds the true squared
 * distances ({@link LoweredRows}). If the k-th exact distance is below the last candidate's bound,
 * no row outside the candidates can be among the k nearest.
 *
 * <p>Cost: {@code 2 m n dim} operations; {@code 8 (m + n) dim} bytes. Determinism class D0: ties by
 * corpus row.
 */
public final class NearestRows {
  private static final int QUERY_ROWS = 128;
  private static final int SPARE = 16;

  private final float[] corpus;
  private final float[] queries;
  private final int dim;
  private final int[] own;

  /**
   * The nearest rows.
   *
   * @param k length of every list
   * @param rows {@code m x k} corpus rows, nearest first
   * @param squared {@code m x k} squared distances
   */
  public record Found(int k, int[] rows, double[] squared) {
    /** Returns the mean distance of a query to its k nearest. */
    public double meanDistance(int query) {
      double sum = 0;
      for (int j = query * k; j < (query + 1) * k; j++) {
        sum += Math.sqrt(squared[j]);
      }
      return sum / k;
    }
  }

  private NearestRows(float[] corpus, float[] queries, int dim, int[] own) {
    this.corpus = corpus;
    this.queries = queries;
    this.dim = dim;
    this.own = own;
  }

  /**
   * Searches.
   *
   * @param corpus {@code n x dim} row-major
   * @param queries {@code m x dim} row-major
   * @param dim columns
   * @param own the corpus row that each query must not find, itself; -1 for none
   * @param k at least 1 and at most n, or n - 1 where a query has an own row
   * @param workers share the queries
   */
  public static Found search(
      float[] corpus, float[] queries, int dim, int[] own, int k, Workers workers) {
    return new NearestRows(corpus, queries, dim, own).search(k, workers);
  }

  private Found search(int k, Workers workers) {
    int n = corpus.length / dim;
    int m = own.length;
    double[] mean = LoweredRows.mean(corpus, dim);
    double scale = LoweredRows.scale(mean, corpus, queries);
    float[] rows = LoweredRows.moved(corpus, mean, scale);
    float[] asked = LoweredRows.moved(queries, mean, scale);
    float[] norms = LoweredRows.norms(rows, dim);
    float[] askedNorms = LoweredRows.norms(asked, dim);
    PanelKernel kernel = Kernels.panel();
    PanelBlock[] blocks = LoweredRows.blocks(kernel, rows, norms, dim, workers);
    int candidates = Math.min(n, k + 1 + Math.max(SPARE, k / 2));
    Found found = new Found(k, new int[m * k], new double[m * k]);
    workers.forRanges(
        m,
        QUERY_ROWS,
        (worker, from, to) -> {
          PanelBlock block = new PanelBlock(kernel, to - from, dim);
          block.packRange(asked, askedNorms, from, to);
          RunningLists lists = new RunningLists(kernel, to - from, candidates);
          lists.begin(block);
          BlockJoin join = new BlockJoin(kernel, LoweredRows.BLOCK_ROWS);
          for (PanelBlock part : blocks) {
            join.joinTo(block, lists, part);
          }
          Best best = new Best(k);
          for (int i = 0; i < block.count(); i++) {
            answer(from + i, i, lists, candidates, scale, best, found);
          }
        });
    return found;
  }

  private void answer(
      int query, int i, RunningLists lists, int candidates, double scale, Best best, Found found) {
    int n = corpus.length / dim;
    best.clear();
    lists.sort(i);
    for (int rank = 0; rank < lists.size(i); rank++) {
      offer(query, NeighborKey.index(lists.key(i, rank)), best);
    }
    boolean isComplete = lists.size(i) == n;
    double bound = isComplete ? 0 : NeighborKey.distance(lists.key(i, candidates - 1));
    if (!isComplete && !(best.last() * scale * scale * LoweredRows.ROUNDING < bound)) {
      best.clear();
      for (int row = 0; row < n; row++) {
        offer(query, row, best);
      }
    }
    best.copyTo(found, query);
  }

  private void offer(int query, int row, Best best) {
    if (row != own[query]) {
      best.offer(Distances.squared(queries, query * dim, corpus, row * dim, dim), row);
    }
  }

  /** The k smallest (squared distance, row) offered; each row once. */
  private static final class Best {
    private final double[] squared;
    private final int[] rows;
    private int size;

    Best(int k) {
      squared = new double[k];
      rows = new int[k];
    }

    void clear() {
      size = 0;
    }

    double last() {
      return size == rows.length ? squared[size - 1] : Double.POSITIVE_INFINITY;
    }

    void offer(double distance, int row) {
      if (size == rows.length && !isBefore(distance, row, size - 1)) {
        return;
      }
      int at = size < rows.length ? size++ : size - 1;
      while (at > 0 && isBefore(distance, row, at - 1)) {
        squared[at] = squared[at - 1];
        rows[at] = rows[at - 1];
        at--;
      }
      squared[at] = distance;
      rows[at] = row;
    }

    private boolean isBefore(double distance, int row, int at) {
      return distance < squared[at] || (distance == squared[at] && row < rows[at]);
    }

    void copyTo(Found found, int query) {
      if (size < rows.length) {
        throw new IllegalArgumentException(
            "%d rows are not enough for the %d nearest".formatted(size, rows.length));
      }
      System.arraycopy(rows, 0, found.rows(), query * rows.length, rows.length);
      System.arraycopy(squared, 0, found.squared(), query * rows.length, rows.length);
    }
  }

  /** Returns an array that leaves no row out, for {@code queries} that are not in the corpus. */
  public static int[] strangers(int queries) {
    int[] own = new int[queries];
    Arrays.fill(own, -1);
    return own;
  }
}
