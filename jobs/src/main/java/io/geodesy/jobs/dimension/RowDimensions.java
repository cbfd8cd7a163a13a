package io.geodesy.jobs.dimension;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/**
 * Makes {@link DimensionTables#ROWS}: one pass, row by row, no state but a table of quantiles and
 * what the driver knows of two hops.
 */
final class RowDimensions implements Serializable {
  private final RowReader.Rules rules;
  private final int most;
  private final double[][] factors;
  private final Broadcast<TwoHopValues> twoHops;

  /**
   * Estimates that need the neighbours' lists.
   *
   * @param hashes of ids, ascending; empty if there are none
   * @param augmented one a row
   * @param smoothed one a row
   */
  @SuppressWarnings("ArrayRecordComponent")
  record TwoHopValues(long[] hashes, float[] augmented, float[] smoothed) implements Serializable {
    static final TwoHopValues NONE = new TwoHopValues(new long[0], new float[0], new float[0]);
  }

  private RowDimensions(
      RowReader.Rules rules, int most, double confidence, Broadcast<TwoHopValues> twoHops) {
    this.rules = rules;
    this.most = most;
    this.twoHops = twoHops;
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
   * @param twoHops what is known beyond a row's own list
   * @param parameters for the confidence
   */
  static Dataset<Row> toDataset(
      SparkSession session,
      JavaRDD<InternalRow> table,
      DataType idType,
      RowReader.Rules rules,
      int k,
      Broadcast<TwoHopValues> twoHops,
      DimensionParameters parameters) {
    RowDimensions rows = new RowDimensions(rules, k, parameters.confidence(), twoHops);
    return session.createDataFrame(
        table.mapPartitions(rows::ofPartition), DimensionTables.ROWS.schema(idType));
  }

  private Iterator<Row> ofPartition(Iterator<InternalRow> rows) {
    RowReader reader = new RowReader(rules);
    LocalEstimates estimates = new LocalEstimates();
    TwoHopValues beyond = twoHops.value();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        InternalRow row = rows.next();
        reader.read(row);
        return toRow(row, reader, estimates, beyond);
      }
    };
  }

  private Row toRow(
      InternalRow row, RowReader reader, LocalEstimates estimates, TwoHopValues beyond) {
    double[] r = reader.distances();
    int k = Math.min(most, reader.length());
    double d = k >= 3 ? LevinaBickel.estimate(k - 1, LevinaBickel.sumOfLogs(r, k)) : Double.NaN;
    boolean has = !Double.isNaN(d);
    double[] family = estimates.of(r, k);
    int at = Arrays.binarySearch(beyond.hashes(), reader.hash());
    Object[] values = new Object[DimensionTables.ROWS.columns().size()];
    int c = 0;
    values[c++] = rules.isNumbered() ? (Object) row.getLong(0) : row.getUTF8String(0).toString();
    values[c++] = row.isNullAt(3) ? null : row.getUTF8String(3).toString();
    values[c++] = k;
    values[c++] = has ? d : null;
    values[c++] = has ? d * factors[k][0] : null;
    values[c++] = has ? d * factors[k][1] : null;
    for (int e = 0; e < LocalEstimator.OF_ONE_LIST; e++) {
      values[c++] = finite(family[e]);
    }
    values[c++] = at < 0 ? null : finite(beyond.augmented()[at]);
    values[c++] = at < 0 ? null : finite(beyond.smoothed()[at]);
    values[c++] = k >= 2 && r[0] > 0 ? r[1] / r[0] : null;
    values[c++] = k >= 1 ? r[k - 1] : null;
    values[c] = reader.copyCount();
    return RowFactory.create(values);
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
