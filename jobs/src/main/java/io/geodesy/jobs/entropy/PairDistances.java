package io.geodesy.jobs.entropy;

import io.geodesy.kernel.Distances;

/** The squared Euclidean distances of any two rows, in double. */
@FunctionalInterface
interface PairDistances {
  /** Returns one. */
  double squared(int i, int j);

  /** The distances of float32 rows, {@code n x dim} row-major. */
  static PairDistances of(float[] rows, int dim) {
    return (i, j) -> Distances.squared(rows, i * dim, rows, j * dim, dim);
  }
}
