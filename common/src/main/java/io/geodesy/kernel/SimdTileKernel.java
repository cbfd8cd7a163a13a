package io.geodesy.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the {@link PanelKernel}s on the vector module share: the layout, and the norms and limits of
 * values that are sums. The loops over the columns repeat one shape in every kernel: sums stay in
 * registers only where what is done to them is written out, since a call through an interface would
 * put each on the heap.
 */
abstract class SimdTileKernel implements PanelKernel {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  static final int WIDTH = 2 * LANES;

  private static final int FOUR = 4;

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

  /** For each power of two below the lanes, every lane's partner that far away. */
  private static final List<VectorShuffle<Float>> SWAPS =
      powers(apart -> VectorShuffle.fromOp(SPECIES, lane -> lane ^ apart));

  /** For each power of two below the lanes, which lanes have theirs before them. */
  private static final List<VectorMask<Float>> UPPER =
      powers(apart -> VectorMask.fromLong(SPECIES, upper(apart)));

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

  /**
   * Writes what the columns add up to, for each of the tile's rows and each of the panel: for four
   * rows at a time, which is what sixteen registers hold.
   */
  void sums(float[] a, int aAt, float[] b, int bAt, int dim, float[] out) {
    for (int r = 0; r < TILE_ROWS; r += FOUR) {
      fourSums(a, aAt + r, b, bAt, dim, out, r * WIDTH);
    }
  }

  /** Writes what the columns add up to, for each of four rows and each of the panel. */
  abstract void fourSums(float[] a, int aAt, float[] b, int bAt, int dim, float[] out, int outAt);

  /**
   * Blocks of {@link #LANES} rows and columns, each transposed by exchanging halves, quarters, ...
   * of its rows with each other; the last columns with some that were written before.
   */
  @Override
  public final void pack(float[] rows, float[] panel, int at, int dim) {
    if (dim < LANES) {
      for (int t = 0; t < dim; t++) {
        for (int r = 0; r < WIDTH; r++) {
          panel[at + t * WIDTH + r] = rows[r * dim + t];
        }
      }
      return;
    }
    for (int t = 0; t < dim; t += LANES) {
      int first = Math.min(t, dim - LANES);
      for (int half = 0; half < WIDTH; half += LANES) {
        exchange(rows, half * dim + first, dim, panel, at + first * WIDTH + half, WIDTH, LANES / 2);
        for (int apart = LANES / 4; apart > 0; apart /= 2) {
          int block = at + first * WIDTH + half;
          exchange(panel, block, WIDTH, panel, block, WIDTH, apart);
        }
      }
    }
  }

  /**
   * Exchanges, between every two rows so far apart, the upper part of the first with the lower part
   * of the second, in all runs of twice as many lanes.
   */
  private static void exchange(
      float[] from, int fromAt, int fromWidth, float[] to, int toAt, int toWidth, int apart) {
    VectorShuffle<Float> swap = SWAPS.get(Integer.numberOfTrailingZeros(apart));
    VectorMask<Float> upper = UPPER.get(Integer.numberOfTrailingZeros(apart));
    for (int pair = 0; pair < LANES / 2; pair++) {
      int row = pair + (pair & -apart);
      FloatVector x = FloatVector.fromArray(SPECIES, from, fromAt + row * fromWidth);
      FloatVector y = FloatVector.fromArray(SPECIES, from, fromAt + (row + apart) * fromWidth);
      FloatVector exchanged = y.blend(x, upper).rearrange(swap);
      x.blend(exchanged, upper).intoArray(to, toAt + row * toWidth);
      exchanged.blend(y, upper).intoArray(to, toAt + (row + apart) * toWidth);
    }
  }

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

  private static <T> List<T> powers(IntFunction<T> make) {
    return IntStream.range(0, Integer.numberOfTrailingZeros(LANES))
        .mapToObj(power -> make.apply(1 << power))
        .toList();
  }

  private static long upper(int apart) {
    return IntStream.range(0, LANES)
        .filter(lane -> (lane & apart) != 0)
        .mapToLong(lane -> 1L << lane)
        .sum();
  }
}
