package io.geodesy.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PairKernel} on vectors of eight doubles: two of them hold the sixteen partial sums.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent, and making it where the machine has no such vectors.
 */
final class SimdPairKernel implements PairKernel {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

  private static final VectorShuffle<Double> BY_FOUR = VectorShuffle.iota(DOUBLES, 4, 1, true);
  private static final VectorShuffle<Double> BY_TWO = VectorShuffle.iota(DOUBLES, 2, 1, true);

  SimdPairKernel() {
    if (DoubleVector.SPECIES_PREFERRED.length() != DOUBLES.length()) {
      throw new IllegalStateException("Vectors of doubles are too short");
    }
  }

  @Override
  public double squared(float[] x, int xAt, float[] y, int yAt, int dim) {
    int whole = dim - dim % SUMS;
    DoubleVector low = DoubleVector.zero(DOUBLES);
    DoubleVector high = low;
    for (int t = 0; t < whole; t += SUMS) {
      DoubleVector d0 = doubles(x, xAt + t).sub(doubles(y, yAt + t));
      DoubleVector d1 = doubles(x, xAt + t + 8).sub(doubles(y, yAt + t + 8));
      low = low.add(d0.mul(d0));
      high = high.add(d1.mul(d1));
    }
    return fold(low.add(high)) + ScalarPairKernel.rest(x, xAt, y, yAt, whole, dim);
  }

  @Override
  public double squaredScaled(
      float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor, int dim) {
    int whole = dim - dim % SUMS;
    DoubleVector low = DoubleVector.zero(DOUBLES);
    DoubleVector high = low;
    for (int t = 0; t < whole; t += SUMS) {
      DoubleVector d0 = doubles(x, xAt + t).mul(xFactor).sub(doubles(y, yAt + t).mul(yFactor));
      DoubleVector d1 =
          doubles(x, xAt + t + 8).mul(xFactor).sub(doubles(y, yAt + t + 8).mul(yFactor));
      low = low.add(d0.mul(d0));
      high = high.add(d1.mul(d1));
    }
    return fold(low.add(high))
        + ScalarPairKernel.restScaled(x, xAt, xFactor, y, yAt, yFactor, whole, dim);
  }

  @Override
  public void squaredOfFour(float[] matrix, int xAt, int[] yAt, int dim, double[] out) {
    int whole = dim - dim % SUMS;
    int y0 = yAt[0];
    int y1 = yAt[1];
    int y2 = yAt[2];
    int y3 = yAt[3];
    DoubleVector low0 = DoubleVector.zero(DOUBLES);
    DoubleVector high0 = low0;
    DoubleVector low1 = low0;
    DoubleVector high1 = low0;
    DoubleVector low2 = low0;
    DoubleVector high2 = low0;
    DoubleVector low3 = low0;
    DoubleVector high3 = low0;
    for (int t = 0; t < whole; t += SUMS) {
      DoubleVector x0 = doubles(matrix, xAt + t);
      DoubleVector x1 = doubles(matrix, xAt + t + 8);
      low0 = add(low0, x0, matrix, y0 + t);
      high0 = add(high0, x1, matrix, y0 + t + 8);
      low1 = add(low1, x0, matrix, y1 + t);
      high1 = add(high1, x1, matrix, y1 + t + 8);
      low2 = add(low2, x0, matrix, y2 + t);
      high2 = add(high2, x1, matrix, y2 + t + 8);
      low3 = add(low3, x0, matrix, y3 + t);
      high3 = add(high3, x1, matrix, y3 + t + 8);
    }
    out[0] = fold(low0.add(high0)) + ScalarPairKernel.rest(matrix, xAt, matrix, y0, whole, dim);
    out[1] = fold(low1.add(high1)) + ScalarPairKernel.rest(matrix, xAt, matrix, y1, whole, dim);
    out[2] = fold(low2.add(high2)) + ScalarPairKernel.rest(matrix, xAt, matrix, y2, whole, dim);
    out[3] = fold(low3.add(high3)) + ScalarPairKernel.rest(matrix, xAt, matrix, y3, whole, dim);
  }

  private static DoubleVector add(DoubleVector sums, DoubleVector x, float[] matrix, int yAt) {
    DoubleVector difference = x.sub(doubles(matrix, yAt));
    return sums.add(difference.mul(difference));
  }

  private static DoubleVector doubles(float[] values, int at) {
    return (DoubleVector)
        FloatVector.fromArray(FLOATS, values, at).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  /** Lanes 4, 2 and 1 apart, since the order of {@code reduceLanes} is not defined. */
  private static double fold(DoubleVector sums) {
    DoubleVector four = sums.add(sums.rearrange(BY_FOUR));
    DoubleVector two = four.add(four.rearrange(BY_TWO));
    return two.lane(0) + two.lane(1);
  }
}
