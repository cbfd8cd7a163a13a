package io.geodesy.moment;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.SeededStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The least and greatest value of every column of a table, and a few of its rows: what a {@link
 * SketchDesign} is made from.
 *
 * <p>Cost: one pass. Determinism class D0: extremes and the rows of least hash have no order.
 *
 * @param low least values, {@code dim}
 * @param high greatest
 * @param rows of least hash
 */
@SuppressWarnings("ArrayRecordComponent")
public record RowRange(float[] low, float[] high, HashedRows rows) implements Serializable {
  private static final int ROWS = 512;

  /**
   * Scans a table.
   *
   * @param table columns id and vector, at least one row
   * @param dim length of the vectors
   * @param seed of the hash by which rows are chosen
   */
  public static RowRange of(Dataset<Row> table, int dim, long seed) {
    Dataset<Row> columns = table.select("id", "vector");
    boolean isNumbered = columns.schema().fields()[0].dataType().equals(DataTypes.LongType);
    List<RowRange> parts =
        columns
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(
                rows -> {
                  RowRange range = empty(dim);
                  rows.forEachRemaining(
                      row -> {
                        String id =
                            isNumbered
                                ? Long.toString(row.getLong(0))
                                : row.getUTF8String(0).toString();
                        long hash = SeededStream.hash(seed, id);
                        range.add(hash, id, row.getArray(1).toFloatArray());
                      });
                  return List.of(range).iterator();
                })
            .collect();
    return parts.stream().reduce(RowRange::merge).orElseThrow();
  }

  private static RowRange empty(int dim) {
    float[] low = new float[dim];
    float[] high = new float[dim];
    Arrays.fill(low, Float.POSITIVE_INFINITY);
    Arrays.fill(high, Float.NEGATIVE_INFINITY);
    return new RowRange(low, high, new HashedRows(ROWS));
  }

  private void add(long hash, String id, float[] vector) {
    for (int c = 0; c < vector.length; c++) {
      // Adding zero makes minus zero zero, so that no order decides which of them is kept.
      low[c] = Math.min(low[c], vector[c] + 0f);
      high[c] = Math.max(high[c], vector[c] + 0f);
    }
    rows.offer(hash, () -> id, () -> vector);
  }

  private RowRange merge(RowRange other) {
    RowRange all = new RowRange(low.clone(), high.clone(), rows.merge(other.rows));
    for (int c = 0; c < low.length; c++) {
      all.low[c] = Math.min(low[c], other.low[c]);
      all.high[c] = Math.max(high[c], other.high[c]);
    }
    return all;
  }

  /** Returns the median distance between two of the rows, or 1 if more than half are equal. */
  public double medianDistance() {
    List<HashedRows.SampledRow> sample = rows.sorted();
    int n = sample.size();
    double[] squared = new double[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        float[] a = sample.get(i).vector();
        squared[at++] = Distances.squared(a, 0, sample.get(j).vector(), 0, a.length);
      }
    }
    Arrays.sort(squared);
    double median = squared.length == 0 ? 0 : Math.sqrt(squared[squared.length / 2]);
    return median > 0 ? median : 1;
  }
}
