package io.geodesy.kernel;

/** Seeded rows, and lists that take nothing. */
final class BenchmarkRows {
  private BenchmarkRows() {}

  static float[] normals(int rows, int dim, long seed) {
    float[] values = new float[rows * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) SeededStream.normal(seed, i);
    }
    return values;
  }

  /**
   * Rows spread as those of embeddings are: the variance of the t-th axis falls as {@code 1 / t}.
   */
  static float[] powerLaw(int rows, int dim, long seed) {
    float[] values = normals(rows, dim, seed);
    for (int i = 0; i < values.length; i++) {
      values[i] /= (float) Math.sqrt(1 + i % dim);
    }
    return values;
  }

  static float[] squaredNorms(float[] values, int dim) {
    float[] norms = new float[values.length / dim];
    for (int i = 0; i < norms.length; i++) {
      for (int t = 0; t < dim; t++) {
        norms[i] += values[i * dim + t] * values[i * dim + t];
      }
    }
    return norms;
  }

  /** Lists of one neighbour at distance zero, of an index below all others. */
  static NearestLists fullLists(int rows) {
    NearestLists lists = new NearestLists(rows, 1);
    long[] nearest = {NeighborKey.of(0f, 0)};
    for (int i = 0; i < rows; i++) {
      lists.merge(i, nearest, 0, 1, new long[1]);
    }
    return lists;
  }
}
