package io.geodesy.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ByteKernel} on the vector module: bytes become ints as they are loaded.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent, and making it where the machine has no vectors of eight ints.
 */
final class SimdByteKernel implements ByteKernel {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();
  private static final int LEAST_LANES = 8;
  private static final VectorSpecies<Byte> BYTES =
      ByteVector.SPECIES_64.withShape(
          VectorShape.forBitSize(Math.max(LEAST_LANES, LANES) * Byte.SIZE));

  /** Added to a whole number of few digits, the float's last bits are that number. */
  private static final float SHIFT = 0x1.8p23f;

  private static final int SHIFT_BITS = Float.floatToRawIntBits(SHIFT);

  SimdByteKernel() {
    if (LANES < LEAST_LANES || FLOATS.length() != LANES) {
      throw new IllegalStateException("Vectors of ints are too short");
    }
  }

  @Override
  public boolean pack(float[] values, int from, int to, int offset, byte[] bytes, int at) {
    int end = from + (to - from) / LANES * LANES;
    IntVector differences = IntVector.zero(INTS);
    for (int i = from; i < end; i += LANES) {
      FloatVector value = FloatVector.fromArray(FLOATS, values, i);
      IntVector whole = value.add(SHIFT).reinterpretAsInts().sub(SHIFT_BITS + offset);
      ByteVector packed = (ByteVector) whole.convertShape(VectorOperators.I2B, BYTES, 0);
      packed.intoArray(bytes, at + i - from);
      FloatVector back =
          ((FloatVector) packed.convertShape(VectorOperators.B2F, FLOATS, 0)).add(offset);
      differences = differences.or(back.sub(value).reinterpretAsInts());
    }
    if (differences.reduceLanes(VectorOperators.OR) != 0) {
      return false;
    }
    return ScalarByteKernel.packScalar(values, end, to, offset, bytes, at + end - from);
  }

  @Override
  public void centre(byte[] bytes, int at, float[] centre, float[] out, int outAt) {
    int whole = centre.length - centre.length % LANES;
    for (int t = 0; t < whole; t += LANES) {
      FloatVector value =
          (FloatVector)
              ByteVector.fromArray(BYTES, bytes, at + t)
                  .convertShape(VectorOperators.B2F, FLOATS, 0);
      value.sub(FloatVector.fromArray(FLOATS, centre, t)).intoArray(out, outAt + t);
    }
    ScalarByteKernel.centreScalar(bytes, at, centre, out, outAt, whole);
  }

  @Override
  public int squared(byte[] matrix, int xAt, int yAt, int dim) {
    int whole = dim - dim % LANES;
    IntVector sum = IntVector.zero(INTS);
    for (int t = 0; t < whole; t += LANES) {
      sum = add(sum, ints(matrix, xAt + t), matrix, yAt + t);
    }
    return sum.reduceLanes(VectorOperators.ADD)
        + ScalarByteKernel.rest(matrix, xAt, yAt, whole, dim);
  }

  @Override
  public void squaredOfFour(byte[] matrix, int xAt, int[] yAt, int dim, int[] out) {
    int whole = dim - dim % LANES;
    int y0 = yAt[0];
    int y1 = yAt[1];
    int y2 = yAt[2];
    int y3 = yAt[3];
    IntVector s0 = IntVector.zero(INTS);
    IntVector s1 = s0;
    IntVector s2 = s0;
    IntVector s3 = s0;
    for (int t = 0; t < whole; t += LANES) {
      IntVector x = ints(matrix, xAt + t);
      s0 = add(s0, x, matrix, y0 + t);
      s1 = add(s1, x, matrix, y1 + t);
      s2 = add(s2, x, matrix, y2 + t);
      s3 = add(s3, x, matrix, y3 + t);
    }
    out[0] = s0.reduceLanes(VectorOperators.ADD);
    out[1] = s1.reduceLanes(VectorOperators.ADD);
    out[2] = s2.reduceLanes(VectorOperators.ADD);
    out[3] = s3.reduceLanes(VectorOperators.ADD);
    for (int r = 0; r < FOUR; r++) {
      out[r] += ScalarByteKernel.rest(matrix, xAt, yAt[r], whole, dim);
    }
  }

  private static IntVector add(IntVector sums, IntVector x, byte[] matrix, int yAt) {
    IntVector difference = x.sub(ints(matrix, yAt));
    return sums.add(difference.mul(difference));
  }

  private static IntVector ints(byte[] values, int at) {
    return (IntVector)
        ByteVector.fromArray(BYTES, values, at).convertShape(VectorOperators.B2I, INTS, 0);
  }
}
