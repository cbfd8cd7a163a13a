package io.geodesy.kernel;

import java.util.Arrays;

/**
 * Every pair of rows within a Euclidean radius of which one is asked for, and a few beyond: blocked
 * float32 products that never exceed the true distance find candidates, and whoever asks compares
 * those exactly.
 *
 * <p>Cost: {@code 2 m n dim} operations for m rows asked for among n, half of it when all are;
 * {@code 8 n dim} bytes and 512 KiB a thread. Determinism class D0 as a set: pairs come in no
 * order.
 */
public final class RowsWithin {
  private static final int QUERY_ROWS = 128;

  /** Takes a pair that may be within the radius. */
  @FunctionalInterface
  public interface Body {
    /**
     * Called by several threads, for a pair once or, when both rows are asked for, at most twice.
     *
     * @param worker below the number of threads
     * @param asked a row asked for
     * @param other another row
     */
    void accept(int worker, int asked, int other);
  }

  private RowsWithin() {}

  /**
   * Searches.
   *
   * @param rows {@code n x dim} row-major
   * @param dim columns
   * @param asked row numbers, ascending
   * @param radius at least 0
   * @param workers share the rows asked for
   * @param body takes the candidates
   */
  public static void search(
      float[] rows, int dim, int[] asked, double radius, Workers workers, Body body) {
    int n = rows.length / dim;
    double[] mean = LoweredRows.mean(rows, dim);
    double scale = LoweredRows.scale(mean, rows);
    float[] moved = LoweredRows.moved(rows, mean, scale);
    float[] norms = LoweredRows.norms(moved, dim);
    PanelKernel kernel = Kernels.panel();
    PanelBlock[] blocks = LoweredRows.blocks(kernel, moved, norms, dim, workers);
    float limit = Math.nextUp((float) (radius * radius * scale * scale * LoweredRows.ROUNDING));
    boolean isAll = asked.length == n;
    Scratch[] scratch = new Scratch[workers.threads()];
    workers.forRanges(
        asked.length,
        QUERY_ROWS,
        (worker, from, to) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new Scratch(kernel, dim, limit);
          }
          Scratch own = scratch[worker];
          own.block.pack(moved, norms, asked, from, to);
          for (int b = isAll ? from / LoweredRows.BLOCK_ROWS : 0; b < blocks.length; b++) {
            int found = own.join.within(own.block, own.limits, blocks[b], own.pairs);
            for (int p = 0; p < found; p++) {
              int row = own.block.row((int) (own.pairs[p] >>> Integer.SIZE));
              int other = blocks[b].row((int) own.pairs[p]);
              if (isAll ? row < other : row != other) {
                body.accept(worker, row, other);
              }
            }
          }
        });
  }

  /** What a thread works in. */
  private static final class Scratch {
    private final PanelBlock block;
    private final BlockJoin join;
    private final long[] pairs = new long[QUERY_ROWS * LoweredRows.BLOCK_ROWS];
    private final float[] limits;

    Scratch(PanelKernel kernel, int dim, float limit) {
      block = new PanelBlock(kernel, QUERY_ROWS, dim);
      join = new BlockJoin(kernel, LoweredRows.BLOCK_ROWS);
      limits = new float[QUERY_ROWS + kernel.width()];
      Arrays.fill(limits, limit);
    }
  }
}
