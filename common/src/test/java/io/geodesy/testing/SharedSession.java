package io.geodesy.testing;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** One local[2] session for all tests of a module; it ends with the JVM. */
public final class SharedSession {
  private static SparkSession session;

  private SharedSession() {}

  /** Returns the session, started at the first call. */
  public static synchronized SparkSession get() {
    return getWith(Map.of());
  }

  /** Returns the session; where this starts it, with settings besides the usual ones. */
  public static synchronized SparkSession getWith(Map<String, Object> settings) {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("tests")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              .config(
                  "spark.sql.warehouse.dir",
                  System.getProperty("java.io.tmpdir") + "/geodesy-warehouse")
              .config(settings)
              .getOrCreate();
    }
    return session;
  }

  /** Stops the session, for a test that needs another kind; the next call starts it anew. */
  public static synchronized void end() {
    if (session != null) {
      session.stop();
      session = null;
    }
  }
}
