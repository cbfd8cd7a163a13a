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
  @Override
  public int tile(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int dim,
      float[] aNorms,
      float[] aLimits,
      int aRow,
      float[] bNorms,
      float[] bLimits,
      int bRow,
      float[] out,
      int[] hits) {
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
    FloatVector norm0 = FloatVector.fromArray(SPECIES, bNorms, bRow);
    FloatVector norm1 = FloatVector.fromArray(SPECIES, bNorms, bRow + LANES);
    FloatVector limit0 = FloatVector.fromArray(SPECIES, bLimits, bRow);
    FloatVector limit1 = FloatVector.fromArray(SPECIES, bLimits, bRow + LANES);
    int any = 0;
    any |= finish(s00, norm0, limit0, aNorms[aRow], aLimits[aRow], out, hits, 0);
    any |= finish(s01, norm1, limit1, aNorms[aRow], aLimits[aRow], out, hits, 1);
    any |= finish(s10, norm0, limit0, aNorms[aRow + 1], aLimits[aRow + 1], out, hits, 2);
    any |= finish(s11, norm1, limit1, aNorms[aRow + 1], aLimits[aRow + 1], out, hits, 3);
    any |= finish(s20, norm0, limit0, aNorms[aRow + 2], aLimits[aRow + 2], out, hits, 4);
    any |= finish(s21, norm1, limit1, aNorms[aRow + 2], aLimits[aRow + 2], out, hits, 5);
    any |= finish(s30, norm0, limit0, aNorms[aRow + 3], aLimits[aRow + 3], out, hits, 6);
    any |= finish(s31, norm1, limit1, aNorms[aRow + 3], aLimits[aRow + 3], out, hits, 7);
    return any;
  }

  private static FloatVector add(FloatVector count, FloatVector a, FloatVector b) {
    return count.add(
        FloatVector.broadcast(SPECIES, 1f).blend(0f, a.compare(VectorOperators.EQ, b)));
  }
}
