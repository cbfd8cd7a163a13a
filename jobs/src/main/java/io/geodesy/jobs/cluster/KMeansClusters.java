package io.geodesy.jobs.cluster;

import io.geodesy.kernel.SeededStream;
import io.geodesy.table.IdHash;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
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
 * <p>Bisecting k-means divides the largest part by two centres until there are enough; rows follow
 * the divisions.
 *
 * <p>Papers: Bahmani et al., Scalable k-means++, VLDB 2012; Steinbach, Karypis, Kumar, A comparison
 * of document clustering techniques, KDD Workshop on Text Mining 2000. Differs from the papers: the
 * sample.
 */
final class KMeansClusters {
  private static final int SAMPLE = 10_000;
  private static final int ROWS_PER_CENTRE = 200;
  private static final int ROWS_PER_PARTITION = 10_000;
  private static final int MOST_ITERATIONS = 50;

  /** MLlib has no tolerance there, and takes them all. */
  private static final int MOST_OF_A_DIVISION = 15;

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
   * How many centres are fitted, and how.
   *
   * @param count at least 1; of one, which MLlib refuses, all rows are
   * @param isBisecting whether by dividing in two
   */
  record Centres(int count, boolean isBisecting) {}

  /** What one start came to. */
  private record Fitted(Model<?> model, double cost) {}

  /**
   * Returns the cluster of every row.
   *
   * @param features columns id and features
   * @param ids of all rows
   * @param centres to fit
   * @param starts at least 1
   * @param seed of all starts
   */
  static int[] assign(Dataset<Row> features, RowIds ids, Centres centres, int starts, long seed) {
    if (centres.count() == 1) {
      return new int[ids.size()];
    }
    int rows = rowsOfStart(ids.size(), centres.count());
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
      double tolerance =
          centres.isBisecting() ? 0 : Math.sqrt(SHARE_OF_VARIANCE * meanVariance(ordered));
      Fitted best = null;
      for (int s = 0; s < starts; s++) {
        long start = SeededStream.bits(seed, s);
        Fitted fitted =
            centres.isBisecting()
                ? bisected(ordered, centres.count(), start)
                : fitted(unpersisted, centres.count(), tolerance, start);
        best = best == null || fitted.cost() < best.cost() ? fitted : best;
      }
      return predictions(best.model(), rows < ids.size() ? features : ordered, ids);
    } finally {
      ordered.unpersist();
    }
  }

  private static Fitted fitted(Dataset<Row> rows, int count, double tolerance, long seed) {
    KMeansModel model =
        new KMeans()
            .setK(count)
            .setSolver("block")
            .setSeed(seed)
            .setMaxIter(MOST_ITERATIONS)
            .setTol(tolerance)
            .fit(rows);
    return new Fitted(model, model.summary().trainingCost());
  }

  private static Fitted bisected(Dataset<Row> rows, int count, long seed) {
    BisectingKMeansModel model =
        new BisectingKMeans().setK(count).setSeed(seed).setMaxIter(MOST_OF_A_DIVISION).fit(rows);
    return new Fitted(model, model.summary().trainingCost());
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

  private static int[] predictions(Model<?> model, Dataset<Row> features, RowIds ids) {
    List<Row> rows = model.transform(features).select("id", "prediction").collectAsList();
    int[] labels = new int[ids.size()];
    rows.forEach(row -> labels[ids.indexOf(row.get(0))] = row.getInt(1));
    return labels;
  }
}
