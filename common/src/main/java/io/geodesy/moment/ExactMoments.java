package io.geodesy.moment;

import io.geodesy.kernel.ColumnProducts;
import io.geodesy.kernel.Workers;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Count, sums and second moments of rows of integers, exact: sums in 64 bits, products in 128. Any
 * order of rows and any tree of merges gives the same bits (class D0).
 *
 * <p>Layout: the triangle {@code column <= row} of the second moments, row by row, in two arrays:
 * {@code value = high 2^64 + low}, low unsigned. Invariants: {@code |value| < 2^94} for up to
 * {@code 2^32} rows of integers below {@link #LIMIT}.
 *
 * <p>Cost: {@code dim^2} multiply-adds a row where its integers are at most {@code 2^20} (by BLAS
 * in double, where strips of {@value #STRIP} such rows have exact products); about ten times that
 * for other rows. Memory: {@code 8 dim (dim + 1)} bytes, and {@code 8 dim^2} while rows are added.
 */
public final class ExactMoments implements Serializable {
  /** Integers beyond are cut to it. */
  static final long LIMIT = (1L << 31) - 1;

  static final int STRIP = 1024;

  private static final double TWO_64 = 0x1p64;

  private final int dim;
  private long count;
  private final long[] sums;
  private final long[] high;
  private final long[] low;

  private ExactMoments(int dim, long count, long[] sums, long[] high, long[] low) {
    this.dim = dim;
    this.count = count;
    this.sums = sums;
    this.high = high;
    this.low = low;
  }

  /** No rows. */
  static ExactMoments none(int dim) {
    int packed = Math.multiplyExact(dim, dim + 1) / 2;
    return new ExactMoments(dim, 0, new long[dim], new long[packed], new long[packed]);
  }

  /**
   * From published arrays, which are kept, not copied.
   *
   * @param count rows
   * @param sums {@code dim}
   * @param high {@code dim (dim + 1) / 2}
   * @param low as many
   */
  public static ExactMoments of(long count, long[] sums, long[] high, long[] low) {
    int packed = sums.length * (sums.length + 1) / 2;
    if (high.length != packed || low.length != packed) {
      throw new IllegalArgumentException(
          "%d sums have %d second moments, not %d and %d"
              .formatted(sums.length, packed, high.length, low.length));
    }
    return new ExactMoments(sums.length, count, sums, high, low);
  }

  /**
   * Adds rows of integers, all of at most {@code 2^20}; this state changes.
   *
   * @param strip {@code rows x dim} integers
   * @param rows at most {@value #STRIP}
   * @param counted how many of them are no mere zeros, in the place of rows added otherwise
   * @param scratch {@code dim x dim} zeros, and zeros again afterwards
   */
  void addStrip(double[] strip, int rows, int counted, double[] scratch, Workers workers) {
    ColumnProducts.add(strip, rows, dim, scratch, workers);
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < dim; c++) {
        sums[c] += (long) strip[i * dim + c];
      }
    }
    for (int i = 0, at = 0; i < dim; i++) {
      for (int j = 0; j <= i; j++, at++) {
        add(at, (long) scratch[i * dim + j]);
      }
    }
    Arrays.fill(scratch, 0);
    count += counted;
  }

  /** Adds one row of integers of at most {@link #LIMIT}; this state changes. */
  void addWide(double[] row, int from) {
    for (int i = 0, at = 0; i < dim; i++) {
      long value = (long) row[from + i];
      sums[i] += value;
      for (int j = 0; j <= i; j++, at++) {
        add(at, value * (long) row[from + j]);
      }
    }
    count++;
  }

  private void add(int at, long value) {
    long before = low[at];
    low[at] = before + value;
    high[at] += (value >> 63) + (Long.compareUnsigned(low[at], before) < 0 ? 1 : 0);
  }

  /** Returns these rows and those of another state. */
  ExactMoments merge(ExactMoments other) {
    ExactMoments all =
        new ExactMoments(dim, count + other.count, sums.clone(), high.clone(), low.clone());
    for (int c = 0; c < dim; c++) {
      all.sums[c] += other.sums[c];
    }
    for (int at = 0; at < low.length; at++) {
      all.low[at] += other.low[at];
      boolean isCarried = Long.compareUnsigned(all.low[at], low[at]) < 0;
      all.high[at] += other.high[at] + (isCarried ? 1 : 0);
    }
    return all;
  }

  /** Returns the number of rows. */
  public long count() {
    return count;
  }

  /** Returns the sums, {@code dim}; not to be modified. */
  public long[] sums() {
    return sums;
  }

  /** Returns the upper 64 bits of the second moments; not to be modified. */
  public long[] high() {
    return high;
  }

  /** Returns the lower 64 bits of the second moments; not to be modified. */
  public long[] low() {
    return low;
  }

  /** Returns the mean in the unit of the vectors, {@code dim}; at least one row. */
  double[] mean(SketchDesign design) {
    double[] mean = new double[dim];
    for (int c = 0; c < dim; c++) {
      mean[c] = design.center()[c] + design.step(c) * ((double) sums[c] / count);
    }
    return mean;
  }

  /** Returns the sample covariance, {@code dim x dim}, both triangles; zero for one row. */
  double[] covariance(SketchDesign design) {
    double[] matrix = new double[dim * dim];
    double scale = 1.0 / Math.max(1, count - 1);
    for (int i = 0, at = 0; i < dim; i++) {
      double mean = (double) sums[i] / count;
      for (int j = 0; j <= i; j++, at++) {
        double second =
            high[at] * TWO_64 + (low[at] >= 0 ? (double) low[at] : (double) low[at] + TWO_64);
        // high is -1 for small negative values: adding in long keeps them whole.
        double exact = high[at] == low[at] >> 63 ? (double) low[at] : second;
        double value = (exact - mean * sums[j]) * scale * design.step(i) * design.step(j);
        matrix[i * dim + j] = value;
        matrix[j * dim + i] = value;
      }
    }
    return matrix;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExactMoments that
        && count == that.count
        && Arrays.equals(sums, that.sums)
        && Arrays.equals(high, that.high)
        && Arrays.equals(low, that.low);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(low);
  }
}
