package io.geodesy.kernel;

/**
 * Distances of single pairs of float32 rows in double: {@code sum (x - y)^2}, never the difference
 * of norms and product, so that near-duplicates keep their digits.
 *
 * <p>Numerics: column t below the last multiple of {@value #SUMS} adds to partial sum {@code t mod
 * 16}, in order; the sums are folded as {@code s[i] + s[i + 8]}, then 4, 2 and 1 apart; what is
 * left of the columns is summed in order and added last. Multiplications and additions are not
 * fused. Every implementation gives the same bits, and the operands may change places.
 */
public interface PairKernel {
  /** Partial sums. */
  int SUMS = 16;

  /** Rows that are compared with one at once. */
  int FOUR = 4;

  /** Returns the squared Euclidean distance of two rows. */
  double squared(float[] x, int xAt, float[] y, int yAt, int dim);

  /**
   * Returns the squared Euclidean distance of two rows after each is multiplied by a factor.
   *
   * @param xFactor one over the norm of x for the squared chord
   * @param yFactor one over the norm of y for the squared chord
   */
  double squaredScaled(
      float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor, int dim);

  /**
   * Computes {@link #squared} of one row and each of four: the same bits in half the time, since
   * the rows of four wait for memory together.
   *
   * @param matrix that holds all five
   * @param yAt where the four start
   * @param out four, overwritten
   */
  default void squaredOfFour(float[] matrix, int xAt, int[] yAt, int dim, double[] out) {
    for (int i = 0; i < FOUR; i++) {
      out[i] = squared(matrix, xAt, matrix, yAt[i], dim);
    }
  }
}
