package io.geodesy.kernel;

import java.util.Arrays;

/**
 * The k nearest rows of a corpus for every query, proven: candidates by blocked float32 products,
 * exact distances of those in double, and a full scan of the few queries whose list is not proven.
 *
 * <p>The product works on rows moved to the mean of the corpus and scaled by a power of two, with
 * norms made so small that its values never exceed the true squared distances: a product of dim
 * terms is off by at most {@code dim u |x| |y|} with {@code u = 2^-24}, and rounding of norms, sums
 * and the rows themselves adds less than {@code 16 u (|x|^2 + |y|^2)}. If the k-th exact distance
 * is below the last candidate's bound, no row outside the candidates can be among the k nearest.
 *
 * <p>Cost: {@code 2 m n dim} operations; {@code 8 (m + n) dim} bytes. Determinism class D0: ties by
 * corpus row.
 */
public final class NearestRows {
  private static final int BLOCK_ROWS = 512;
  private static final int QUERY_ROWS = 128;
  private static final int SPARE = 16;

  /** Covers rounding of a limit to float. */
  private static final double ROUNDING = 1 + 1e-6;

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
    double[] mean = mean(n);
    double scale = scale(mean);
    float[] rows = moved(corpus, mean, scale);
    float[] asked = moved(queries, mean, scale);
    float[] norms = lowerNorms(rows);
    float[] askedNorms = lowerNorms(asked);
    PanelKernel kernel = Kernels.panel();
    PanelBlock[] blocks = new PanelBlock[(n + BLOCK_ROWS - 1) / BLOCK_ROWS];
    for (int b = 0; b < blocks.length; b++) {
      int to = Math.min(n, (b + 1) * BLOCK_ROWS);
      blocks[b] = new PanelBlock(kernel, to - b * BLOCK_ROWS, dim);
      blocks[b].packRange(rows, norms, b * BLOCK_ROWS, to);
    }
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
          BlockJoin join = new BlockJoin(kernel, Math.max(BLOCK_ROWS, QUERY_ROWS));
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
    if (!isComplete && !(best.last() * scale * scale * ROUNDING < bound)) {
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

  private double[] mean(int n) {
    double[] mean = new double[dim];
    for (int i = 0; i < corpus.length; i++) {
      mean[i % dim] += corpus[i] / (double) n;
    }
    return mean;
  }

  /** A power of two that brings the largest norm of a moved row into [1/2, 1). */
  private double scale(double[] mean) {
    double largest = 0;
    for (float[] values : new float[][] {corpus, queries}) {
      for (int at = 0; at < values.length; at += dim) {
        double norm = 0;
        for (int c = 0; c < dim; c++) {
          norm += (values[at + c] - mean[c]) * (values[at + c] - mean[c]);
        }
        largest = Math.max(largest, norm);
      }
    }
    return largest == 0 ? 1 : Math.scalb(1.0, -1 - Math.getExponent(Math.sqrt(largest)));
  }

  private float[] moved(float[] values, double[] mean, double scale) {
    float[] moved = new float[values.length];
    for (int at = 0; at < values.length; at += dim) {
      for (int c = 0; c < dim; c++) {
        moved[at + c] = (float) ((values[at + c] - mean[c]) * scale);
      }
    }
    return moved;
  }

  private float[] lowerNorms(float[] values) {
    double factor = 1 - (dim + 16) * 1.01 * 0x1p-24;
    float[] norms = new float[values.length / dim];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = (float) (Distances.squaredNorm(values, i * dim, dim) * factor - 1e-36);
    }
    return norms;
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
