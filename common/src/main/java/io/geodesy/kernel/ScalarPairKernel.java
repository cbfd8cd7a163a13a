package io.geodesy.kernel;

/** {@link PairKernel} in plain Java; four partial sums a pass hide the latency of additions. */
final class ScalarPairKernel implements PairKernel {
  @Override
  public double squared(float[] x, int xAt, float[] y, int yAt, int dim) {
    int whole = dim - dim % SUMS;
    double folded =
        (column(x, xAt, y, yAt, whole, 0) + column(x, xAt, y, yAt, whole, 2))
            + (column(x, xAt, y, yAt, whole, 1) + column(x, xAt, y, yAt, whole, 3));
    return folded + rest(x, xAt, y, yAt, whole, dim);
  }

  /** Folds partial sums i, i + 4, i + 8 and i + 12. */
  private static double column(float[] x, int xAt, float[] y, int yAt, int whole, int i) {
    double s0 = 0;
    double s4 = 0;
    double s8 = 0;
    double s12 = 0;
    for (int t = i; t < whole; t += SUMS) {
      double d0 = (double) x[xAt + t] - y[yAt + t];
      double d4 = (double) x[xAt + t + 4] - y[yAt + t + 4];
      double d8 = (double) x[xAt + t + 8] - y[yAt + t + 8];
      double d12 = (double) x[xAt + t + 12] - y[yAt + t + 12];
      s0 += d0 * d0;
      s4 += d4 * d4;
      s8 += d8 * d8;
      s12 += d12 * d12;
    }
    return (s0 + s8) + (s4 + s12);
  }

  static double rest(float[] x, int xAt, float[] y, int yAt, int from, int to) {
    double sum = 0;
    for (int t = from; t < to; t++) {
      double difference = (double) x[xAt + t] - y[yAt + t];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public double squaredScaled(
      float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor, int dim) {
    int whole = dim - dim % SUMS;
    double folded =
        (scaled(x, xAt, xFactor, y, yAt, yFactor, whole, 0)
                + scaled(x, xAt, xFactor, y, yAt, yFactor, whole, 2))
            + (scaled(x, xAt, xFactor, y, yAt, yFactor, whole, 1)
                + scaled(x, xAt, xFactor, y, yAt, yFactor, whole, 3));
    return folded + restScaled(x, xAt, xFactor, y, yAt, yFactor, whole, dim);
  }

  private static double scaled(
      float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor, int whole, int i) {
    double s0 = 0;
    double s4 = 0;
    double s8 = 0;
    double s12 = 0;
    for (int t = i; t < whole; t += SUMS) {
      double d0 = x[xAt + t] * xFactor - y[yAt + t] * yFactor;
      double d4 = x[xAt + t + 4] * xFactor - y[yAt + t + 4] * yFactor;
      double d8 = x[xAt + t + 8] * xFactor - y[yAt + t + 8] * yFactor;
      double d12 = x[xAt + t + 12] * xFactor - y[yAt + t + 12] * yFactor;
      s0 += d0 * d0;
      s4 += d4 * d4;
      s8 += d8 * d8;
      s12 += d12 * d12;
    }
    return (s0 + s8) + (s4 + s12);
  }

  static double restScaled(
      float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor, int from, int to) {
    double sum = 0;
    for (int t = from; t < to; t++) {
      double difference = x[xAt + t] * xFactor - y[yAt + t] * yFactor;
      sum += difference * difference;
    }
    return sum;
  }
}
