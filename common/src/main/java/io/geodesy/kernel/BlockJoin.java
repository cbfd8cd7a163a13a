package io.geodesy.kernel;

import java.util.Arrays;

/**
 * Joins blocks of rows with themselves or each other and keeps the nearest of every row: packed
 * product, comparison with the limit each row carries, sorted insertion, and at the end a merge
 * into shared lists. One instance a thread; nothing is allocated after construction.
 *
 * <p>Cost: {@code m^2 dim} operations for a block with itself, {@code 2 m m' dim} for two. A limit
 * starts at that of the row's shared list, so that most pairs cost one lane of one comparison.
 */
public final class BlockJoin {
  private final PanelKernel kernel;
  private final float[] tile;
  private final float[] nothing;
  private final int half;

  /**
   * Makes one.
   *
   * @param kernel whose panels the blocks have
   * @param capacity rows of the largest block
   */
  public BlockJoin(PanelKernel kernel, int capacity) {
    this.kernel = kernel;
    this.tile = new float[PanelKernel.TILE_ROWS * kernel.width()];
    this.nothing = new float[capacity + kernel.width()];
    this.half = kernel.width() / 2;
    Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
  }

  /** Offers every row of a block to every other of it; the lists are the block's. */
  public void joinSelf(PanelBlock block, RunningLists lists) {
    int width = kernel.width();
    for (int p = 0; p < block.panels(); p++) {
      for (int q = p; q < block.panels(); q++) {
        for (int r = 0; r < width && p * width + r < block.count(); r += PanelKernel.TILE_ROWS) {
          int hits = tile(block, lists.limits(), p, r, block, lists.limits(), q);
          if (hits != 0) {
            take(block, lists, p * width + r, block, lists, q * width, hits, p == q);
          }
        }
      }
    }
  }

  /** Offers every row of each block to every row of the other; the blocks share no row. */
  public void joinBoth(PanelBlock a, RunningLists listsA, PanelBlock b, RunningLists listsB) {
    int width = kernel.width();
    for (int p = 0; p < a.panels(); p++) {
      for (int q = 0; q < b.panels(); q++) {
        for (int r = 0; r < width && p * width + r < a.count(); r += PanelKernel.TILE_ROWS) {
          int hits = tile(a, listsA.limits(), p, r, b, listsB.limits(), q);
          if (hits != 0) {
            take(a, listsA, p * width + r, b, listsB, q * width, hits, false);
          }
        }
      }
    }
  }

  /** Offers the rows of a corpus to those of a block of queries, a row to itself too. */
  public void joinTo(PanelBlock queries, RunningLists lists, PanelBlock corpus) {
    int width = kernel.width();
    for (int p = 0; p < queries.panels(); p++) {
      for (int q = 0; q < corpus.panels(); q++) {
        for (int r = 0; r < width && p * width + r < queries.count(); r += PanelKernel.TILE_ROWS) {
          int hits = tile(queries, lists.limits(), p, r, corpus, nothing, q);
          for (; hits != 0; hits &= hits - 1) {
            int bit = Integer.numberOfTrailingZeros(hits);
            takeRow(lists, p * width + r + bit / 2, corpus, q * width, bit);
          }
        }
      }
    }
  }

  /**
   * Lists all pairs within the limits of the queries, a row with itself too.
   *
   * @param queries a block
   * @param limits of squared distance, one a query
   * @param corpus another block
   * @param pairs room for every pair; receives {@code position in queries << 32 | position in
   *     corpus}
   * @return how many
   */
  public int within(PanelBlock queries, float[] limits, PanelBlock corpus, long[] pairs) {
    int width = kernel.width();
    int found = 0;
    for (int p = 0; p < queries.panels(); p++) {
      for (int q = 0; q < corpus.panels(); q++) {
        for (int r = 0; r < width && p * width + r < queries.count(); r += PanelKernel.TILE_ROWS) {
          int hits = tile(queries, limits, p, r, corpus, nothing, q);
          for (; hits != 0; hits &= hits - 1) {
            int bit = Integer.numberOfTrailingZeros(hits);
            int i = p * width + r + bit / 2;
            int from = bit % 2 * half;
            for (int c = from; c < from + half; c++) {
              if (tile[bit / 2 * 2 * half + c] <= limits[i]) {
                pairs[found++] = (long) i << 32 | (q * width + c);
              }
            }
          }
        }
      }
    }
    return found;
  }

  private int tile(
      PanelBlock a, float[] limitsA, int p, int r, PanelBlock b, float[] limitsB, int q) {
    int width = kernel.width();
    return kernel.tile(
        a.values(),
        a.panelAt(p) + r,
        b.values(),
        b.panelAt(q),
        a.dim(),
        a.norms(),
        limitsA,
        p * width + r,
        b.norms(),
        limitsB,
        q * width,
        tile);
  }

  private void take(
      PanelBlock a,
      RunningLists listsA,
      int firstA,
      PanelBlock b,
      RunningLists listsB,
      int firstB,
      int hits,
      boolean isDiagonal) {
    float[] limitsA = listsA.limits();
    float[] limitsB = listsB.limits();
    for (int left = hits; left != 0; left &= left - 1) {
      int bit = Integer.numberOfTrailingZeros(left);
      int i = firstA + bit / 2;
      int from = bit % 2 * half;
      for (int c = from; c < from + half; c++) {
        float squared = tile[bit / 2 * 2 * half + c];
        int j = firstB + c;
        if (isDiagonal && j <= i) {
          continue;
        }
        if (squared <= limitsA[i]) {
          listsA.offer(i, squared, b.row(j));
        }
        if (squared <= limitsB[j]) {
          listsB.offer(j, squared, a.row(i));
        }
      }
    }
  }

  private void takeRow(RunningLists lists, int i, PanelBlock corpus, int firstB, int bit) {
    int from = bit % 2 * half;
    for (int c = from; c < from + half; c++) {
      float squared = tile[bit / 2 * 2 * half + c];
      if (squared <= lists.limits()[i]) {
        lists.offer(i, squared, corpus.row(firstB + c));
      }
    }
  }
}
