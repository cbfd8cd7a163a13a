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
