package io.geodesy.jobs.entropy;

import io.geodesy.kernel.SeededStream;
import io.geodesy.table.CategoryColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The tables of the numeric checks, in float64. */
final class Rows {
  private Rows() {}

  /** N(seed; n x dim). */
  static double[] normal(long seed, int n, int dim) {
    double[] rows = new double[n * dim];
    Arrays.setAll(rows, i -> SeededStream.normal(seed, i));
    return rows;
  }

  /** Eight tight clusters of 50 rows, class-major: 1000 e_c plus 0.01 N(3; 400 x 8). */
  static double[] clusters() {
    double[] rows = normal(3, 400, 8);
    for (int i = 0; i < 400; i++) {
      for (int c = 0; c < 8; c++) {
        rows[i * 8 + c] = 0.01 * rows[i * 8 + c] + (i / 50 == c ? 1000 : 0);
      }
    }
    return rows;
  }

  static CategoryColumn clusterLabels() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, 8).forEach(c -> names.add("c" + c));
    return new CategoryColumn(names, IntStream.range(0, 400).map(i -> i / 50).toArray());
  }

  static PairDistances distances(double[] rows, int dim) {
    return (i, j) -> {
      double sum = 0;
      for (int c = 0; c < dim; c++) {
        double difference = rows[i * dim + c] - rows[j * dim + c];
        sum += difference * difference;
      }
      return sum;
    };
  }

  static float[] narrowed(double[] rows) {
    float[] narrow = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      narrow[i] = (float) rows[i];
    }
    return narrow;
  }

  static int[] all(int n) {
    return IntStream.range(0, n).toArray();
  }

  static long[] keys(int n, long seed) {
    long[] keys = new long[n];
    Arrays.setAll(keys, i -> SeededStream.hash(seed, i));
    return keys;
  }

  static long[][] subsets(int n, int count) {
    return IntStream.range(0, count).mapToObj(r -> keys(n, 100 + r)).toArray(long[][]::new);
  }
}
