package io.geodesy.jobs.probe;

import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Clusters of the rows of Q, each scaled to length 1, by MLlib's k-means.
 *
 * <p>Cost: {@code 8 n K} bytes twice. Determinism class D2: MLlib adds sums in order of arrival.
 */
final class BasisClusters {
  private BasisClusters() {}

  /**
   * Returns the cluster of every row, the largest 0.
   *
   * @param session where
   * @param ids of all rows
   * @param basis with Q
   * @param count of clusters
   * @param seed of the start
   */
  static int[] assign(SparkSession session, RowIds ids, ProbeBasis basis, int count, long seed) {
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("id", ids.type(), false),
              DataTypes.createStructField("features", SQLDataTypes.VectorType(), false)
            });
    Dataset<Row> features =
        DriverRows.toDataset(
            session,
            schema,
            ids.size(),
            i -> RowFactory.create(ids.get(i), Vectors.dense(direction(basis, i))));
    KMeansModel model = new KMeans().setK(count).setSeed(seed).setMaxIter(50).fit(features);
    int[] labels = new int[ids.size()];
    List<Row> rows = model.transform(features).select("id", "prediction").collectAsList();
    rows.forEach(row -> labels[ids.indexOf(row.get(0))] = row.getInt(1));
    return bySize(labels, count);
  }

  private static double[] direction(ProbeBasis basis, int row) {
    int k = basis.components();
    double[] entries = Arrays.copyOfRange(basis.q(), row * k, (row + 1) * k);
    double norm = Math.sqrt(Arrays.stream(entries).map(v -> v * v).sum());
    return norm > 0 ? Arrays.stream(entries).map(v -> v / norm).toArray() : entries;
  }

  /** Renumbers clusters by size, equal ones by their first row. */
  private static int[] bySize(int[] labels, int count) {
    long[] sizes = new long[count];
    int[] first = new int[count];
    Arrays.fill(first, labels.length);
    for (int i = labels.length - 1; i >= 0; i--) {
      sizes[labels[i]]++;
      first[labels[i]] = i;
    }
    List<Integer> order =
        IntStream.range(0, count)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer c) -> -sizes[c]).thenComparingInt(c -> first[c]))
            .toList();
    return Arrays.stream(labels).map(order::indexOf).toArray();
  }
}
