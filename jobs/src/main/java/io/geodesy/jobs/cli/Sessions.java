package io.geodesy.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * The Spark session of a command, started when something first asks for it. What spark-submit or a
 * system property has set stays as it is; only what nobody has set gets a default.
 */
final class Sessions implements Supplier<SparkSession>, AutoCloseable {
  private static final String HADOOP_PREFIX = "spark.hadoop.";

  private final SparkConf conf = new SparkConf();
  private final String command;
  private final OptionalInt threads;
  private SparkSession session;
  private boolean isOurs;

  /**
   * Sessions for one command.
   *
   * @param command names the application
   * @param threads of local mode, all cores if empty
   */
  Sessions(String command, OptionalInt threads) {
    this.command = command;
    this.threads = threads;
  }

  /** Returns how file systems are reached, without starting Spark. */
  Configuration hadoop() {
    return hadoop(conf);
  }

  /** Returns how file systems are reached under Spark's settings. */
  static Configuration hadoop(SparkConf conf) {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> entry : conf.getAll()) {
      if (entry._1().startsWith(HADOOP_PREFIX)) {
        hadoop.set(entry._1().substring(HADOOP_PREFIX.length()), entry._2());
      }
    }
    return hadoop;
  }

  @Override
  public SparkSession get() {
    if (session == null) {
      SparkConf complete = conf.clone();
      defaults().forEach(complete::setIfMissing);
      isOurs = SparkSession.getDefaultSession().isEmpty();
      session = SparkSession.builder().config(complete).getOrCreate();
    }
    return session;
  }

  /** Returns what is set where nobody else has. */
  Map<String, String> defaults() {
    String cores = threads.isPresent() ? Integer.toString(threads.getAsInt()) : "*";
    String master = conf.get("spark.master", "local[" + cores + "]");
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("spark.master", master);
    defaults.put("spark.app.name", "geodesy " + command);
    defaults.put("spark.ui.enabled", "false");
    defaults.put("spark.ui.showConsoleProgress", "false");
    defaults.put("spark.sql.parquet.compression.codec", "zstd");
    // a batch of 4096 rows, the default, of as many columns is 64 MiB a task, and twice that where
    // values are coded
    defaults.put("spark.sql.parquet.columnarReaderBatchSize", "512");
    defaults.put(
        "spark.sql.warehouse.dir",
        Path.of(System.getProperty("java.io.tmpdir"), "geodesy-warehouse").toUri().toString());
    if (master.startsWith("local")) {
      defaults.put("spark.driver.host", "127.0.0.1");
      defaults.put("spark.driver.bindAddress", "127.0.0.1");
      // driver and executor are one process: a limit on what one sends the other protects nobody
      defaults.put("spark.driver.maxResultSize", "0");
      // 200 partitions, the default, cost a small table seconds in one process
      defaults.put("spark.sql.shuffle.partitions", "16");
    }
    return defaults;
  }

  /** Stops the session, unless somebody else had started it. */
  @Override
  public void close() {
    if (isOurs) {
      try {
        session.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot stop Spark", e);
      }
    }
  }
}
