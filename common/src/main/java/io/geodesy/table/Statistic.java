package io.geodesy.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * One row of the {@code statistics} table. A value that is not finite becomes null: a published
 * table holds no NaN.
 *
 * @param analysis who says so
 * @param group null for the whole table
 * @param metric name of the statistic
 * @param value null or not finite where undefined; the note then says why
 * @param low lower end of the interval, or null
 * @param high upper end of the interval, or null
 * @param n rows the value stands on
 * @param note variant, guard or reason; may be null
 */
public record Statistic(
    String analysis,
    String group,
    String metric,
    Double value,
    Double low,
    Double high,
    long n,
    String note) {
  /** Standard errors to either side that hold 95 % of a normal distribution. */
  public static final double NORMAL_95 = 1.959963984540054;

  /** A whole-table figure without an interval. */
  public static Statistic of(String analysis, String metric, double value, long n) {
    return new Statistic(analysis, null, metric, value, null, null, n, null);
  }

  /** The same figure with a note. */
  public Statistic withNote(String text) {
    return new Statistic(analysis, group, metric, value, low, high, n, text);
  }

  /** The same figure with an interval. */
  public Statistic withInterval(double lower, double upper) {
    return new Statistic(analysis, group, metric, value, lower, upper, n, note);
  }

  /** The same figure with the interval that holds 95 % of normal errors. */
  public Statistic withError(double standardError) {
    return withInterval(value - NORMAL_95 * standardError, value + NORMAL_95 * standardError);
  }

  /** The same figure, a share, with that interval as far as it lies between 0 and 1. */
  public Statistic withErrorOfShare(double standardError) {
    return withInterval(
        Math.max(0, value - NORMAL_95 * standardError),
        Math.min(1, value + NORMAL_95 * standardError));
  }

  /** The same figure for a group of rows. */
  public Statistic forGroup(String name) {
    return new Statistic(analysis, name, metric, value, low, high, n, note);
  }

  /**
   * Returns the statistics as a dataset under {@link StandardTables#STATISTICS}, in the order
   * given.
   */
  public static Dataset<Row> toDataset(SparkSession session, List<Statistic> statistics) {
    List<Row> rows = statistics.stream().map(Statistic::toRow).toList();
    return session.createDataFrame(rows, StandardTables.STATISTICS.schema(DataTypes.LongType));
  }

  private Row toRow() {
    return RowFactory.create(
        analysis, group, metric, finite(value), finite(low), finite(high), n, note);
  }

  private static Double finite(Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }
}
