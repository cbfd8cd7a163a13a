package io.geodesy.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * {@link PanelKernel} on the vector module: four rows times two vectors keep eight accumulators in
 * registers, which hides the latency of the fused multiply-add.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent.
 */
final class SimdPanelKernel extends SimdTileKernel {
  SimdPanelKernel() {
    super(-2);
  }

  @Override
  void sums(float[] a, int aAt, float[] b, int bAt, int dim, float[] out) {
    FloatVector p00 = FloatVector.zero(SPECIES);
    FloatVector p01 = p00;
    FloatVector p10 = p00;
    FloatVector p11 = p00;
    FloatVector p20 = p00;
    FloatVector p21 = p00;
    FloatVector p30 = p00;
    FloatVector p31 = p00;
    int at = aAt;
    int to = bAt;
    for (int t = 0; t < dim; t++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, to);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, to + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
      p00 = a0.fma(b0, p00);
      p01 = a0.fma(b1, p01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + 1]);
      p10 = a1.fma(b0, p10);
      p11 = a1.fma(b1, p11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2]);
      p20 = a2.fma(b0, p20);
      p21 = a2.fma(b1, p21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3]);
      p30 = a3.fma(b0, p30);
      p31 = a3.fma(b1, p31);
      at += WIDTH;
      to += WIDTH;
    }
    ONE.mul(p00).intoArray(out, 0);
    ONE.mul(p01).intoArray(out, LANES);
    ONE.mul(p10).intoArray(out, 2 * LANES);
    ONE.mul(p11).intoArray(out, 3 * LANES);
    ONE.mul(p20).intoArray(out, 4 * LANES);
    ONE.mul(p21).intoArray(out, 5 * LANES);
    ONE.mul(p30).intoArray(out, 6 * LANES);
    ONE.mul(p31).intoArray(out, 7 * LANES);
  }
}
