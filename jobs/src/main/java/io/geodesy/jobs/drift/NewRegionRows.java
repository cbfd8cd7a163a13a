package io.geodesy.jobs.drift;

import io.geodesy.kernel.NearestRows;
import io.geodesy.kernel.Workers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Every row of a table that is in a new region: a map pass with the reference's sampled rows
 * broadcast. No row reaches the driver.
 */
final class NewRegionRows {
  private static final int BATCH = 1024;

  private NewRegionRows() {}

  /** No rows, under the contract. */
  static Dataset<Row> none(SparkSession session, DataType idType) {
    return session.createDataFrame(List.<Row>of(), DriftTables.NEW_REGION_ROWS.schema(idType));
  }

  static Dataset<Row> of(Dataset<Row> vectors, NewRegions regions, int dim) {
    Dataset<Row> columns = vectors.select("id", "vector");
    DataType idType = columns.schema().fields()[0].dataType();
    SparkSession session = vectors.sparkSession();
    if (!Double.isFinite(regions.threshold())) {
      return none(session, idType);
    }
    StructType schema = DriftTables.NEW_REGION_ROWS.schema(idType);
    boolean isNumbered = idType.equals(DataTypes.LongType);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<float[]> map = context.broadcast(regions.map());
    Broadcast<double[]> calibration = context.broadcast(regions.calibration());
    double threshold = regions.threshold();
    return session.createDataFrame(
        columns
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(
                rows ->
                    new Far(rows, isNumbered, map.value(), calibration.value(), threshold, dim)),
        schema);
  }

  /** Reads rows by the batch and keeps those beyond the threshold. */
  private static final class Far implements Iterator<Row> {
    private final Iterator<InternalRow> rows;
    private final boolean isNumbered;
    private final float[] map;
    private final double[] calibration;
    private final double threshold;
    private final int dim;
    private final Deque<Row> found = new ArrayDeque<>();

    Far(
        Iterator<InternalRow> rows,
        boolean isNumbered,
        float[] map,
        double[] calibration,
        double threshold,
        int dim) {
      this.rows = rows;
      this.isNumbered = isNumbered;
      this.map = map;
      this.calibration = calibration;
      this.threshold = threshold;
      this.dim = dim;
    }

    @Override
    public boolean hasNext() {
      while (found.isEmpty() && rows.hasNext()) {
        search();
      }
      return !found.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return found.remove();
    }

    private void search() {
      Object[] ids = new Object[BATCH];
      float[] values = new float[BATCH * dim];
      int count = 0;
      while (count < BATCH && rows.hasNext()) {
        InternalRow row = rows.next();
        ids[count] = isNumbered ? (Object) row.getLong(0) : row.getUTF8String(0).toString();
        System.arraycopy(row.getArray(1).toFloatArray(), 0, values, count * dim, dim);
        count++;
      }
      float[] queries = count == BATCH ? values : Arrays.copyOf(values, count * dim);
      double[] squared;
      try (Workers alone = new Workers(1)) {
        squared =
            NearestRows.search(map, queries, dim, NearestRows.strangers(count), 1, alone).squared();
      }
      for (int i = 0; i < count; i++) {
        double distance = Math.sqrt(squared[i]);
        if (distance > threshold) {
          found.add(RowFactory.create(ids[i], distance, NewRegions.p(calibration, distance)));
        }
      }
    }
  }
}
