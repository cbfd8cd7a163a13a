package io.geodesy.jobs.geometry;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Rows with the leading directions of their key kept, {@code (x - mean) V V' + mean}, or removed,
 * {@code x - (x - mean) V V'}, in double and then narrowed.
 *
 * <p>Cost: one map pass, {@code 4 n k dim} operations for the largest k; every key's directions are
 * broadcast.
 */
final class Projection {
  private Projection() {}

  /**
   * The directions of one key.
   *
   * @param mean {@code dim}
   * @param directions {@code k x dim}, unit rows
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Basis(double[] mean, double[] directions) implements Serializable {

    /**
     * Returns a row with the first k directions kept or removed.
     *
     * @param row {@code dim}
     * @param k at most the number of directions
     */
    float[] apply(float[] row, int k, Ablation ablation) {
      int dim = mean.length;
      double[] part = new double[dim];
      for (int j = 0; j < k; j++) {
        double product = 0;
        for (int c = 0; c < dim; c++) {
          product += (row[c] - mean[c]) * directions[j * dim + c];
        }
        for (int c = 0; c < dim; c++) {
          part[c] += product * directions[j * dim + c];
        }
      }
      float[] result = new float[dim];
      for (int c = 0; c < dim; c++) {
        result[c] = (float) (ablation == Ablation.KEEP ? mean[c] + part[c] : row[c] - part[c]);
      }
      return result;
    }
  }

  /**
   * Projects all rows of the keys that were measured.
   *
   * @param vectors with the column {@code _key}
   * @param keys with their directions
   * @return no rows unless the mode is project
   */
  static Dataset<Row> of(
      Dataset<Row> vectors,
      List<KeyGeometry> keys,
      int dim,
      SpectralGeometryParameters parameters) {
    SparkSession session = vectors.sparkSession();
    var schema = GeometryTables.PROJECTED.schema(vectors.schema().apply("id").dataType());
    if (parameters.mode() != GeometryMode.PROJECT) {
      return session.createDataFrame(List.<Row>of(), schema);
    }
    Map<String, Basis> bases = new HashMap<>();
    keys.forEach(
        key -> bases.put(key.key(), new Basis(key.spectrum().mean(), key.spectrum().directions())));
    Broadcast<Map<String, Basis>> everywhere =
        JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(bases);
    List<Integer> counts = parameters.topK();
    Ablation ablation = parameters.keep();
    return session.createDataFrame(
        vectors
            .where("_key is not null")
            .select("id", "_key", "vector")
            .javaRDD()
            .flatMap(row -> project(row, everywhere.value(), dim, counts, ablation)),
        schema);
  }

  private static Iterator<Row> project(
      Row row, Map<String, Basis> bases, int dim, List<Integer> counts, Ablation ablation) {
    Basis basis = bases.get(row.getString(1));
    List<Row> projected = new ArrayList<>();
    if (basis == null) {
      return projected.iterator();
    }
    float[] vector = new float[dim];
    List<Float> values = row.getList(2);
    for (int c = 0; c < dim; c++) {
      vector[c] = values.get(c);
    }
    for (int k : counts) {
      projected.add(
          RowFactory.create(
              row.get(0),
              GeometryRows.group(row.getString(1)),
              k,
              ablation.name().toLowerCase(Locale.ROOT),
              basis.apply(vector, Math.min(k, dim), ablation)));
    }
    return projected.iterator();
  }
}
