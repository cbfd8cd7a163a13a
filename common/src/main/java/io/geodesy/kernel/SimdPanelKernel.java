package io.geodesy.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PanelKernel} on the vector module: four rows times two vectors keep eight accumulators in
 * registers, which hides the latency of the fused multiply-add.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent.
 */
final class SimdPanelKernel extends SimdTileKernel {
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  /** For each lane its bit, among those of a's row and among those of b's rows. */
  private static final IntVector A_BITS = IntVector.fromArray(INTS, bits(0), 0);

  private static final IntVector B_BITS = IntVector.fromArray(INTS, bits(HIT_BITS), 0);

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
    FloatVector norm0 = FloatVector.fromArray(SPECIES, bNorms, bRow);
    FloatVector norm1 = FloatVector.fromArray(SPECIES, bNorms, bRow + LANES);
    FloatVector limit0 = FloatVector.fromArray(SPECIES, bLimits, bRow);
    FloatVector limit1 = FloatVector.fromArray(SPECIES, bLimits, bRow + LANES);
    int any = 0;
    any |= finishSquared(p00, norm0, limit0, aNorms[aRow], aLimits[aRow], out, hits, 0);
    any |= finishSquared(p01, norm1, limit1, aNorms[aRow], aLimits[aRow], out, hits, 1);
    any |= finishSquared(p10, norm0, limit0, aNorms[aRow + 1], aLimits[aRow + 1], out, hits, 2);
    any |= finishSquared(p11, norm1, limit1, aNorms[aRow + 1], aLimits[aRow + 1], out, hits, 3);
    any |= finishSquared(p20, norm0, limit0, aNorms[aRow + 2], aLimits[aRow + 2], out, hits, 4);
    any |= finishSquared(p21, norm1, limit1, aNorms[aRow + 2], aLimits[aRow + 2], out, hits, 5);
    any |= finishSquared(p30, norm0, limit0, aNorms[aRow + 3], aLimits[aRow + 3], out, hits, 6);
    any |= finishSquared(p31, norm1, limit1, aNorms[aRow + 3], aLimits[aRow + 3], out, hits, 7);
    return any;
  }

  /** Turns products into squared distances. */
  private static int finishSquared(
      FloatVector product,
      FloatVector bNorms,
      FloatVector bLimits,
      float aNorm,
      float aLimit,
      float[] out,
      int[] hits,
      int half) {
    FloatVector squared = product.fma(FloatVector.broadcast(SPECIES, -2f), bNorms.add(aNorm));
    squared.intoArray(out, half * LANES);
    return within(squared, bLimits, aLimit, hits, half);
  }

  /** Sets the hits of half a panel; most halves are done after one comparison. */
  static int within(FloatVector squared, FloatVector bLimits, float aLimit, int[] hits, int half) {
    if (!squared.compare(VectorOperators.LE, bLimits.max(aLimit)).anyTrue()) {
      return 0;
    }
    VectorMask<Float> own = squared.compare(VectorOperators.LE, aLimit);
    VectorMask<Float> theirs = squared.compare(VectorOperators.LE, bLimits);
    hits[half] =
        IntVector.zero(INTS)
            .blend(A_BITS, own.cast(INTS))
            .or(IntVector.zero(INTS).blend(B_BITS, theirs.cast(INTS)))
            .reduceLanes(VectorOperators.OR);
    return 1 << half;
  }

  private static int[] bits(int first) {
    int[] bits = new int[LANES];
    Arrays.setAll(bits, lane -> 1 << (first + lane));
    return bits;
  }
}
