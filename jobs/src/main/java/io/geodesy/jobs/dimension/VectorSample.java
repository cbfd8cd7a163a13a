package io.geodesy.jobs.dimension;

import io.geodesy.kernel.Distances;
import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
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
    List<Found> found =
        columns
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(rows -> ofPartition(rows, isNumbered, seed, everywhere.value()))
            .collect();
    float[][] at = new float[sample.rows()][];
    found.forEach(one -> at[sample.indexOf(one.hash())] = one.vector());
    return at;
  }

  private static Iterator<Found> ofPartition(
      Iterator<InternalRow> rows, boolean isNumbered, long seed, long[] needed) {
    List<Found> found = new ArrayList<>();
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      long hash =
          isNumbered
              ? SeededStream.hash(seed, row.getLong(0))
              : SeededStream.hash(seed, row.getUTF8String(0).toString());
      if (Arrays.binarySearch(needed, hash) >= 0) {
        found.add(new Found(hash, row.getArray(1).toFloatArray()));
      }
    }
    return found.iterator();
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
    int dim = at[row].length;
    double[] center = new double[dim];
    place(at[row], isUnit, center, 0);
    double[] relative = new double[k * dim];
    for (int j = 0; j < k; j++) {
      place(at[known[j]], isUnit, relative, j * dim);
      for (int c = 0; c < dim; c++) {
        relative[j * dim + c] -= center[c];
      }
    }
    double[] gram = new double[k * k];
    DotProducts.multiply(relative, 0, k, relative, k, dim, gram);
    return VectorEstimates.of(gram, k);
  }

  private static void place(float[] values, boolean isUnit, double[] rows, int from) {
    double norm = isUnit ? Math.sqrt(Distances.squaredNorm(values, 0, values.length)) : 1;
    for (int c = 0; c < values.length; c++) {
      rows[from + c] = values[c] / norm;
    }
  }
}
