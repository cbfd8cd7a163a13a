package io.geodesy.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PairKernel} on vectors of four doubles, for processors without longer ones: four of them
 * hold the sixteen partial sums. Four rows are compared one by one: the sums of two already spill
 * out of sixteen registers, which took two to three times as long.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent, and making it where the machine has no such vectors.
 */
final class SimdShortPairKernel implements PairKernel {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;
  private static final VectorShuffle<Double> BY_TWO = VectorShuffle.iota(DOUBLES, 2, 1, true);

  SimdShortPairKernel() {
    if (DoubleVector.SPECIES_PREFERRED.length() < DOUBLES.length()) {
      throw new IllegalStateException("Vectors of doubles are too short");
    }
  }

  @Override
  public double squared(float[] x, int xAt, float[] y, int yAt, int dim) {
    int whole = dim - dim % SUMS;
    DoubleVector s0 = DoubleVector.zero(DOUBLES);
    DoubleVector s4 = s0;
    DoubleVector s8 = s0;
    DoubleVector s12 = s0;
    for (int t = 0; t < whole; t += SUMS) {
      s0 = add(s0, doubles(x, xAt + t), y, yAt + t);
      s4 = add(s4, doubles(x, xAt + t + 4), y, yAt + t + 4);
      s8 = add(s8, doubles(x, xAt + t + 8), y, yAt + t + 8);
      s12 = add(s12, doubles(x, xAt + t + 12), y, yAt + t + 12);
    }
    return fold(s0, s4, s8, s12) + ScalarPairKernel.rest(x, xAt, y, yAt, whole, dim);
  }

  @Override
  public double squaredScaled(
      float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor, int dim) {
    int whole = dim - dim % SUMS;
    DoubleVector s0 = DoubleVector.zero(DOUBLES);
    DoubleVector s4 = s0;
    DoubleVector s8 = s0;
    DoubleVector s12 = s0;
    for (int t = 0; t < whole; t += SUMS) {
      s0 = addScaled(s0, x, xAt + t, xFactor, y, yAt + t, yFactor);
      s4 = addScaled(s4, x, xAt + t + 4, xFactor, y, yAt + t + 4, yFactor);
      s8 = addScaled(s8, x, xAt + t + 8, xFactor, y, yAt + t + 8, yFactor);
      s12 = addScaled(s12, x, xAt + t + 12, xFactor, y, yAt + t + 12, yFactor);
    }
    return fold(s0, s4, s8, s12)
        + ScalarPairKernel.restScaled(x, xAt, xFactor, y, yAt, yFactor, whole, dim);
  }

  private static DoubleVector add(DoubleVector sums, DoubleVector x, float[] y, int yAt) {
    DoubleVector difference = x.sub(doubles(y, yAt));
    return sums.add(difference.mul(difference));
  }

  private static DoubleVector addScaled(
      DoubleVector sums, float[] x, int xAt, double xFactor, float[] y, int yAt, double yFactor) {
    DoubleVector difference = doubles(x, xAt).mul(xFactor).sub(doubles(y, yAt).mul(yFactor));
    return sums.add(difference.mul(difference));
  }

  private static DoubleVector doubles(float[] values, int at) {
    return (DoubleVector)
        FloatVector.fromArray(FLOATS, values, at).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  /** Partial sums 8, 4, 2 and 1 apart. */
  private static double fold(DoubleVector s0, DoubleVector s4, DoubleVector s8, DoubleVector s12) {
    DoubleVector four = s0.add(s8).add(s4.add(s12));
    DoubleVector two = four.add(four.rearrange(BY_TWO));
    return two.lane(0) + two.lane(1);
  }
}
