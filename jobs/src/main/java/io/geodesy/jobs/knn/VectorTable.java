package io.geodesy.jobs.knn;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;

/**
 * A validated embedding table that stays where it is.
 *
 * @param columns {@code id} and {@code vector}
 * @param dim columns of the vector
 * @param isNumbered whether ids are BIGINT, else STRING
 */
record VectorTable(Dataset<Row> columns, int dim, boolean isNumbered) {
  static VectorTable of(Dataset<Row> table, int dim) {
    Dataset<Row> columns = table.select("id", "vector");
    return new VectorTable(
        columns, dim, columns.schema().apply("id").dataType().equals(DataTypes.LongType));
  }

  /** Returns the rows as Spark holds them. */
  JavaRDD<InternalRow> rows() {
    return columns.queryExecution().toRdd().toJavaRDD();
  }
}
