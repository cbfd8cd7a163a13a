package io.geodesy.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * {@link PanelKernel} on the vector module: four rows, or eight where there are registers, times
 * two vectors. Eight sums hide the latency of the fused multiply-add; sixteen halve what is read of
 * the panel for each of them, which two units of AVX-512 wait for.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent.
 */
final class SimdPanelKernel extends SimdTileKernel {
  /** Vectors of so many floats come with thirty-two registers. */
  private static final int EIGHT_ROWS_LANES = 16;

  SimdPanelKernel() {
    super(-2);
  }

  /** With more registers eight rows share what is read of the panel. */
  @Override
  void sums(float[] a, int aAt, float[] b, int bAt, int dim, float[] out) {
    if (LANES != EIGHT_ROWS_LANES) {
      super.sums(a, aAt, b, bAt, dim, out);
      return;
    }
    FloatVector p00 = FloatVector.zero(SPECIES);
    FloatVector p01 = p00;
    FloatVector p10 = p00;
    FloatVector p11 = p00;
    FloatVector p20 = p00;
    FloatVector p21 = p00;
    FloatVector p30 = p00;
    FloatVector p31 = p00;
    FloatVector p40 = p00;
    FloatVector p41 = p00;
    FloatVector p50 = p00;
    FloatVector p51 = p00;
    FloatVector p60 = p00;
    FloatVector p61 = p00;
    FloatVector p70 = p00;
    FloatVector p71 = p00;
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
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[at + 4]);
      p40 = a4.fma(b0, p40);
      p41 = a4.fma(b1, p41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[at + 5]);
      p50 = a5.fma(b0, p50);
      p51 = a5.fma(b1, p51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[at + 6]);
      p60 = a6.fma(b0, p60);
      p61 = a6.fma(b1, p61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[at + 7]);
      p70 = a7.fma(b0, p70);
      p71 = a7.fma(b1, p71);
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
    ONE.mul(p40).intoArray(out, 8 * LANES);
    ONE.mul(p41).intoArray(out, 9 * LANES);
    ONE.mul(p50).intoArray(out, 10 * LANES);
    ONE.mul(p51).intoArray(out, 11 * LANES);
    ONE.mul(p60).intoArray(out, 12 * LANES);
    ONE.mul(p61).intoArray(out, 13 * LANES);
    ONE.mul(p70).intoArray(out, 14 * LANES);
    ONE.mul(p71).intoArray(out, 15 * LANES);
  }

  @Override
  void fourSums(float[] a, int aAt, float[] b, int bAt, int dim, float[] out, int outAt) {
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
    ONE.mul(p00).intoArray(out, outAt);
    ONE.mul(p01).intoArray(out, outAt + LANES);
    ONE.mul(p10).intoArray(out, outAt + 2 * LANES);
    ONE.mul(p11).intoArray(out, outAt + 3 * LANES);
    ONE.mul(p20).intoArray(out, outAt + 4 * LANES);
    ONE.mul(p21).intoArray(out, outAt + 5 * LANES);
    ONE.mul(p30).intoArray(out, outAt + 6 * LANES);
    ONE.mul(p31).intoArray(out, outAt + 7 * LANES);
  }
}
