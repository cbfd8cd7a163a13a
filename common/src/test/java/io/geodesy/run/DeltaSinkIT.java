package io.geodesy.run;

import io.geodesy.run.SinkTarget.Format;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Sinks in Delta tables below a path. */
class DeltaSinkIT extends TableSinkContract {
  /** Delta needs its extension, which a session takes only when it starts. */
  @BeforeAll
  static void startWithExtension() {
    SharedSession.end();
    SharedSession.getWith(
        Map.of(
            "spark.sql.extensions",
            "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog",
            "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            // 50 tasks to read the log of a table, the default, take most of the test's time
            "spark.databricks.delta.snapshotPartitions",
            "1"));
  }

  @AfterAll
  static void end() {
    SharedSession.end();
  }

  @Override
  SparkSession session() {
    return SharedSession.get();
  }

  @Override
  SinkTarget target() {
    return new SinkTarget(Format.DELTA, folder.resolve("delta").toString());
  }

  /** A table at a path is that folder, and Delta remembers what it held. */
  @Override
  void drop(String table) throws IOException {
    FileUtils.deleteDirectory(folder.resolve("delta").resolve(table).toFile());
    DeltaLog.clearCache();
  }

  @Override
  long history(String table) {
    return session().sql("describe history " + target().identifier(table)).count();
  }
}
