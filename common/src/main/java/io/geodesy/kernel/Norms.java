package io.geodesy.kernel;

/** Norms of float32 rows in double: four partial sums in a fixed order. */
public final class Norms {
  private Norms() {}

  /** Returns the squared Euclidean norm of a row. */
  public static double squared(float[] x, int at, int dim) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < dim; t += 4) {
      s0 += (double) x[at + t] * x[at + t];
      s1 += (double) x[at + t + 1] * x[at + t + 1];
      s2 += (double) x[at + t + 2] * x[at + t + 2];
      s3 += (double) x[at + t + 3] * x[at + t + 3];
    }
    for (; t < dim; t++) {
      s0 += (double) x[at + t] * x[at + t];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
