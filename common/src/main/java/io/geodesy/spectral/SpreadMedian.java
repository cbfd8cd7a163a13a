package io.geodesy.spectral;

import org.apache.spark.api.java.JavaRDD;

/**
 * The median of positive numbers that are on the executors, exactly, by counting leading bits: five
 * passes over them, of 64 KiB a partition into the driver. Determinism class D0.
 */
public final class SpreadMedian {
  private static final int DIGITS = 5;

  /** Five digits of 13 bits are all but the sign. */
  private static final int BITS = 13;

  private SpreadMedian() {}

  /** Returns the median, of an even number of values the greater; 0 where no value is positive. */
  public static double ofPositive(JavaRDD<double[]> values) {
    long prefix = 0;
    long rank = -1;
    for (int digit = DIGITS - 1; digit >= 0; digit--) {
      int shift = digit * BITS;
      long leading = prefix;
      long[] counts = new long[1 << BITS];
      for (long[] some : values.map(part -> counts(part, leading, shift)).collect()) {
        for (int bin = 0; bin < counts.length; bin++) {
          counts[bin] += some[bin];
        }
      }
      if (rank < 0) {
        long positive = 0;
        for (long count : counts) {
          positive += count;
        }
        if (positive == 0) {
          return 0;
        }
        rank = positive / 2;
      }
      int bin = 0;
      while (rank >= counts[bin]) {
        rank -= counts[bin++];
      }
      prefix = prefix << BITS | bin;
    }
    return Double.longBitsToDouble(prefix);
  }

  /** Counts the digit at a shift of positive values whose leading digits are given. */
  private static long[] counts(double[] values, long leading, int shift) {
    long[] counts = new long[1 << BITS];
    for (double value : values) {
      long bits = Double.doubleToRawLongBits(value);
      // Bits above all digits are zero, so that every value has the empty lead.
      if (value > 0 && shifted(bits, shift + BITS) == leading) {
        counts[(int) (bits >>> shift) & (1 << BITS) - 1]++;
      }
    }
    return counts;
  }

  /** A shift by 64 or more leaves nothing, where Java's would leave everything. */
  private static long shifted(long bits, int by) {
    return by >= Long.SIZE ? 0 : bits >>> by;
  }
}
