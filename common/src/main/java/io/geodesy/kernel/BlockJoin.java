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
  private static final int OWN = (1 << PanelKernel.HIT_BITS) - 1;

  private final PanelKernel kernel;
  private final float[] tile;
  private final int[] hits = new int[2 * PanelKernel.TILE_ROWS];
  private final float[] nothing;
  private final ListedPairs nothingListed;
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
    this.nothingListed = new ListedPairs(capacity);
    this.half = kernel.width() / 2;
    Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
  }

  /** Offers every row of a block to every other of it; the lists are the block's. */
  public void joinSelf(PanelBlock block, RunningLists lists) {
    nothingListed.begin(block.count());
    joinSelf(block, lists, nothingListed);
  }

  /**
   * As {@link #joinSelf(PanelBlock, RunningLists)}, leaving out what a list has already.
   *
   * @param known by position in the block
   */
  public void joinSelf(PanelBlock block, RunningLists lists, ListedPairs known) {
    int width = kernel.width();
    for (int p = 0; p < block.panels(); p++) {
      for (int q = p; q < block.panels(); q++) {
        for (int r = 0; r < width && p * width + r < block.count(); r += PanelKernel.TILE_ROWS) {
          int any = tile(block, lists.limits(), p, r, block, lists.limits(), q);
          for (; any != 0; any &= any - 1) {
            int at = Integer.numberOfTrailingZeros(any);
            int row = r + at / 2;
            int found = p == q ? hits[at] & above(row - at % 2 * half) : hits[at];
            int first = q * width + at % 2 * half;
            int own = (int) known.listed(p * width + row, first) & OWN;
            int theirs = (int) known.listing(p * width + row, first) << PanelKernel.HIT_BITS;
            found &= ~(own | theirs);
            take(block, lists, p * width + row, block, lists, q * width, found, at);
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
          int any = tile(a, listsA.limits(), p, r, b, listsB.limits(), q);
          for (; any != 0; any &= any - 1) {
            int at = Integer.numberOfTrailingZeros(any);
            take(a, listsA, p * width + r + at / 2, b, listsB, q * width, hits[at], at);
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
          int any = tile(queries, lists.limits(), p, r, corpus, nothing, q);
          for (; any != 0; any &= any - 1) {
            int at = Integer.numberOfTrailingZeros(any);
            takeOwn(lists, p * width + r + at / 2, corpus, q * width, hits[at] & OWN, at);
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
          int any = tile(queries, limits, p, r, corpus, nothing, q);
          for (; any != 0; any &= any - 1) {
            int at = Integer.numberOfTrailingZeros(any);
            int i = p * width + r + at / 2;
            for (int own = hits[at] & OWN; own != 0; own &= own - 1) {
              pairs[found++] = (long) i << 32 | (q * width + column(at, own));
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
        tile,
        hits);
  }

  /** Returns the bits, of both kinds, of the columns of half a panel beyond one of them. */
  private static int above(int column) {
    if (column < 0) {
      return -1;
    }
    int bits = OWN & -(2 << Math.min(column, PanelKernel.HIT_BITS));
    return bits << PanelKernel.HIT_BITS | bits;
  }

  /** Returns the column in the panel of the lowest bit. */
  private int column(int at, int bits) {
    return at % 2 * half + Integer.numberOfTrailingZeros(bits);
  }

  private void take(
      PanelBlock a,
      RunningLists listsA,
      int i,
      PanelBlock b,
      RunningLists listsB,
      int firstB,
      int found,
      int at) {
    takeOwn(listsA, i, b, firstB, found & OWN, at);
    for (int theirs = found >>> PanelKernel.HIT_BITS; theirs != 0; theirs &= theirs - 1) {
      int c = column(at, theirs);
      listsB.offer(firstB + c, tile[at / 2 * 2 * half + c], a.row(i));
    }
  }

  private void takeOwn(RunningLists lists, int i, PanelBlock b, int firstB, int bits, int at) {
    for (int own = bits; own != 0; own &= own - 1) {
      int c = column(at, own);
      lists.offer(i, tile[at / 2 * 2 * half + c], b.row(firstB + c));
    }
  }
}
