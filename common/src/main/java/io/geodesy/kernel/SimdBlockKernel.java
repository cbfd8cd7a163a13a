package io.geodesy.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BlockKernel} on the vector module: a vector holds four columns of a row.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent.
 */
final class SimdBlockKernel implements BlockKernel {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;

  SimdBlockKernel() {
    if (DoubleVector.SPECIES_PREFERRED.length() < SPECIES.length()) {
      throw new IllegalStateException("Vectors are shorter than four doubles");
    }
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public void addGram(
      double[] x, int i, double[] y, int j, int width, int from, int to, double[] sums, int at) {
    DoubleVector s0 = DoubleVector.fromArray(SPECIES, sums, at);
    DoubleVector s1 = DoubleVector.fromArray(SPECIES, sums, at + width);
    DoubleVector s2 = DoubleVector.fromArray(SPECIES, sums, at + 2 * width);
    DoubleVector s3 = DoubleVector.fromArray(SPECIES, sums, at + 3 * width);
    for (int r = from; r < to; r++) {
      int xr = r * width + i;
      DoubleVector row = DoubleVector.fromArray(SPECIES, y, r * width + j);
      s0 = DoubleVector.broadcast(SPECIES, x[xr]).fma(row, s0);
      s1 = DoubleVector.broadcast(SPECIES, x[xr + 1]).fma(row, s1);
      s2 = DoubleVector.broadcast(SPECIES, x[xr + 2]).fma(row, s2);
      s3 = DoubleVector.broadcast(SPECIES, x[xr + 3]).fma(row, s3);
    }
    s0.intoArray(sums, at);
    s1.intoArray(sums, at + width);
    s2.intoArray(sums, at + 2 * width);
    s3.intoArray(sums, at + 3 * width);
  }

  @Override
  public void addProduct(
      double[] x, int xAt, double[] c, int cAt, double[] y, int yAt, int width, int rows) {
    DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, cAt + width);
    DoubleVector c2 = DoubleVector.fromArray(SPECIES, c, cAt + 2 * width);
    DoubleVector c3 = DoubleVector.fromArray(SPECIES, c, cAt + 3 * width);
    for (int r = 0; r < rows; r++) {
      int xr = xAt + r * width;
      DoubleVector sum = DoubleVector.fromArray(SPECIES, y, yAt + r * width);
      sum = DoubleVector.broadcast(SPECIES, x[xr]).fma(c0, sum);
      sum = DoubleVector.broadcast(SPECIES, x[xr + 1]).fma(c1, sum);
      sum = DoubleVector.broadcast(SPECIES, x[xr + 2]).fma(c2, sum);
      sum = DoubleVector.broadcast(SPECIES, x[xr + 3]).fma(c3, sum);
      sum.intoArray(y, yAt + r * width);
    }
  }

