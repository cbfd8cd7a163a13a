package io.geodesy.jobs.dimension;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/** Makes {@link DimensionTables#ROWS}: one pass, row by row, no state but a table of quantiles. */
final class RowDimensions implements Serializable {
  private final RowReader.Rules rules;
  private final int most;
  private final double[][] factors;

  private RowDimensions(RowReader.Rules rules, int most, double confidence) {
    this.rules = rules;
    this.most = most;
    factors = new double[most + 1][];
    for (int k = 3; k <= most; k++) {
      factors[k] = LevinaBickel.intervalFactors(k, confidence);
    }
  }

  /**
   * Returns the rows, not yet computed.
   *
   * @param session where
   * @param table rows of {@code (id, neighbor_ids, distances, group)}
   * @param idType BIGINT or STRING
   * @param rules for reading them
   * @param k distances used at most
   * @param parameters for the confidence
   */
  static Dataset<Row> toDataset(
      SparkSession session,
      JavaRDD<InternalRow> table,
      DataType idType,
      RowReader.Rules rules,
      int k,
      DimensionParameters parameters) {
    RowDimensions rows = new RowDimensions(rules, k, parameters.confidence());
    return session.createDataFrame(
        table.mapPartitions(rows::ofPartition), DimensionTables.ROWS.schema(idType));
  }

  private Iterator<Row> ofPartition(Iterator<InternalRow> rows) {
    RowReader reader = new RowReader(rules);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        InternalRow row = rows.next();
        reader.read(row);
        return toRow(row, reader);
      }
    };
  }

  private Row toRow(InternalRow row, RowReader reader) {
    double[] r = reader.distances();
    int k = Math.min(most, reader.length());
    double d = k >= 3 ? LevinaBickel.estimate(k - 1, LevinaBickel.sumOfLogs(r, k)) : Double.NaN;
    boolean has = !Double.isNaN(d);
    return RowFactory.create(
        rules.isNumbered() ? (Object) row.getLong(0) : row.getUTF8String(0).toString(),
        row.isNullAt(3) ? null : row.getUTF8String(3).toString(),
        k,
        has ? d : null,
        has ? d * factors[k][0] : null,
        has ? d * factors[k][1] : null,
        k >= 2 && r[0] > 0 ? r[1] / r[0] : null,
        k >= 1 ? r[k - 1] : null,
        reader.copyCount());
  }
}
