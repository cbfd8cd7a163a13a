package io.geodesy.spectral;

import io.geodesy.kernel.Workers;

/** A symmetric linear map of vectors with one entry a row, applied to blocks of vectors. */
public interface SymmetricOperator {
  /** Returns the number of rows. */
  int rows();

  /**
   * Computes {@code y = T x}.
   *
   * @param x {@code rows x width} row-major, not modified
   * @param y {@code rows x width} row-major, overwritten
   * @param width vectors in the block
   * @param workers share the rows
   */
  void multiply(double[] x, double[] y, int width, Workers workers);
}
