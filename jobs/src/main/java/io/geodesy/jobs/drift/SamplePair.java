package io.geodesy.jobs.drift;

import io.geodesy.kernel.SeededStream;
import io.geodesy.moment.HashedRows.SampledRow;
import io.geodesy.moment.Sketch;
import java.util.List;

/**
 * The sampled rows of two sketches, each in the order of their hash, and the shuffles of who is of
 * which table.
 *
 * @param reference {@code referenceRows x dim}
 * @param current {@code currentRows x dim}
 * @param dim columns
 * @param seed of shuffles, projections and splits
 */
@SuppressWarnings("ArrayRecordComponent")
record SamplePair(float[] reference, float[] current, int dim, long seed) {
  static SamplePair of(Sketch reference, Sketch current, long seed) {
    int dim = reference.design().dim();
    return new SamplePair(
        packed(reference.rows().sorted(), dim), packed(current.rows().sorted(), dim), dim, seed);
  }

  private static float[] packed(List<SampledRow> rows, int dim) {
    float[] values = new float[Math.multiplyExact(rows.size(), dim)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).vector(), 0, values, i * dim, dim);
    }
    return values;
  }

  int referenceRows() {
    return reference.length / dim;
  }

  int currentRows() {
    return current.length / dim;
  }

  int rows() {
    return referenceRows() + currentRows();
  }

  /** Returns an element of the pooled rows, those of the reference first. */
  float value(int row, int column) {
    return row < referenceRows()
        ? reference[row * dim + column]
        : current[(row - referenceRows()) * dim + column];
  }

  /** Returns every second row of a table, from the first or the second on. */
  static float[] everySecond(float[] values, int dim, int first) {
    int rows = (values.length / dim - first + 1) / 2;
    float[] some = new float[rows * dim];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, (2 * i + first) * dim, some, i * dim, dim);
    }
    return some;
  }

  /** Returns 0 .. n-1 in the order of a shuffle, by Fisher and Yates. */
  static int[] shuffle(int n, long seed, int number) {
    long stream = SeededStream.derive(SeededStream.bits(seed, number), "shuffle");
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = (int) (SeededStream.uniform(stream, i) * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
