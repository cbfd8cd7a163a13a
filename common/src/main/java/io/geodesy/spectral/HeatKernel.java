package io.geodesy.spectral;

import io.geodesy.kernel.Workers;

/**
 * The heat operator {@code exp(-t L)} of a symmetric positive semidefinite L, applied to blocks of
 * vectors and never stored.
 */
public interface HeatKernel extends HeatAccuracy {
  /** Returns the number of rows. */
  int rows();

  /**
   * Computes {@code exp(-t L) x} for several t.
   *
   * @param x {@code rows x width} row-major, not modified
   * @param width vectors in the block
   * @param times each at least 0, in any order
   * @param results one {@code rows x width} block a time, overwritten
   * @param workers share the rows
   */
  void apply(double[] x, int width, double[] times, double[][] results, Workers workers);

  /**
   * Computes columns of the operator.
   *
   * @param sources the row at which each column starts with one unit of heat
   * @param from first source
   * @param width sources from there, the columns of a result
   * @param times each at least 0
   * @param results one {@code rows x width} block a time, overwritten
   * @param workers share the rows
   */
  default void columns(
      int[] sources, int from, int width, double[] times, double[][] results, Workers workers) {
    double[] units = new double[rows() * width];
    for (int c = 0; c < width; c++) {
      units[sources[from + c] * width + c] = 1;
    }
    apply(units, width, times, results, workers);
  }
}
