package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.config.ParameterSet;
import io.geodesy.run.Fakes.SumsParameters;
import io.geodesy.table.BadRows;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.testing.SharedSession;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder with a small input and the fake analyses, and how tests of the runner ask for runs of
 * them.
 */
abstract class RunnerFixture {
  static final Supplier<SparkSession> NO_SPARK =
      () -> {
        throw new AssertionError("Spark was asked for");
      };

  @TempDir Path folder;
  final Fakes fakes = new Fakes();
  EmbeddingSource source;
  Path out;

  @BeforeEach
  void writeInput() {
    source = ParquetFolder.write(SharedSession.get(), folder.resolve("input"));
    out = folder.resolve("out");
  }

  EmbeddingSource withBadRows() {
    Path bad = folder.resolve("bad");
    SharedSession.get()
        .sql(
            "select id, vector from values (1L, array(1f, 2f)), (2L, array(3f, float('NaN'))), (3L, null), (4L, array(5f, 6f)) as t(id, vector)")
        .write()
        .parquet(bad.toString());
    return new ParquetFolder(bad);
  }

  void assertRefused(RunRequest request, Class<? extends Exception> type, String message) {
    assertThatExceptionOfType(type)
        .isThrownBy(() -> runner(NO_SPARK, new Configuration()).run(request))
        .withMessageContaining(message);
  }

  Runner runner() {
    return runner(SharedSession::get, new Configuration());
  }

  Runner runner(Supplier<SparkSession> session, Configuration hadoop) {
    Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    return new Runner(fakes.registry(), session, hadoop, clock, ProgressView.SILENT);
  }

  Catalogue catalogue() {
    return Catalogue.open(out.toString(), new Configuration());
  }

  Dataset<Row> read(String table) {
    return SharedSession.get().read().parquet(out.resolve(table).toString());
  }

  RequestBuilder request(String... targets) {
    return new RequestBuilder(List.of(targets));
  }

  final class RequestBuilder {
    private final List<String> targets;
    private Optional<String> key = Optional.empty();
    private Optional<SinkTarget> sink = Optional.empty();
    private double scale = 1;
    private long seed = 42;
    private BadRows badRows = BadRows.FAIL;
    private final TreeMap<String, EmbeddingSource> given = new TreeMap<>();

    RequestBuilder(List<String> targets) {
      this.targets = targets;
    }

    RequestBuilder key(String value) {
      key = Optional.of(value);
      return this;
    }

    RequestBuilder other(EmbeddingSource table) {
      return given("other", table);
    }

    RequestBuilder given(String name, EmbeddingSource table) {
      given.put(name, table);
      return this;
    }

    RequestBuilder sink(SinkTarget value) {
      sink = Optional.of(value);
      return this;
    }

    RequestBuilder scale(double value) {
      scale = value;
      return this;
    }

    RequestBuilder badRows(BadRows value) {
      badRows = value;
      return this;
    }

    RequestBuilder seed(long value) {
      seed = value;
      return this;
    }

    RunRequest build() {
      ParameterSet parameters =
          ParameterSet.defaults().with(fakes.sums.descriptor(), new SumsParameters(scale));
      return new RunRequest(
          targets.get(0),
          targets,
          parameters,
          source,
          given,
          out.toString(),
          key,
          seed,
          badRows,
          2,
          new TreeMap<>(Map.of("id-column", "id")),
          sink);
    }
  }
}
