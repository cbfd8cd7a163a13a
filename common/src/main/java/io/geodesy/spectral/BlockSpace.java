package io.geodesy.spectral;

/**
 * Where blocks of vectors live and how the operator reaches them: what Chebyshev-filtered subspace
 * iteration needs, and nothing else. The iteration itself sees {@code width x width} matrices only.
 *
 * @param <B> a block of {@code rows x width} values, never modified once it was returned
 */
public interface BlockSpace<B> {
  /**
   * The inner products that a Rayleigh-Ritz step needs, each {@code width x width}.
   *
   * @param basis X'X
   * @param projected X'TX
   * @param image (TX)'(TX)
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Grams(double[] basis, double[] projected, double[] image) {}

  /** Returns the number of rows. */
  int rows();

  /** Returns independent columns to begin with, the nearer to leading eigenvectors the better. */
  B start(int width);

  /** Returns p(T) X. */
  B filter(B x, int width, ChebyshevFilter filter);

  /**
   * Returns {@code X C}.
   *
   * @param x a block
   * @param width of it
   * @param matrix C, {@code width x width}
   */
  B combine(B x, int width, double[] matrix);

  /** Returns X'X. */
  double[] gram(B x, int width);

  /** Returns the inner products of X and TX, by one product. */
  Grams grams(B x, int width);
}
