package io.geodesy.kernel;

/** Norms and distances of float32 rows in double, with the {@link PairKernel} of this process. */
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

  /** Returns the squared Euclidean distance of two rows; see {@link PairKernel#squared}. */
  public static double squared(float[] x, int xAt, float[] y, int yAt, int dim) {
    return Kernels.pair().squared(x, xAt, y, yAt, dim);
  }

  /** Returns it after each row is multiplied by a factor; see {@link PairKernel#squaredScaled}. */
  public static double squaredScaled(
      float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor, int dim) {
    return Kernels.pair().squaredScaled(x, xAt, xFactor, y, yAt, yFactor, dim);
  }

  /** Returns the inner product of two rows. */
  public static double product(float[] x, int xAt, float[] y, int yAt, int dim) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < dim; t += 4) {
      s0 += (double) x[xAt + t] * y[yAt + t];
      s1 += (double) x[xAt + t + 1] * y[yAt + t + 1];
      s2 += (double) x[xAt + t + 2] * y[yAt + t + 2];
      s3 += (double) x[xAt + t + 3] * y[yAt + t + 3];
    }
    for (; t < dim; t++) {
      s0 += (double) x[xAt + t] * y[yAt + t];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Returns the sum of the absolute differences of two rows. */
  public static double manhattan(float[] x, int xAt, float[] y, int yAt, int dim) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < dim; t += 4) {
      s0 += Math.abs((double) x[xAt + t] - y[yAt + t]);
      s1 += Math.abs((double) x[xAt + t + 1] - y[yAt + t + 1]);
      s2 += Math.abs((double) x[xAt + t + 2] - y[yAt + t + 2]);
      s3 += Math.abs((double) x[xAt + t + 3] - y[yAt + t + 3]);
    }
    for (; t < dim; t++) {
      s0 += Math.abs((double) x[xAt + t] - y[yAt + t]);
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Returns in how many columns two rows differ; zero equals minus zero. */
  public static int hamming(float[] x, int xAt, float[] y, int yAt, int dim) {
    int count = 0;
    for (int t = 0; t < dim; t++) {
      count += x[xAt + t] == y[yAt + t] ? 0 : 1;
    }
    return count;
  }
}
