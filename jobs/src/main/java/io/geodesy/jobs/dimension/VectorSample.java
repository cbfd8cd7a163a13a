package io.geodesy.jobs.dimension;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Fills the estimates of {@link VectorEstimates} for the rows of the smallest hashes, from their
 * neighbours' vectors, which one map-only pass over the vectors brings into the driver: at most
 * {@value #MOST_VALUES} values. Determinism class D0.
 */
final class VectorSample {
  private static final int MOST_VALUES = 1 << 26;
  private static final int LEAST_NEIGHBORS = 3;
  private static final int FIRST = LocalEstimator.LOCAL_PCA.place();

  private VectorSample() {}

  /** A row's hash and its vector. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Found(long hash, float[] vector) implements Serializable {}

  /**
   * Fills them.
   *
   * @param sample of all rows
   * @param vectors columns id and vector
   * @param seed of the hashes of ids
   * @param isUnit whether vectors are taken at length 1, as cosine does
   * @param most rows at most
   * @param workers share the rows
   */
  static void fill(
      RowSample sample,
      Dataset<Row> vectors,
      long seed,
      boolean isUnit,
      int most,
      Workers workers) {
    int dim = vectors.select("vector").head().getList(0).size();
    int k = sample.scales().own();
    int count = (int) Math.min(most, MOST_VALUES / ((k + 1L) * dim));
    int[] chosen =
        IntStream.range(0, sample.rows())
            .filter(i -> !sample.isCopy(i) && sample.length(i) >= LEAST_NEIGHBORS)
            .limit(count)
            .toArray();
    float[][] at = collect(sample, vectors, seed, needed(sample, chosen));
    workers.forRanges(
        chosen.length,
        16,
        (worker, from, to) -> {
          for (int c = from; c < to; c++) {
            double[] values = estimate(sample, chosen[c], at, isUnit);
            for (int e = 0; e < values.length; e++) {
              sample.family(FIRST + e)[chosen[c]] = (float) values[e];
            }
          }
        });
  }

  private static long[] needed(RowSample sample, int[] chosen) {
    boolean[] isNeeded = new boolean[sample.rows()];
    for (int row : chosen) {
      isNeeded[row] = true;
      for (int e = sample.from(row); e < sample.from(row) + sample.length(row); e++) {
        if (sample.neighbors()[e] >= 0) {
          isNeeded[sample.neighbors()[e]] = true;
        }
      }
    }
    return IntStream.range(0, isNeeded.length)
        .filter(i -> isNeeded[i])
        .mapToLong(i -> sample.hashes()[i])
        .toArray();
  }

  private static float[][] collect(
      RowSample sample, Dataset<Row> vectors, long seed, long[] needed) {
    Dataset<Row> columns = vectors.select("id", "vector");
    boolean isNumbered = columns.schema().apply("id").dataType().equals(DataTypes.LongType);
    Broadcast<long[]> everywhere =
        JavaSparkContext.fromSparkContext(vectors.sparkSession().sparkContext()).broadcast(needed);
    // A filter, because Spark then copies the vectors of no other rows.
    UDF1<Object, Boolean> isNeeded =
        id ->
            Arrays.binarySearch(
                    everywhere.value(),
                    id instanceof Long number
                        ? SeededStream.hash(seed, number)
                        : SeededStream.hash(seed, (String) id))
                >= 0;
    List<Found> found =
        columns
            .where(functions.udf(isNeeded, DataTypes.BooleanType).apply(functions.col("id")))
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .map(row -> found(row, isNumbered, seed))
            .collect();
    float[][] at = new float[sample.rows()][];
    found.forEach(one -> at[sample.indexOf(one.hash())] = one.vector());
    return at;
  }

  private static Found found(InternalRow row, boolean isNumbered, long seed) {
    long hash =
        isNumbered
            ? SeededStream.hash(seed, row.getLong(0))
            : SeededStream.hash(seed, row.getUTF8String(0).toString());
    return new Found(hash, row.getArray(1).toFloatArray());
  }

  /** Neighbours without a vector, as in a graph of more rows than the table, are passed over. */
  private static double[] estimate(RowSample sample, int row, float[][] at, boolean isUnit) {
    int[] known =
        IntStream.range(sample.from(row), sample.from(row) + sample.length(row))
            .map(e -> sample.neighbors()[e])
            .filter(neighbor -> neighbor >= 0 && at[neighbor] != null)
            .toArray();
    int k = known.length;
    if (k < LEAST_NEIGHBORS || at[row] == null) {
      return VectorEstimates.undefined();
    }
    double[][] relative = new double[k][];
    double[] center = vector(at[row], isUnit);
    for (int j = 0; j < k; j++) {
      relative[j] = vector(at[known[j]], isUnit);
      for (int c = 0; c < center.length; c++) {
        relative[j][c] -= center[c];
      }
    }
    double[] gram = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int c = 0; c < center.length; c++) {
          sum += relative[i][c] * relative[j][c];
        }
        gram[i * k + j] = sum;
        gram[j * k + i] = sum;
      }
    }
    return VectorEstimates.of(gram, k);
  }

  private static double[] vector(float[] values, boolean isUnit) {
    double[] vector = new double[values.length];
    double norm = 0;
    for (int c = 0; c < vector.length; c++) {
      vector[c] = values[c];
      norm += vector[c] * vector[c];
    }
    for (int c = 0; isUnit && c < vector.length; c++) {
      vector[c] /= Math.sqrt(norm);
    }
    return vector;
  }
}
