package io.geodesy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link HammingPanelKernel} on the vector module, with the same bits.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent.
 */
final class SimdHammingPanelKernel extends SimdTileKernel {
  SimdHammingPanelKernel() {
    super(1);
  }

  @Override
  void fourSums(float[] a, int aAt, float[] b, int bAt, int dim, float[] out, int outAt) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    int at = aAt;
    int to = bAt;
    for (int t = 0; t < dim; t++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, to);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, to + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
      s00 = add(s00, a0, b0);
      s01 = add(s01, a0, b1);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + 1]);
      s10 = add(s10, a1, b0);
      s11 = add(s11, a1, b1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2]);
      s20 = add(s20, a2, b0);
      s21 = add(s21, a2, b1);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3]);
      s30 = add(s30, a3, b0);
      s31 = add(s31, a3, b1);
      at += WIDTH;
      to += WIDTH;
    }
    ONE.mul(s00).intoArray(out, outAt);
    ONE.mul(s01).intoArray(out, outAt + LANES);
    ONE.mul(s10).intoArray(out, outAt + 2 * LANES);
    ONE.mul(s11).intoArray(out, outAt + 3 * LANES);
    ONE.mul(s20).intoArray(out, outAt + 4 * LANES);
    ONE.mul(s21).intoArray(out, outAt + 5 * LANES);
    ONE.mul(s30).intoArray(out, outAt + 6 * LANES);
    ONE.mul(s31).intoArray(out, outAt + 7 * LANES);
  }

  private static FloatVector add(FloatVector count, FloatVector a, FloatVector b) {
    return FloatVector.broadcast(SPECIES, 1f)
        .blend(0f, a.compare(VectorOperators.EQ, b))
        .add(count);
  }
}