  /**
   * Every element of x that is read serves two vectors, and eight sums hide each other's latency.
   */
  @Override
  public void addWideGram(
      double[] x, int i, double[] y, int j, int width, int from, int to, double[] sums, int at) {
    int a1 = at + width;
    int a2 = a1 + width;
    int a3 = a2 + width;
    DoubleVector s00 = DoubleVector.fromArray(SPECIES, sums, at);
    DoubleVector s01 = DoubleVector.fromArray(SPECIES, sums, at + 4);
    DoubleVector s10 = DoubleVector.fromArray(SPECIES, sums, a1);
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, sums, a1 + 4);
    DoubleVector s20 = DoubleVector.fromArray(SPECIES, sums, a2);
    DoubleVector s21 = DoubleVector.fromArray(SPECIES, sums, a2 + 4);
    DoubleVector s30 = DoubleVector.fromArray(SPECIES, sums, a3);
    DoubleVector s31 = DoubleVector.fromArray(SPECIES, sums, a3 + 4);
    for (int r = from; r < to; r++) {
      int xr = r * width + i;
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, y, r * width + j);
      DoubleVector y1 = DoubleVector.fromArray(SPECIES, y, r * width + j + 4);
      DoubleVector x0 = DoubleVector.broadcast(SPECIES, x[xr]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      DoubleVector x1 = DoubleVector.broadcast(SPECIES, x[xr + 1]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      DoubleVector x2 = DoubleVector.broadcast(SPECIES, x[xr + 2]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      DoubleVector x3 = DoubleVector.broadcast(SPECIES, x[xr + 3]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
    }
    s00.intoArray(sums, at);
    s01.intoArray(sums, at + 4);
    s10.intoArray(sums, a1);
    s11.intoArray(sums, a1 + 4);
    s20.intoArray(sums, a2);
    s21.intoArray(sums, a2 + 4);
    s30.intoArray(sums, a3);
    s31.intoArray(sums, a3 + 4);
  }

  @Override
  public void addWideProduct(
      double[] x, int xAt, double[] c, int cAt, double[] y, int yAt, int width, int rows) {
    int c1 = cAt + width;
    int c2 = c1 + width;
    int c3 = c2 + width;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, cAt + 4);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, c1);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, c1 + 4);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, c2);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, c, c2 + 4);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, c, c3);
    DoubleVector c31 = DoubleVector.fromArray(SPECIES, c, c3 + 4);
    for (int r = 0; r < rows; r++) {
      int xr = xAt + r * width;
      int yr = yAt + r * width;
      DoubleVector low = DoubleVector.fromArray(SPECIES, y, yr);
      DoubleVector high = DoubleVector.fromArray(SPECIES, y, yr + 4);
      DoubleVector x0 = DoubleVector.broadcast(SPECIES, x[xr]);
      low = x0.fma(c00, low);
      high = x0.fma(c01, high);
      DoubleVector x1 = DoubleVector.broadcast(SPECIES, x[xr + 1]);
      low = x1.fma(c10, low);
      high = x1.fma(c11, high);
      DoubleVector x2 = DoubleVector.broadcast(SPECIES, x[xr + 2]);
      low = x2.fma(c20, low);
      high = x2.fma(c21, high);
      DoubleVector x3 = DoubleVector.broadcast(SPECIES, x[xr + 3]);
      x3.fma(c30, low).intoArray(y, yr);
      x3.fma(c31, high).intoArray(y, yr + 4);
    }
  }

  @Override
  public void sparseProduct(
      int[] offsets,
      int[] columns,
      float[] weights,
      double[] x,
      double[] y,
      int width,
      int from,
      int to) {
    int strip = 0;
    for (; strip + 8 <= width; strip += 8) {
      eight(offsets, columns, weights, x, y, width, strip, from, to);
    }
    if (strip < width) {
      four(offsets, columns, weights, x, y, width, strip, from, to);
    }
  }

  private static void four(
      int[] offsets,
      int[] columns,
      float[] weights,
      double[] x,
      double[] y,
      int width,
      int strip,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int e = offsets[i]; e < offsets[i + 1]; e++) {
        DoubleVector row = DoubleVector.fromArray(SPECIES, x, columns[e] * width + strip);
        sum = DoubleVector.broadcast(SPECIES, weights[e]).fma(row, sum);
      }
      sum.intoArray(y, i * width + strip);
    }
  }

  private static void eight(
      int[] offsets,
      int[] columns,
      float[] weights,
      double[] x,
      double[] y,
      int width,
      int strip,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      DoubleVector low = DoubleVector.zero(SPECIES);
      DoubleVector high = DoubleVector.zero(SPECIES);
      for (int e = offsets[i]; e < offsets[i + 1]; e++) {
        DoubleVector weight = DoubleVector.broadcast(SPECIES, weights[e]);
        int at = columns[e] * width + strip;
        low = weight.fma(DoubleVector.fromArray(SPECIES, x, at), low);
        high = weight.fma(DoubleVector.fromArray(SPECIES, x, at + 4), high);
      }
      low.intoArray(y, i * width + strip);
      high.intoArray(y, i * width + strip + 4);
    }
  }
}
