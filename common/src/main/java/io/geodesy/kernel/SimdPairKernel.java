package io.geodesy.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
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

  private static DoubleVector doubles(float[] values, int at) {
    return (DoubleVector)
        FloatVector.fromArray(FLOATS, values, at).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  /** Lanes 4, 2 and 1 apart, since the order of {@code reduceLanes} is not defined. */
  private static double fold(DoubleVector sums) {
    double s0 = sums.lane(0) + sums.lane(4);
    double s1 = sums.lane(1) + sums.lane(5);
    double s2 = sums.lane(2) + sums.lane(6);
    double s3 = sums.lane(3) + sums.lane(7);
    return (s0 + s2) + (s1 + s3);
  }
}
