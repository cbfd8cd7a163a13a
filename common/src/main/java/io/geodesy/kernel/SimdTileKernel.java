package io.geodesy.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the {@link PanelKernel}s on the vector module share: the layout, and the norms and limits of
 * values that are sums. The loops over the columns repeat one shape in every kernel: eight sums
 * stay in registers only where what is done to them is written out, since a call through an
 * interface would put each on the heap.
 */
abstract class SimdTileKernel implements PanelKernel {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  static final int WIDTH = 2 * LANES;

  /**
   * By which sums are multiplied after the loop: that changes none, and gives the compiler back
   * their class. JDK 17 keeps a vector in a register only while it knows its class; of a sum that
   * was carried through a loop it knows none, and takes the one it has seen so far where a method
   * is called on it. What it has seen is shared by all kernels: after some of another length the
   * vector goes to the heap and through tables of methods, and products of panels were fifteen
   * times slower in a process that had compared pairs first. So nothing is called on such a sum: it
   * is an argument in the loop, and of this product after it.
   */
  static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);

  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  /** For each lane its bit, among those of a's row and among those of b's rows. */
  private static final IntVector A_BITS = IntVector.fromArray(INTS, bits(0), 0);

  private static final IntVector B_BITS = IntVector.fromArray(INTS, bits(HIT_BITS), 0);

  private final float factor;

  /**
   * Makes a kernel.
   *
   * @param factor by which sums are multiplied before the norms are added, in one rounding
   */
  SimdTileKernel(float factor) {
    if (WIDTH % TILE_ROWS != 0 || LANES > HIT_BITS) {
      throw new IllegalStateException("Vectors of " + LANES + " floats do not fit");
    }
    this.factor = factor;
  }

  @Override
  public final String name() {
    return "simd";
  }

  @Override
  public final int width() {
    return WIDTH;
  }

  /** Writes what the columns add up to, for each of the four rows and each of the panel. */
  abstract void sums(float[] a, int aAt, float[] b, int bAt, int dim, float[] out);

  @Override
  public final int tile(
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
    sums(a, aAt, b, bAt, dim, out);
    FloatVector norm0 = FloatVector.fromArray(SPECIES, bNorms, bRow);
    FloatVector norm1 = FloatVector.fromArray(SPECIES, bNorms, bRow + LANES);
    IntVector limit0 = FloatVector.fromArray(SPECIES, bLimits, bRow).reinterpretAsInts();
    IntVector limit1 = FloatVector.fromArray(SPECIES, bLimits, bRow + LANES).reinterpretAsInts();
    IntVector room = IntVector.broadcast(INTS, -1);
    for (int r = 0; r < TILE_ROWS; r++) {
      FloatVector norm = FloatVector.broadcast(SPECIES, aNorms[aRow + r]);
      IntVector limit = IntVector.broadcast(INTS, Float.floatToRawIntBits(aLimits[aRow + r]));
      room = room.max(room(norm0.add(norm), limit0.max(limit), out, r * WIDTH));
      room = room.max(room(norm1.add(norm), limit1.max(limit), out, r * WIDTH + LANES));
    }
    return room.compare(VectorOperators.GE, 0).anyTrue()
        ? hits(out, aLimits, aRow, bLimits, bRow, hits)
        : 0;
  }

  /**
   * Turns sums into values, and returns how far they are below their limits: at least zero where
   * one may be within. Bits are compared as integers, which costs one instruction where a maximum
   * of floats costs many: their order is that of floats from zero up, NaN lies beyond infinity, and
   * what rounding left below zero counts as zero.
   */
  private IntVector room(FloatVector norms, IntVector limits, float[] out, int at) {
    FloatVector values =
        FloatVector.fromArray(SPECIES, out, at).fma(FloatVector.broadcast(SPECIES, factor), norms);
    values.intoArray(out, at);
    return limits.sub(values.reinterpretAsInts().max(IntVector.zero(INTS)));
  }

  /** Sets the hits of a tile and returns which halves have any. */
  private static int hits(
      float[] out, float[] aLimits, int aRow, float[] bLimits, int bRow, int[] hits) {
    int any = 0;
    for (int half = 0; half < 2 * TILE_ROWS; half++) {
      FloatVector values = FloatVector.fromArray(SPECIES, out, half * LANES);
      VectorMask<Float> own = values.compare(VectorOperators.LE, aLimits[aRow + half / 2]);
      VectorMask<Float> theirs =
          values.compare(
              VectorOperators.LE, FloatVector.fromArray(SPECIES, bLimits, bRow + half % 2 * LANES));
      if (own.or(theirs).anyTrue()) {
        hits[half] =
            IntVector.zero(INTS)
                .blend(A_BITS, own.cast(INTS))
                .or(IntVector.zero(INTS).blend(B_BITS, theirs.cast(INTS)))
                .reduceLanes(VectorOperators.OR);
        any |= 1 << half;
      }
    }
    return any;
  }

  private static int[] bits(int first) {
    int[] bits = new int[LANES];
    Arrays.setAll(bits, lane -> 1 << (first + lane));
    return bits;
  }
}
