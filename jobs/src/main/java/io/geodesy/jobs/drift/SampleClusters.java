package io.geodesy.jobs.drift;

import io.geodesy.table.DriverRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Populations where the tables have no groups: MLlib's k-means of every second sampled row of the
 * reference, in one partition; counted are the reference's other rows, which no centre was fitted
 * to, and the other table's.
 */
final class SampleClusters {
  private static final int ITERATIONS = 30;

  private SampleClusters() {}

  static Populations of(SparkSession session, SamplePair samples, int clusters) {
    int dim = samples.dim();
    float[] fitted = SamplePair.everySecond(samples.reference(), dim, 0);
    float[] counted = SamplePair.everySecond(samples.reference(), dim, 1);
    int rows = fitted.length / dim;
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType(), false);
    KMeansModel model =
        new KMeans()
            .setK(Math.min(clusters, Math.max(1, rows)))
            .setSeed(samples.seed())
            .setMaxIter(ITERATIONS)
            .fit(
                DriverRows.toDataset(
                        session, schema, rows, i -> RowFactory.create(vector(fitted, i, dim)))
                    .coalesce(1));
    int found = model.clusterCenters().length;
    List<String> names = new ArrayList<>();
    for (int k = 0; k < found; k++) {
      names.add("cluster " + k);
    }
    return Populations.of(
        names,
        count(model, counted, dim, found),
        count(model, samples.current(), dim, found),
        "k-means clusters of the reference, on sampled rows");
  }

  private static long[] count(KMeansModel model, float[] rows, int dim, int clusters) {
    long[] counts = new long[clusters];
    for (int i = 0; i < rows.length / dim; i++) {
      counts[model.predict(vector(rows, i, dim))]++;
    }
    return counts;
  }

  private static Vector vector(float[] rows, int row, int dim) {
    double[] values = new double[dim];
    Arrays.setAll(values, c -> rows[row * dim + c]);
    return Vectors.dense(values);
  }
}
