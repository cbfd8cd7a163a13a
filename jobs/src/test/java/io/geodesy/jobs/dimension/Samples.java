package io.geodesy.jobs.dimension;

import io.geodesy.kernel.SeededStream;

/** Seeded point sets of known dimension. */
final class Samples {
  private Samples() {}

  /** n points, uniform on the d-sphere in d + 1 columns. */
  static double[][] sphere(int n, int d, long seed) {
    double[][] points = new double[n][d + 1];
    for (int i = 0; i < n; i++) {
      double norm = 0;
      for (int c = 0; c <= d; c++) {
        points[i][c] = SeededStream.normal(seed, (long) i * (d + 1) + c);
        norm += points[i][c] * points[i][c];
      }
      for (int c = 0; c <= d; c++) {
        points[i][c] /= Math.sqrt(norm);
      }
    }
    return points;
  }

  /** n points, uniform in the unit cube. */
  static double[][] cube(int n, int d, long seed) {
    double[][] points = new double[n][d];
    for (int i = 0; i < n * d; i++) {
      points[i / d][i % d] = SeededStream.uniform(seed, i);
    }
    return points;
  }

  /** n points of the roll (t cos t, 21 u, t sin t), t in [1.5 pi, 4.5 pi], with normal noise. */
  static double[][] swissRoll(int n, double noise, long seed) {
    double[][] points = new double[n][3];
    for (int i = 0; i < n; i++) {
      double t = 1.5 * Math.PI * (1 + 2 * SeededStream.uniform(seed, 2L * i));
      points[i][0] = t * Math.cos(t);
      points[i][1] = 21 * SeededStream.uniform(seed, 2L * i + 1);
      points[i][2] = t * Math.sin(t);
      for (int c = 0; c < 3; c++) {
        points[i][c] += noise * SeededStream.normal(seed + 1, 3L * i + c);
      }
    }
    return points;
  }
}
