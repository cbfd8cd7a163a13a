package io.geodesy.kernel;

/**
 * Exact-to-rounding distances of single pairs of float32 rows, in double: {@code sum (x - y)^2},
 * never the difference of norms and product, so that near-duplicates keep their digits. Four
 * partial sums in a fixed order; symmetric in its operands to the last bit.
 */
public final class Distances {
  private Distances() {}

  /** Returns the squared Euclidean norm of a row. */
  public static double squaredNorm(float[] x, int at, int dim) {
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

  /** Returns the squared Euclidean distance of two rows. */
  public static double squared(float[] x, int xAt, float[] y, int yAt, int dim) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < dim; t += 4) {
      double d0 = (double) x[xAt + t] - y[yAt + t];
      double d1 = (double) x[xAt + t + 1] - y[yAt + t + 1];
      double d2 = (double) x[xAt + t + 2] - y[yAt + t + 2];
      double d3 = (double) x[xAt + t + 3] - y[yAt + t + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; t < dim; t++) {
      double d0 = (double) x[xAt + t] - y[yAt + t];
      s0 += d0 * d0;
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Returns the squared Euclidean distance of two rows after each is multiplied by a factor.
   *
   * @param xFactor one over the norm of x for the squared chord
   * @param yFactor one over the norm of y for the squared chord
   */
  public static double squaredScaled(
      float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor, int dim) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < dim; t += 4) {
      double d0 = x[xAt + t] * xFactor - y[yAt + t] * yFactor;
      double d1 = x[xAt + t + 1] * xFactor - y[yAt + t + 1] * yFactor;
      double d2 = x[xAt + t + 2] * xFactor - y[yAt + t + 2] * yFactor;
      double d3 = x[xAt + t + 3] * xFactor - y[yAt + t + 3] * yFactor;
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; t < dim; t++) {
      double d0 = x[xAt + t] * xFactor - y[yAt + t] * yFactor;
      s0 += d0 * d0;
    }
    return (s0 + s1) + (s2 + s3);
  }
}
