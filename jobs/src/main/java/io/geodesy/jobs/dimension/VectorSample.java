package io.geodesy.jobs.dimension;

import io.geodesy.analysis.Table;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.Workers;
import io.geodesy.table.IdHash;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

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

  /**
   * Fills them.
   *
   * @param sample of all rows
   * @param vectors columns id and vector; attribute dim is used where it is there
   * @param seed of the hashes of ids
   * @param isUnit whether vectors are taken at length 1, as cosine does
   * @param most rows at most
   * @param workers share the rows
   */
  static void fill(
      RowSample sample, Table vectors, long seed, boolean isUnit, int most, Workers workers) {
    int dim = dim(vectors);
    int k = sample.scales().own();
    int count = (int) Math.min(most, MOST_VALUES / ((k + 1L) * dim));
    int[] chosen =
        IntStream.range(0, sample.rows())
            .filter(i -> !sample.isCopy(i) && sample.length(i) >= LEAST_NEIGHBORS)
            .limit(count)
            .toArray();
    if (chosen.length == 0) {
      return;
    }
    VectorBlock block = collect(vectors.dataset(), seed, needed(sample, chosen));
    int[] at = places(sample, block, seed);
    workers.forRanges(
        chosen.length,
        16,
        (worker, from, to) -> {
          for (int c = from; c < to; c++) {
            double[] values = estimate(sample, chosen[c], block, at, isUnit);
            for (int e = 0; e < values.length; e++) {
              sample.family(FIRST + e)[chosen[c]] = (float) values[e];
            }
          }
        });
  }

  private static int dim(Table vectors) {
    return vectors.attributes().number("dim").stream()
        .mapToInt(d -> (int) d)
        .findFirst()
        .orElseGet(() -> vectors.dataset().select("vector").head().getList(0).size());
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

  private static VectorBlock collect(Dataset<Row> vectors, long seed, long[] needed) {
    Broadcast<long[]> everywhere =
        JavaSparkContext.fromSparkContext(vectors.sparkSession().sparkContext()).broadcast(needed);
    return VectorBlock.collect(
        vectors.where(IdHash.isOneOf(functions.col("id"), seed, everywhere)));
  }

  /** Returns where in the block each row of the sample is, -1 where it is not. */
  private static int[] places(RowSample sample, VectorBlock block, long seed) {
    int[] at = new int[sample.rows()];
    Arrays.fill(at, -1);
    for (int i = 0; i < block.rows(); i++) {
      at[sample.indexOf(block.ids().hash(seed, i))] = i;
    }
    return at;
  }

  /** Neighbours without a vector, as in a graph of more rows than the table, are passed over. */
  private static double[] estimate(
      RowSample sample, int row, VectorBlock block, int[] at, boolean isUnit) {
    int[] known =
        IntStream.range(sample.from(row), sample.from(row) + sample.length(row))
            .map(e -> sample.neighbors()[e])
            .filter(neighbor -> neighbor >= 0 && at[neighbor] >= 0)
            .toArray();
    int k = known.length;
    if (k < LEAST_NEIGHBORS || at[row] < 0) {
      return VectorEstimates.undefined();
    }
    int dim = block.dim();
    double[] center = new double[dim];
    place(block, at[row], isUnit, center, 0);
    double[] relative = new double[k * dim];
    for (int j = 0; j < k; j++) {
      place(block, at[known[j]], isUnit, relative, j * dim);
      for (int c = 0; c < dim; c++) {
        relative[j * dim + c] -= center[c];
      }
    }
    double[] gram = new double[k * k];
    DotProducts.multiply(relative, 0, k, relative, k, dim, gram);
    return VectorEstimates.of(gram, k);
  }

  private static void place(VectorBlock block, int row, boolean isUnit, double[] rows, int to) {
    float[] values = block.values();
    int from = row * block.dim();
    double norm = isUnit ? Math.sqrt(Distances.squaredNorm(values, from, block.dim())) : 1;
    for (int c = 0; c < block.dim(); c++) {
      rows[to + c] = values[from + c] / norm;
    }
  }
}
