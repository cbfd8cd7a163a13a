package io.geodesy.kernel;

/**
 * The inner products of all rows of one matrix with all rows of another, row-major float64: each is
 * one chain of fused multiply-adds over the columns in order, so that a product has the same bits
 * in any tile, block or partition (class D0).
 *
 * <p>Cost: {@code 2 m n dim} operations by tiles of four by four; nothing is allocated.
 */
public final class DotProducts {
  private static final int TILE = 4;

  private DotProducts() {}

  /**
   * Computes {@code out = A B'}.
   *
   * @param a {@code .. x dim}
   * @param aFrom first row of a
   * @param rows of a
   * @param b {@code columns x dim}
   * @param columns rows of b
   * @param dim columns of both
   * @param out {@code rows x columns}, overwritten
   */
  public static void multiply(
      double[] a, int aFrom, int rows, double[] b, int columns, int dim, double[] out) {
    for (int i = 0; i < rows; i += TILE) {
      for (int j = 0; j < columns; j += TILE) {
        if (i + TILE <= rows && j + TILE <= columns) {
          tile(a, (aFrom + i) * dim, b, j * dim, dim, out, i * columns + j, columns);
        } else {
          for (int r = i; r < Math.min(rows, i + TILE); r++) {
            for (int c = j; c < Math.min(columns, j + TILE); c++) {
              out[r * columns + c] = product(a, (aFrom + r) * dim, b, c * dim, dim);
            }
          }
        }
      }
    }
  }

  /** Returns one inner product, with the bits that {@link #multiply} gives it. */
  public static double product(double[] a, int aAt, double[] b, int bAt, int dim) {
    double sum = 0;
    for (int t = 0; t < dim; t++) {
      sum = Math.fma(a[aAt + t], b[bAt + t], sum);
    }
    return sum;
  }

  private static void tile(
      double[] a, int aAt, double[] b, int bAt, int dim, double[] out, int at, int columns) {
    double s00 = 0;
    double s01 = 0;
    double s02 = 0;
    double s03 = 0;
    double s10 = 0;
    double s11 = 0;
    double s12 = 0;
    double s13 = 0;
    double s20 = 0;
    double s21 = 0;
    double s22 = 0;
    double s23 = 0;
    double s30 = 0;
    double s31 = 0;
    double s32 = 0;
    double s33 = 0;
    for (int t = 0; t < dim; t++) {
      double b0 = b[bAt + t];
      double b1 = b[bAt + dim + t];
      double b2 = b[bAt + 2 * dim + t];
      double b3 = b[bAt + 3 * dim + t];
      double x = a[aAt + t];
      s00 = Math.fma(x, b0, s00);
      s01 = Math.fma(x, b1, s01);
      s02 = Math.fma(x, b2, s02);
      s03 = Math.fma(x, b3, s03);
      x = a[aAt + dim + t];
      s10 = Math.fma(x, b0, s10);
      s11 = Math.fma(x, b1, s11);
      s12 = Math.fma(x, b2, s12);
      s13 = Math.fma(x, b3, s13);
      x = a[aAt + 2 * dim + t];
      s20 = Math.fma(x, b0, s20);
      s21 = Math.fma(x, b1, s21);
      s22 = Math.fma(x, b2, s22);
      s23 = Math.fma(x, b3, s23);
      x = a[aAt + 3 * dim + t];
      s30 = Math.fma(x, b0, s30);
      s31 = Math.fma(x, b1, s31);
      s32 = Math.fma(x, b2, s32);
      s33 = Math.fma(x, b3, s33);
    }
    out[at] = s00;
    out[at + 1] = s01;
    out[at + 2] = s02;
    out[at + 3] = s03;
    out[at + columns] = s10;
    out[at + columns + 1] = s11;
    out[at + columns + 2] = s12;
    out[at + columns + 3] = s13;
    out[at + 2 * columns] = s20;
    out[at + 2 * columns + 1] = s21;
    out[at + 2 * columns + 2] = s22;
    out[at + 2 * columns + 3] = s23;
    out[at + 3 * columns] = s30;
    out[at + 3 * columns + 1] = s31;
    out[at + 3 * columns + 2] = s32;
    out[at + 3 * columns + 3] = s33;
  }
}
