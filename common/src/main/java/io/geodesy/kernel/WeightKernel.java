package io.geodesy.kernel;

/**
 * Gaussian weights of squared distances in float32: the inner loop of a kernel matrix that is never
 * stored.
 *
 * <p>Numerics: {@code x = -factor * squared}, no more than 0; n is x / ln 2 rounded to even, {@code
 * r = x - n ln 2} in two fused steps, the exponential of r is its Taylor polynomial of degree 7 by
 * Horner's rule with fused multiply-adds, and n is added to its exponent. The relative error stays
 * below 2e-7. At or below -{@value #FLUSHED} the weight is zero, so that no product meets a
 * denormal number; so is that of NaN, the norm of padding rows. Every implementation gives the same
 * bits.
 */
interface WeightKernel {
  /** Minus the exponent from which on a weight, then below 1.1e-30, is zero. */
  int FLUSHED = 69;

  float LOG2_E = 1.442695f;

  /** Leading 15 bits of ln 2: n times this is exact. */
  float LN2_HIGH = 0.69314575f;

  float LN2_LOW = 1.4286068e-6f;

  /** Adding 1.5 * 2^23 rounds to a whole number and leaves it in the low bits. */
  float ROUNDER = 12582912f;

  float C7 = 1f / 5040;
  float C6 = 1f / 720;
  float C5 = 1f / 120;
  float C4 = 1f / 24;
  float C3 = 1f / 6;

  /**
   * Turns squared distances into weights, in place.
   *
   * @param values squared distances, overwritten by {@code exp(-factor * value)}
   * @param count how many, from the first; a multiple of 16
   * @param factor {@code 1 / (2 bandwidth^2)}, at least 0
   */
  void weigh(float[] values, int count, float factor);
}
