package io.geodesy.kernel;

/**
 * The inner loops of block eigen-solvers on blocks of vectors, {@code n x width} row-major float64
 * with a width that is a multiple of 4: products of four columns by four or eight, and products of
 * a sparse matrix with a block.
 *
 * <p>Every value is one chain of fused multiply-adds in the order of rows, columns or entries, so
 * that all implementations give the same bits.
 */
public interface BlockKernel {
  /** Returns {@code simd} or {@code scalar}. */
  String name();

  /**
   * Adds the inner products of four columns with four others over some rows.
   *
   * @param x a block
   * @param i the first of its four columns
   * @param y a block of the same width
   * @param j the first of its four columns
   * @param width columns of both blocks, and of {@code sums}
   * @param from first row
   * @param to behind the last row
   * @param sums four rows of four are added to
   * @param at where the first of them stands
   */
  void addGram(
      double[] x, int i, double[] y, int j, int width, int from, int to, double[] sums, int at);

  /** As {@link #addGram} with eight columns of y from j on. */
  default void addWideGram(
      double[] x, int i, double[] y, int j, int width, int from, int to, double[] sums, int at) {
    addGram(x, i, y, j, width, from, to, sums, at);
    addGram(x, i, y, j + 4, width, from, to, sums, at + 4);
  }

  /**
   * Adds the product of four columns with a {@code 4 x 4} matrix to four columns.
   *
   * @param x a block
   * @param xAt where the first row of its four columns stands
   * @param c rows of {@code width}
   * @param cAt where the matrix begins in it
   * @param y a block of the same width, modified
   * @param yAt where the first row of its four columns stands
   * @param width columns of both blocks, and of {@code c}
   * @param rows of both
   */
  void addProduct(
      double[] x, int xAt, double[] c, int cAt, double[] y, int yAt, int width, int rows);

  /** As {@link #addProduct} with a {@code 4 x 8} matrix and eight columns of y. */
  default void addWideProduct(
      double[] x, int xAt, double[] c, int cAt, double[] y, int yAt, int width, int rows) {
    addProduct(x, xAt, c, cAt, y, yAt, width, rows);
    addProduct(x, xAt, c, cAt + 4, y, yAt + 4, width, rows);
  }

  /**
   * Computes {@code y = K x} for some rows of a matrix in compressed rows.
   *
   * @param offsets row i is {@code [offsets[i], offsets[i+1])}
   * @param columns of the entries
   * @param weights of the entries
   * @param x a block with a row for every column
   * @param y a block with a row for every row, overwritten between {@code from} and {@code to}
   * @param width columns of both blocks
   * @param from first row
   * @param to behind the last row
   */
  void sparseProduct(
      int[] offsets,
      int[] columns,
      float[] weights,
      double[] x,
      double[] y,
      int width,
      int from,
      int to);
}
