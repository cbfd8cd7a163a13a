package io.geodesy.testing;

import io.geodesy.table.StandardTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/**
 * The k nearest neighbours by comparing all pairs, ties by row: an oracle for small tables.
 *
 * @param neighbors row indices, nearest first
 * @param distances Euclidean
 */
@SuppressWarnings("ArrayRecordComponent")
public record ExactNeighbors(int[][] neighbors, double[][] distances) {

  /** Compares all pairs on all cores. */
  public static ExactNeighbors of(double[][] points, int k) {
    int n = points.length;
    int[][] neighbors = new int[n][];
    double[][] distances = new double[n][];
    IntStream.range(0, n)
        .parallel()
        .forEach(i -> nearest(points, i, Math.min(k, n - 1), neighbors, distances));
    return new ExactNeighbors(neighbors, distances);
  }

  private static void nearest(
      double[][] points, int i, int k, int[][] neighbors, double[][] distances) {
    double[] best = new double[k];
    int[] rows = new int[k];
    int size = 0;
    for (int j = 0; j < points.length; j++) {
      double squared = j == i || k == 0 ? Double.POSITIVE_INFINITY : squared(points[i], points[j]);
      if (j == i || k == 0 || (size == k && squared >= best[k - 1])) {
        continue;
      }
      int at = size < k ? size++ : k - 1;
      while (at > 0 && best[at - 1] > squared) {
        best[at] = best[at - 1];
        rows[at] = rows[at - 1];
        at--;
      }
      best[at] = squared;
      rows[at] = j;
    }
    neighbors[i] = rows;
    distances[i] = Arrays.stream(best).map(Math::sqrt).toArray();
  }

  private static double squared(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return sum;
  }

  /** Returns the table of neighbours with row indices as BIGINT ids. */
  public Dataset<Row> toTable() {
    return toTable(i -> (long) i);
  }

  /** Returns the table of neighbours. */
  public Dataset<Row> toTable(IntFunction<Object> id) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < neighbors.length; i++) {
      Object[] ids = Arrays.stream(neighbors[i]).mapToObj(id).toArray();
      Float[] lengths = new Float[ids.length];
      double[] row = distances[i];
      Arrays.setAll(lengths, j -> (float) row[j]);
      rows.add(RowFactory.create(id.apply(i), ids, lengths, 0));
    }
    return SharedSession.get()
        .createDataFrame(
            rows,
            StandardTables.NEIGHBORS.schema(
                id.apply(0) instanceof Long ? DataTypes.LongType : DataTypes.StringType));
  }
}
