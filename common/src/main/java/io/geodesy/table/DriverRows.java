package io.geodesy.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Datasets from arrays that live in the driver. */
public final class DriverRows {
  private static final int ROWS_PER_PARTITION = 50_000;

  private DriverRows() {}

  /**
   * Returns the rows 0 .. count-1 as a dataset, in that order.
   *
   * @param session where
   * @param schema of the rows
   * @param count rows
   * @param row makes the i-th row
   */
  public static Dataset<Row> toDataset(
      SparkSession session, StructType schema, int count, IntFunction<Row> row) {
    List<Row> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(row.apply(i));
    }
    int partitions = Math.max(1, (count + ROWS_PER_PARTITION - 1) / ROWS_PER_PARTITION);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    return session.createDataFrame(context.parallelize(rows, partitions), schema);
  }
}
