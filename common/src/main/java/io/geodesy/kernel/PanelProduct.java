package io.geodesy.kernel;

import java.util.Arrays;

/**
 * The matrix product {@code A B^T} of row-major float32 matrices by {@link PanelKernel}: all inner
 * products of the rows of one with the rows of the other, each one chain of fused multiply-adds.
 *
 * <p>Cost: {@code 2 m n d} operations; the packed B and one block of A a thread in memory.
 * Determinism class D0.
 */
public final class PanelProduct {
  private static final int BLOCK_ROWS = 128;

  private PanelProduct() {}

  /** Rows that are made as they are needed. */
  @FunctionalInterface
  public interface RowSource {
    /** Writes the rows {@code from <= i < to}, one after the other; several threads call it. */
    void write(int from, int to, float[] into);
  }

  /**
   * Multiplies.
   *
   * @param a {@code m x dim}
   * @param b {@code n x dim}
   * @param dim columns of both
   * @param out {@code m x n}, overwritten
   */
  public static void multiply(float[] a, float[] b, int dim, float[] out, Workers workers) {
    int m = a.length / dim;
    float[] zeros = new float[m];
    multiply(
        (worker, block, from, to) -> block.packRange(a, zeros, from, to), m, b, dim, out, workers);
  }

  /**
   * Multiplies rows that are nowhere in memory as a whole.
   *
   * @param a gives m rows of dim columns
   * @param b {@code n x dim}
   * @param out {@code m x n}, overwritten
   */
  public static void multiply(
      RowSource a, int m, float[] b, int dim, float[] out, Workers workers) {
    float[][] rows = new float[workers.threads()][BLOCK_ROWS * dim];
    float[] zeros = new float[BLOCK_ROWS];
    multiply(
        (worker, block, from, to) -> {
          a.write(from, to, rows[worker]);
          block.packRange(rows[worker], zeros, 0, to - from);
        },
        m,
        b,
        dim,
        out,
        workers);
  }

  /** Packs rows of the left matrix. */
  private interface Packing {
    void pack(int worker, PanelBlock block, int from, int to);
  }

  private static void multiply(Packing a, int m, float[] b, int dim, float[] out, Workers workers) {
    PanelKernel kernel = Kernels.panel();
    int n = b.length / dim;
    PanelBlock right = new PanelBlock(kernel, n, dim);
    right.packRange(b, new float[n], 0, n);
    PanelBlock[] left = new PanelBlock[workers.threads()];
    Arrays.setAll(left, w -> new PanelBlock(kernel, BLOCK_ROWS, dim));
    float[][] tiles = new float[workers.threads()][PanelKernel.TILE_ROWS * kernel.width()];
    float[] zeros = new float[Math.max(BLOCK_ROWS, n) + kernel.width()];
    float[] nothing = new float[zeros.length];
    Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
    workers.forRanges(
        m,
        BLOCK_ROWS,
        (worker, from, to) -> {
          a.pack(worker, left[worker], from, to);
          multiply(kernel, left[worker], from, right, zeros, nothing, tiles[worker], out, n);
        });
  }

  private static void multiply(
      PanelKernel kernel,
      PanelBlock left,
      int firstRow,
      PanelBlock right,
      float[] zeros,
      float[] nothing,
      float[] tile,
      float[] out,
      int n) {
    int width = kernel.width();
    int[] hits = new int[2 * PanelKernel.TILE_ROWS];
    for (int q = 0; q < right.panels(); q++) {
      int columns = Math.min(width, n - q * width);
      for (int i = 0; i < left.count(); i += PanelKernel.TILE_ROWS) {
        kernel.tile(
            left.values(),
            left.panelAt(i / width) + i % width,
            right.values(),
            right.panelAt(q),
            left.dim(),
            zeros,
            nothing,
            i,
            zeros,
            nothing,
            q * width,
            tile,
            hits);
        for (int r = 0; r < PanelKernel.TILE_ROWS && i + r < left.count(); r++) {
          int to = (firstRow + i + r) * n + q * width;
          for (int c = 0; c < columns; c++) {
            // The kernel gives minus twice the product when the norms are zero: exact to undo.
            out[to + c] = -0.5f * tile[r * width + c];
          }
        }
      }
    }
  }
}
