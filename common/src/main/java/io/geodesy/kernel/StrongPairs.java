package io.geodesy.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * Pairs of rows with their weights, each pair once, as lists: row i has the columns {@code
 * [offsets[i], offsets[i+1])}, in no particular order.
 *
 * @param offsets {@code rows + 1}
 * @param columns other rows
 * @param weights one a pair
 */
@SuppressWarnings("ArrayRecordComponent")
public record StrongPairs(int[] offsets, int[] columns, double[] weights) {

  static StrongPairs of(List<Collector> parts, int rows) {
    int[] offsets = new int[rows + 1];
    for (Collector part : parts) {
      for (int p = 0; p < part.size; p++) {
        offsets[part.rows[p] + 1]++;
      }
    }
    for (int i = 0; i < rows; i++) {
      offsets[i + 1] += offsets[i];
    }
    int[] next = Arrays.copyOf(offsets, rows);
    int[] columns = new int[offsets[rows]];
    double[] weights = new double[offsets[rows]];
    for (Collector part : parts) {
      for (int p = 0; p < part.size; p++) {
        int at = next[part.rows[p]]++;
        columns[at] = part.columns[p];
        weights[at] = part.weights[p];
      }
    }
    return new StrongPairs(offsets, columns, weights);
  }

  /** Grows with what one thread finds. */
  static final class Collector {
    private int[] rows = new int[1024];
    private int[] columns = new int[1024];
    private float[] weights = new float[1024];
    private int size;

    int size() {
      return size;
    }

    void add(int row, int column, float weight) {
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
        columns = Arrays.copyOf(columns, 2 * size);
        weights = Arrays.copyOf(weights, 2 * size);
      }
      rows[size] = row;
      columns[size] = column;
      weights[size++] = weight;
    }
  }
}
