package io.geodesy.table;

import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/**
 * Reads Parquet so that a page whose bytes changed since it was written fails instead of giving
 * other numbers: as far as the writer left checksums, which Spark's does by default.
 */
public final class CheckedParquet {
  private static final String VERIFY = "parquet.page.verify-checksum.enabled";

  private CheckedParquet() {}

  /** Returns a reader; the session stays as it is configured. */
  public static DataFrameReader reader(SparkSession session) {
    return session.read().option(VERIFY, "true");
  }
}
