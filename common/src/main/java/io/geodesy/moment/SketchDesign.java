package io.geodesy.moment;

import io.geodesy.kernel.SeededStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What sketches must share to be merged or compared: the grid on which values are counted, the
 * random frequencies, the hash, and the sizes. It is made from a reference table once and then
 * carried along with its sketches, so that yesterday's and today's rows are counted alike.
 *
 * <p>The grid of a column is centred in its range and has steps of a power of two, {@code 2^20} of
 * which, or fewer, reach from the centre to its end: every value becomes an integer, sums of
 * integers have no order, and merged sketches equal the sketch of all rows bit for bit. A value is
 * off by at most half a step, {@code 2^-21} of half the column's range.
 *
 * @param version of the sketch's layout
 * @param seed of hash and frequencies
 * @param frequencies random ones, two features each
 * @param buckets parts of the features by hash, a power of two
 * @param sampleRows rows of least hash that a sketch keeps
 * @param bandwidth of the Gaussian kernel that the features stand for, in the unit of the vectors
 * @param center of every column's grid
 * @param exponent of every column's step: {@code 2^exponent}
 */
@SuppressWarnings("ArrayRecordComponent")
public record SketchDesign(
    int version,
    long seed,
    int frequencies,
    int buckets,
    int sampleRows,
    double bandwidth,
    double[] center,
    int[] exponent)
    implements Serializable {
  /** Of the layout described here. */
  public static final int VERSION = 1;

  /** Values of the reference table stay within {@code 2^BITS} steps. */
  static final int BITS = 20;

  /** Checks the sizes. */
  public SketchDesign {
    if (center.length == 0
        || center.length != exponent.length
        || frequencies < 1
        || sampleRows < 1
        || !(bandwidth > 0)
        || Integer.bitCount(buckets) != 1) {
      throw new IllegalArgumentException(
          "No sketch has %d columns, %d frequencies, %d rows, bandwidth %s and %d buckets"
              .formatted(center.length, frequencies, sampleRows, bandwidth, buckets));
    }
  }

  /**
   * Makes a design for a table.
   *
   * @param low least value of every column
   * @param high greatest
   */
  public static SketchDesign of(
      long seed,
      int frequencies,
      int buckets,
      int sampleRows,
      double bandwidth,
      float[] low,
      float[] high) {
    int dim = low.length;
    double[] center = new double[dim];
    int[] exponent = new int[dim];
    int greatest = Integer.MIN_VALUE;
    for (int c = 0; c < dim; c++) {
      center[c] = ((double) low[c] + high[c]) / 2;
      double half = ((double) high[c] - low[c]) / 2;
      exponent[c] = half > 0 ? Math.getExponent(half) + 1 - BITS : Integer.MIN_VALUE;
      greatest = Math.max(greatest, exponent[c]);
    }
    // A constant column takes the coarsest grid there is; it holds its one value exactly.
    int spare = greatest == Integer.MIN_VALUE ? 1 - BITS : greatest;
    for (int c = 0; c < dim; c++) {
      exponent[c] = exponent[c] == Integer.MIN_VALUE ? spare : exponent[c];
    }
    return new SketchDesign(
        VERSION, seed, frequencies, buckets, sampleRows, bandwidth, center, exponent);
  }

  /** Returns the columns of the vectors. */
  public int dim() {
    return center.length;
  }

  /** Returns the step of a column's grid. */
  public double step(int column) {
    return Math.scalb(1.0, exponent[column]);
  }

  /** Returns the hash of a row: its place in the order of the sample, and its bucket. */
  public long hash(long id) {
    return SeededStream.hash(rowSeed(), id);
  }

  /** As {@link #hash(long)} for text ids. */
  public long hash(CharSequence id) {
    return SeededStream.hash(rowSeed(), id);
  }

  /** Returns the bucket of a hash: by other bits than those that order the sample. */
  int bucket(long hash) {
    return (int) (hash & (buckets - 1));
  }

  private long rowSeed() {
    return SeededStream.derive(seed, "sketch rows");
  }

  /** Returns the frequencies, {@code frequencies x dim}: normal over the bandwidth. */
  float[] frequencyRows() {
    long stream = SeededStream.derive(seed, "sketch frequencies");
    float[] rows = new float[Math.multiplyExact(frequencies, dim())];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (SeededStream.normal(stream, i) / bandwidth);
    }
    return rows;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SketchDesign that
        && version == that.version
        && seed == that.seed
        && frequencies == that.frequencies
        && buckets == that.buckets
        && sampleRows == that.sampleRows
        && bandwidth == that.bandwidth
        && Arrays.equals(center, that.center)
        && Arrays.equals(exponent, that.exponent);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(center) + Long.hashCode(seed);
  }
}
