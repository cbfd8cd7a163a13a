package io.geodesy.spectral;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The rows of a coarse operator that a block sums, one an aggregate of its own.
 *
 * <p>Time: one pass over the entries. Memory: 12 bytes a pair of aggregates that an entry joins,
 * and 24 an aggregate of all blocks. Determinism class D0.
 *
 * @param offsets {@code rows + 1}
 * @param columns aggregates of all blocks, ascending within a row
 * @param values one an entry
 * @param lengths of the stationary vector on each aggregate
 */
@SuppressWarnings("ArrayRecordComponent")
record CoarseRows(int[] offsets, int[] columns, double[] values, double[] lengths)
    implements Serializable {

  /**
   * Sums the entries of a block.
   *
   * @param block of the operator
   * @param landmarks of the block
   * @param numbers of the aggregate of every vertex among those of all blocks
   * @param weights of every vertex: its scale times its entry in the prolongation
   * @param total aggregates of all blocks
   */
  static CoarseRows of(
      RowBlock block, Landmarks landmarks, int[] numbers, double[] weights, int total) {
    int count = landmarks.count();
    int[] byAggregate = byAggregate(landmarks);
    int[] offsets = new int[count + 1];
    int[] columns = new int[16];
    double[] values = new double[16];
    double[] sums = new double[total];
    boolean[] isJoined = new boolean[total];
    int[] joined = new int[total];
    int next = 0;
    for (int a = 0; a < count; a++) {
      int size = 0;
      for (; next < byAggregate.length && landmarks.aggregates()[byAggregate[next]] == a; next++) {
        int row = byAggregate[next];
        int vertex = block.matrix().halo().own()[row];
        size = mark(numbers[vertex], isJoined, joined, size);
        double own = landmarks.prolongation(block, row);
        sums[numbers[vertex]] += own * own * block.shift()[row];
        for (int e = block.matrix().offsets()[row]; e < block.matrix().offsets()[row + 1]; e++) {
          int column = block.matrix().columns()[e];
          size = mark(numbers[column], isJoined, joined, size);
          sums[numbers[column]] += weights[vertex] * block.matrix().weights()[e] * weights[column];
        }
      }
      offsets[a + 1] = offsets[a] + size;
      if (offsets[a + 1] > columns.length) {
        int capacity = Math.max(offsets[a + 1], 2 * columns.length);
        columns = Arrays.copyOf(columns, capacity);
        values = Arrays.copyOf(values, capacity);
      }
      Arrays.sort(joined, 0, size);
      for (int j = 0; j < size; j++) {
        columns[offsets[a] + j] = joined[j];
        values[offsets[a] + j] = sums[joined[j]];
        sums[joined[j]] = 0;
        isJoined[joined[j]] = false;
      }
    }
    return new CoarseRows(
        offsets,
        Arrays.copyOf(columns, offsets[count]),
        Arrays.copyOf(values, offsets[count]),
        landmarks.lengths());
  }

  private static int mark(int number, boolean[] isJoined, int[] joined, int size) {
    if (isJoined[number]) {
      return size;
    }
    isJoined[number] = true;
    joined[size] = number;
    return size + 1;
  }

  private static int[] byAggregate(Landmarks landmarks) {
    int[] aggregates = landmarks.aggregates();
    int[] next = new int[landmarks.count() + 1];
    for (int aggregate : aggregates) {
      next[aggregate + 1]++;
    }
    for (int a = 0; a < landmarks.count(); a++) {
      next[a + 1] += next[a];
    }
    int[] rows = new int[aggregates.length];
    for (int i = 0; i < rows.length; i++) {
      rows[next[aggregates[i]]++] = i;
    }
    return rows;
  }
}
