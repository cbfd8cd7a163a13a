package io.geodesy.jobs.entropy;

import io.geodesy.kernel.Distances;

/** The squared Euclidean distances of any two rows, in double. */
@FunctionalInterface
interface PairDistances {
  /** Returns one. */
  double squared(int i, int j);

  /**
   * Returns the Gaussian weight of two rows, {@code exp(-squared / (2 s^2))}: 1 for copies however
   * small the bandwidth s.
   */
  default double weight(int i, int j, double bandwidth) {
    double ratio = Math.sqrt(squared(i, j)) / bandwidth;
    return Math.exp(-0.5 * ratio * ratio);
  }

  /** The distances of float32 rows, {@code n x dim} row-major. */
  static PairDistances of(float[] rows, int dim) {
    return (i, j) -> Distances.squared(rows, i * dim, rows, j * dim, dim);
  }
}
