package io.geodesy.kernel;

/**
 * Products of tall blocks, {@code n x width} row-major float64, where the width is a multiple of 4:
 * the arithmetic of block eigen-solvers.
 *
 * <p>Rows are cut into chunks of fixed length and partial sums are folded in chunk order, and every
 * sum is one chain of fused multiply-adds: the same bits for any number of threads (class D0).
 */
public final class TallBlocks {
  /** Rows whose sums are kept apart: long enough to make the folding free. */
  private static final int CHUNK = 2048;

  /** Rows of one tile: two blocks of 8 columns stay in a first-level cache of 32 KiB. */
  private static final int TILE = 128;

  private static final BlockKernel KERNEL = Kernels.block();

  private TallBlocks() {}

  /**
   * Computes the inner products of all vectors of some blocks with those of one.
   *
   * @param blocks each {@code n x width}
   * @param count of them, from the first
   * @param y {@code n x width}
   * @param n rows
   * @param width columns of each block
   * @param workers share the rows
   * @return {@code (count width) x width}
   */
  public static double[] gram(
      double[][] blocks, int count, double[] y, int n, int width, Workers workers) {
    int size = count * width * width;
    int chunks = (n + CHUNK - 1) / CHUNK;
    double[][] partial = new double[chunks][];
    workers.forRanges(
        chunks,
        1,
        (worker, from, to) -> {
          for (int chunk = from; chunk < to; chunk++) {
            double[] sums = new double[size];
            int end = Math.min(n, (chunk + 1) * CHUNK);
            for (int row = chunk * CHUNK; row < end; row += TILE) {
              int stop = Math.min(end, row + TILE);
              for (int k = 0; k < count; k++) {
                addGram(blocks[k], y, width, row, stop, sums, k * width * width);
              }
            }
            partial[chunk] = sums;
          }
        });
    double[] total = new double[size];
    for (double[] sums : partial) {
      for (int i = 0; i < size; i++) {
        total[i] += sums[i];
      }
    }
    return total;
  }

  /**
   * Computes {@code y += sum_k blocks[k] coefficients[k]}, in place.
   *
   * @param blocks each {@code n x width}
   * @param count of them, from the first
   * @param coefficients {@code (count width) x width}
   * @param y {@code n x width}, modified
   * @param n rows
   * @param width columns of each block
   * @param workers share the rows
   */
  public static void addProduct(
      double[][] blocks,
      int count,
      double[] coefficients,
      double[] y,
      int n,
      int width,
      Workers workers) {
    workers.forRanges(
        n,
        TILE,
        (worker, from, to) -> {
          for (int k = 0; k < count; k++) {
            addProduct(
                blocks[k],
                from * width,
                coefficients,
                k * width * width,
                y,
                from * width,
                width,
                to - from);
          }
        });
  }

  /**
   * Replaces blocks by combinations of all of them, in place: {@code [blocks] coefficients}.
   *
   * @param blocks each {@code n x width}; the first {@code outputs} are overwritten
   * @param inputs blocks read
   * @param outputs blocks written
   * @param coefficients {@code outputs} matrices, each {@code (inputs width) x width}
   * @param n rows
   * @param width columns of each block
   * @param workers share the rows
   */
  public static void combine(
      double[][] blocks,
      int inputs,
      int outputs,
      double[][] coefficients,
      int n,
      int width,
      Workers workers) {
    double[][] scratch = new double[workers.threads()][];
    workers.forRanges(
        n,
        TILE,
        (worker, from, to) -> {
          int length = TILE * width;
          if (scratch[worker] == null) {
            scratch[worker] = new double[outputs * length];
          }
          double[] tile = scratch[worker];
          java.util.Arrays.fill(tile, 0);
          for (int q = 0; q < outputs; q++) {
            for (int k = 0; k < inputs; k++) {
              addProduct(
                  blocks[k],
                  from * width,
                  coefficients[q],
                  k * width * width,
                  tile,
                  q * length,
                  width,
                  to - from);
            }
          }
          for (int q = 0; q < outputs; q++) {
            System.arraycopy(tile, q * length, blocks[q], from * width, (to - from) * width);
          }
        });
  }

  private static void addGram(
      double[] x, double[] y, int width, int from, int to, double[] sums, int at) {
    for (int i = 0; i < width; i += 4) {
      int j = 0;
      for (; j + 8 <= width; j += 8) {
        KERNEL.addWideGram(x, i, y, j, width, from, to, sums, at + i * width + j);
      }
      if (j < width) {
        KERNEL.addGram(x, i, y, j, width, from, to, sums, at + i * width + j);
      }
    }
  }

  private static void addProduct(
      double[] x, int xAt, double[] c, int cAt, double[] y, int yAt, int width, int rows) {
    for (int i = 0; i < width; i += 4) {
      int j = 0;
      for (; j + 8 <= width; j += 8) {
        KERNEL.addWideProduct(x, xAt + i, c, cAt + i * width + j, y, yAt + j, width, rows);
      }
      if (j < width) {
        KERNEL.addProduct(x, xAt + i, c, cAt + i * width + j, y, yAt + j, width, rows);
      }
    }
  }
}
