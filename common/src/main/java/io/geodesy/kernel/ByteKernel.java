package io.geodesy.kernel;

/**
 * Rows of whole numbers that are kept as bytes: a quarter of what float32 takes and moves, and
 * distances that are exact, since their squares are summed as whole numbers. Every implementation
 * gives the same answers.
 *
 * <p>A byte holds a value less an offset, the same for all rows, so that differences of rows are
 * those of their bytes.
 */
public interface ByteKernel {
  /** Columns up to which the squared distance of two rows fits an int. */
  int MOST_COLUMNS = Integer.MAX_VALUE / (255 * 255);

  /** Rows that are compared with one at once. */
  int FOUR = PairKernel.FOUR;

  /**
   * Writes values less the offset as bytes.
   *
   * @param values of which those at {@code from <= i < to} are read
   * @param offset whole, between -128 and 255
   * @param bytes overwritten from {@code at}
   * @return whether every value is a whole number for which there is a byte; if not, what was
   *     written means nothing
   */
  boolean pack(float[] values, int from, int to, int offset, byte[] bytes, int at);

  /**
   * Writes {@code out[outAt + t] = bytes[at + t] - centre[t]}, rounded once to float32.
   *
   * @param centre one a column
   */
  void centre(byte[] bytes, int at, float[] centre, float[] out, int outAt);

  /** Returns the squared Euclidean distance of two rows of at most {@link #MOST_COLUMNS}. */
  int squared(byte[] matrix, int xAt, int yAt, int dim);

  /**
   * Computes {@link #squared} of one row and each of four.
   *
   * @param yAt where the four start
   * @param out four, overwritten
   */
  void squaredOfFour(byte[] matrix, int xAt, int[] yAt, int dim, int[] out);
}
