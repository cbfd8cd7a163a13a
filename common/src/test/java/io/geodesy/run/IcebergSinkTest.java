package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.ConfigException;
import io.geodesy.run.SinkTarget.Format;
import io.geodesy.testing.SharedSession;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sinks in Iceberg's Hadoop catalog, and sinks that are not there. */
class IcebergSinkTest extends TableSinkContract {
  private SparkSession session;

  @BeforeEach
  void addCatalog() {
    session = SharedSession.get().newSession();
    session.conf().set("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
    session.conf().set("spark.sql.catalog.lake.type", "hadoop");
    session
        .conf()
        .set("spark.sql.catalog.lake.warehouse", folder.resolve("lake").toUri().toString());
  }

  @Override
  SparkSession session() {
    return session;
  }

  @Override
  SinkTarget target() {
    return new SinkTarget(Format.ICEBERG, "lake.geo-desy.dev");
  }

  @Override
  long history(String table) {
    return session.table(target().identifier(table) + ".snapshots").count();
  }

  @Test
  void refusesACatalogThatTheSessionLacksBeforeAnyJob() throws TimeoutException {
    refuses(
        new SinkTarget(Format.ICEBERG, "nowhere.db"),
        "needs the catalog nowhere, which the Spark session does not have: set spark.sql.catalog.nowhere");
  }

  @Test
  void refusesACatalogWhoseClassIsMissingBeforeAnyJob() throws TimeoutException {
    session.conf().set("spark.sql.catalog.broken", "org.example.NoCatalog");

    refuses(new SinkTarget(Format.ICEBERG, "broken.db"), "org.example.NoCatalog");
  }

  @Test
  void refusesATableOfAnotherFormatBeforeAnyJob() throws TimeoutException {
    refuses(new SinkTarget(Format.DELTA, "lake.db"), "Sink delta lake.db cannot be used");
  }

  @Test
  void refusesATableNamedRunsThatIsNotOurs() throws TimeoutException {
    session.sql("create table lake.db.runs (x int) using iceberg");

    refuses(new SinkTarget(Format.ICEBERG, "lake.db"), "`runs` has the columns [x INT]");
  }

  private void refuses(SinkTarget target, String message) throws TimeoutException {
    RunRequest request = request("means").key("a").sink(target).build();
    AtomicInteger jobs = new AtomicInteger();
    SparkListener counter =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            jobs.incrementAndGet();
          }
        };
    session.sparkContext().listenerBus().waitUntilEmpty();
    session.sparkContext().addSparkListener(counter);
    try {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> sinkRunner().run(request))
          .withMessageContaining(message);
      session.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      session.sparkContext().removeSparkListener(counter);
    }
    assertThat(jobs).hasValue(0);
    assertThat(out).doesNotExist();
  }
}
