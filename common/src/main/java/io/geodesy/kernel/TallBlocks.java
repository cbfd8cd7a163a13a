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
      for (int j = 0; j < width; j += 4) {
        addGramTile(x, y, width, from, to, i, j, sums, at + i * width + j);
      }
    }
  }

  private static void addGramTile(
      double[] x, double[] y, int width, int from, int to, int i, int j, double[] sums, int at) {
    int a1 = at + width;
    int a2 = a1 + width;
    int a3 = a2 + width;
    double s00 = sums[at];
    double s01 = sums[at + 1];
    double s02 = sums[at + 2];
    double s03 = sums[at + 3];
    double s10 = sums[a1];
    double s11 = sums[a1 + 1];
    double s12 = sums[a1 + 2];
    double s13 = sums[a1 + 3];
    double s20 = sums[a2];
    double s21 = sums[a2 + 1];
    double s22 = sums[a2 + 2];
    double s23 = sums[a2 + 3];
    double s30 = sums[a3];
    double s31 = sums[a3 + 1];
    double s32 = sums[a3 + 2];
    double s33 = sums[a3 + 3];
    for (int r = from; r < to; r++) {
      int xr = r * width + i;
      int yr = r * width + j;
      double y0 = y[yr];
      double y1 = y[yr + 1];
      double y2 = y[yr + 2];
      double y3 = y[yr + 3];
      double x0 = x[xr];
      s00 = Math.fma(x0, y0, s00);
      s01 = Math.fma(x0, y1, s01);
      s02 = Math.fma(x0, y2, s02);
      s03 = Math.fma(x0, y3, s03);
      double x1 = x[xr + 1];
      s10 = Math.fma(x1, y0, s10);
      s11 = Math.fma(x1, y1, s11);
      s12 = Math.fma(x1, y2, s12);
      s13 = Math.fma(x1, y3, s13);
      double x2 = x[xr + 2];
      s20 = Math.fma(x2, y0, s20);
      s21 = Math.fma(x2, y1, s21);
      s22 = Math.fma(x2, y2, s22);
      s23 = Math.fma(x2, y3, s23);
      double x3 = x[xr + 3];
      s30 = Math.fma(x3, y0, s30);
      s31 = Math.fma(x3, y1, s31);
      s32 = Math.fma(x3, y2, s32);
      s33 = Math.fma(x3, y3, s33);
    }
    sums[at] = s00;
    sums[at + 1] = s01;
    sums[at + 2] = s02;
    sums[at + 3] = s03;
    sums[a1] = s10;
    sums[a1 + 1] = s11;
    sums[a1 + 2] = s12;
    sums[a1 + 3] = s13;
    sums[a2] = s20;
    sums[a2 + 1] = s21;
    sums[a2 + 2] = s22;
    sums[a2 + 3] = s23;
    sums[a3] = s30;
    sums[a3 + 1] = s31;
    sums[a3 + 2] = s32;
    sums[a3 + 3] = s33;
  }

  private static void addProduct(
      double[] x, int xAt, double[] c, int cAt, double[] y, int yAt, int width, int rows) {
    for (int i = 0; i < width; i += 4) {
      for (int j = 0; j < width; j += 4) {
        addProductTile(x, xAt + i, c, cAt + i * width + j, y, yAt + j, width, rows);
      }
    }
  }

  private static void addProductTile(
      double[] x, int xAt, double[] c, int cAt, double[] y, int yAt, int width, int rows) {
    int c1 = cAt + width;
    int c2 = c1 + width;
    int c3 = c2 + width;
    double c00 = c[cAt];
    double c01 = c[cAt + 1];
    double c02 = c[cAt + 2];
    double c03 = c[cAt + 3];
    double c10 = c[c1];
    double c11 = c[c1 + 1];
    double c12 = c[c1 + 2];
    double c13 = c[c1 + 3];
    double c20 = c[c2];
    double c21 = c[c2 + 1];
    double c22 = c[c2 + 2];
    double c23 = c[c2 + 3];
    double c30 = c[c3];
    double c31 = c[c3 + 1];
    double c32 = c[c3 + 2];
    double c33 = c[c3 + 3];
    for (int r = 0; r < rows; r++) {
      int xr = xAt + r * width;
      int yr = yAt + r * width;
      double x0 = x[xr];
      double x1 = x[xr + 1];
      double x2 = x[xr + 2];
      double x3 = x[xr + 3];
      y[yr] = Math.fma(x3, c30, Math.fma(x2, c20, Math.fma(x1, c10, Math.fma(x0, c00, y[yr]))));
      y[yr + 1] =
          Math.fma(x3, c31, Math.fma(x2, c21, Math.fma(x1, c11, Math.fma(x0, c01, y[yr + 1]))));
      y[yr + 2] =
          Math.fma(x3, c32, Math.fma(x2, c22, Math.fma(x1, c12, Math.fma(x0, c02, y[yr + 2]))));
      y[yr + 3] =
          Math.fma(x3, c33, Math.fma(x2, c23, Math.fma(x1, c13, Math.fma(x0, c03, y[yr + 3]))));
    }
  }
}
