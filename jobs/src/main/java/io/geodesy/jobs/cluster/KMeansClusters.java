package io.geodesy.jobs.cluster;

import io.geodesy.kernel.SeededStream;
import io.geodesy.table.IdHash;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * K-means by MLlib: several seeded k-means|| starts, of which the one of least cost is kept, the
 * first of equals. Of more than {@value #SAMPLE} rows, or {@value #ROWS_PER_CENTRE} a cluster, the
 * centres are those of about as many chosen by a hash of their ids; all rows go to the nearest.
 *
 * <p>The rows of a start are hashed by id into a number of partitions that depends on their count
 * alone and sorted there, so that it sees the same rows in the same places whatever the input's
 * partitions are. Cost: with m rows in a start, one shuffle and one copy of {@code 8 m d} bytes in
 * columns, from which each start decodes as many bytes of dense vectors once; then per start and
 * iteration one pass of {@code 2 m k d} flops; one pass over all rows, and {@code n} cluster
 * numbers collected. Determinism class D2: sums over partitions are added in order of arrival.
 *
 * <p>Paper: Bahmani et al., Scalable k-means++, VLDB 2012. Differs from the paper: the sample.
 */
final class KMeansClusters {
  private static final int SAMPLE = 10_000;
  private static final int ROWS_PER_CENTRE = 200;
  private static final int ROWS_PER_PARTITION = 10_000;
  private static final int MOST_ITERATIONS = 50;

  /** Centres rest when none moves by more than this part of the mean variance, squared. */
  private static final double SHARE_OF_VARIANCE = 1e-4;

  private static final String FEATURES = "features";

  private KMeansClusters() {}

  /**
   * Returns the features of the vectors, as MLlib wants them.
   *
   * @param vectors columns id and vector
   * @param isDirection whether only the direction of a vector counts
   */
  static Dataset<Row> features(Dataset<Row> vectors, boolean isDirection) {
    Dataset<Row> raw =
        vectors.select(
            functions.col("id"),
            org.apache.spark.ml.functions.array_to_vector(functions.col("vector")).as("raw"));
    return isDirection
        ? new Normalizer().setP(2).setInputCol("raw").setOutputCol(FEATURES).transform(raw)
        : raw.withColumnRenamed("raw", FEATURES);
  }

  /**
   * Returns the cluster of every row.
   *
   * @param features columns id and features
   * @param ids of all rows
   * @param clusters at least 1; of one, which MLlib refuses, all rows are
   * @param starts at least 1
   * @param seed of all starts
   */
  static int[] assign(Dataset<Row> features, RowIds ids, int clusters, int starts, long seed) {
    if (clusters == 1) {
      return new int[ids.size()];
    }
    int rows = rowsOfStart(ids.size(), clusters);
    int partitions = 1 + rows / ROWS_PER_PARTITION;
    Dataset<Row> ordered =
        sampled(features, rows, ids.size(), seed)
            .select("id", FEATURES)
            .repartition(partitions, functions.col("id"))
            .sortWithinPartitions("id")
            .persist();
    // A dataset that is not itself persisted: MLlib then keeps the decoded vectors of a start.
    // Given the persisted one it decodes all columns in every iteration.
    Dataset<Row> unpersisted = ordered.select(FEATURES);
    try {
      double tolerance = Math.sqrt(SHARE_OF_VARIANCE * meanVariance(ordered));
      KMeansModel best = null;
      for (int s = 0; s < starts; s++) {
        KMeansModel model =
            new KMeans()
                .setK(clusters)
                .setSolver("block")
                .setSeed(SeededStream.bits(seed, s))
                .setMaxIter(MOST_ITERATIONS)
                .setTol(tolerance)
                .fit(unpersisted);
        boolean isBetter =
            best == null || model.summary().trainingCost() < best.summary().trainingCost();
        best = isBetter ? model : best;
      }
      return predictions(best, rows < ids.size() ? features : ordered, ids);
    } finally {
      ordered.unpersist();
    }
  }

  /** Returns about how many rows a start sees. */
  static int rowsOfStart(long rows, int clusters) {
    return (int) Math.min(rows, Math.max(SAMPLE, (long) ROWS_PER_CENTRE * clusters));
  }

  private static Dataset<Row> sampled(Dataset<Row> features, int most, int rows, long seed) {
    return most < rows
        ? features.where(IdHash.isDrawn(functions.col("id"), seed, most, rows))
        : features;
  }

  private static double meanVariance(Dataset<Row> rows) {
    Vector variances = rows.select(Summarizer.variance(functions.col(FEATURES))).head().getAs(0);
    return Arrays.stream(variances.toArray()).average().orElse(0);
  }

  private static int[] predictions(KMeansModel model, Dataset<Row> features, RowIds ids) {
    List<Row> rows = model.transform(features).select("id", "prediction").collectAsList();
    int[] labels = new int[ids.size()];
    rows.forEach(row -> labels[ids.indexOf(row.get(0))] = row.getInt(1));
    return labels;
  }
}
