package io.geodesy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link HammingPanelKernel} on the vector module, with the same bits.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent.
 */
final class SimdHammingPanelKernel implements PanelKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;

  SimdHammingPanelKernel() {
    if (WIDTH % TILE_ROWS != 0) {
      throw new IllegalStateException("Vectors of " + LANES + " floats are too short");
    }
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public int width() {
    return WIDTH;
  }

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
      float[] out) {
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
    s00.intoArray(out, 0);
    s01.intoArray(out, LANES);
    s10.intoArray(out, 2 * LANES);
    s11.intoArray(out, 3 * LANES);
    s20.intoArray(out, 4 * LANES);
    s21.intoArray(out, 5 * LANES);
    s30.intoArray(out, 6 * LANES);
    s31.intoArray(out, 7 * LANES);
    FloatVector norm0 = FloatVector.fromArray(SPECIES, bNorms, bRow);
    FloatVector norm1 = FloatVector.fromArray(SPECIES, bNorms, bRow + LANES);
    FloatVector limit0 = FloatVector.fromArray(SPECIES, bLimits, bRow);
    FloatVector limit1 = FloatVector.fromArray(SPECIES, bLimits, bRow + LANES);
    int hits = 0;
    for (int r = 0; r < TILE_ROWS; r++) {
      float norm = aNorms[aRow + r];
      float limit = aLimits[aRow + r];
      hits |= finish(norm0.add(norm), limit0.max(limit), out, 2 * r);
      hits |= finish(norm1.add(norm), limit1.max(limit), out, 2 * r + 1);
    }
    return hits;
  }

  private static FloatVector add(FloatVector count, FloatVector a, FloatVector b) {
    return count.add(
        FloatVector.broadcast(SPECIES, 1f).blend(0f, a.compare(VectorOperators.EQ, b)));
  }

  /** Adds the norms; one comparison serves both rows of a pair. */
  private static int finish(FloatVector norms, FloatVector limits, float[] out, int half) {
    FloatVector value = FloatVector.fromArray(SPECIES, out, half * LANES).add(norms);
    value.intoArray(out, half * LANES);
    return value.compare(VectorOperators.LE, limits).anyTrue() ? 1 << half : 0;
  }
}
