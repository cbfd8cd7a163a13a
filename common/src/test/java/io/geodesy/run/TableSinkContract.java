package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.ConfigException;
import io.geodesy.error.ConflictException;
import io.geodesy.run.RunResult.SinkState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** What a sink of any format holds after runs, reruns and runs that broke off. */
abstract class TableSinkContract extends RunnerFixture {
  abstract SparkSession session();

  abstract SinkTarget target();

  Runner sinkRunner() {
    return runner(this::session, new Configuration());
  }

  RunRequest means(String key) {
    return request("means").key(key).sink(target()).build();
  }

  Dataset<Row> inSink(String table) {
    return session().table(target().identifier(table));
  }

  /** Rows without order, by the run they belong to. */
  static Map<String, List<String>> byRun(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.<String>getAs("run"),
                Collectors.collectingAndThen(
                    Collectors.mapping(Row::toString, Collectors.toList()),
                    texts -> texts.stream().sorted().toList())));
  }

  void assertSinkIsAsPublished(String... tables) {
    for (String table : tables) {
      Map<String, List<String>> published = byRun(read(table));
      assertThat(published).isNotEmpty();
      assertThat(byRun(inSink(table))).as(table).isEqualTo(published);
    }
  }

  @Test
  void holdsTheRowsThatAreInParquet() {
    RunResult result = sinkRunner().run(means("a"));

    assertThat(result.sink()).isEqualTo(SinkState.WRITTEN);
    assertSinkIsAsPublished("sums", "means", "statistics");
    Row run = inSink(TableSink.RUNS).head();
    assertThat(run.<String>getAs("run")).isEqualTo("a");
    assertThat(run.<String>getAs("fingerprint")).isEqualTo(catalogue().run("a").fingerprint());
  }

  @Test
  void leavesARunAloneThatItHolds() {
    sinkRunner().run(means("a"));
    long before = history("sums");

    RunResult again = sinkRunner().run(means("a"));

    assertThat(again.alreadyDone()).isTrue();
    assertThat(again.sink()).isEqualTo(SinkState.HELD);
    assertThat(history("sums")).isEqualTo(before);
    assertThat(inSink(TableSink.RUNS).count()).isEqualTo(1);
  }

  /** Removes a table and what it holds. */
  void drop(String table) throws IOException {
    session().sql("drop table " + target().identifier(table));
  }

  /** Number of commits to a table. */
  abstract long history(String table);

  @Test
  void holdsTwoRunsInOneTable() {
    sinkRunner().run(means("a"));
    sinkRunner().run(request("means").key("b").seed(7).scale(2).sink(target()).build());

    assertSinkIsAsPublished("sums", "means", "statistics");
    assertThat(byRun(inSink("sums"))).containsOnlyKeys("a", "b");
  }

  @Test
  void writesARunThatWasPublishedWithoutIt() {
    runner().run(request("means").key("a").build());

    RunResult result = sinkRunner().run(means("a"));

    assertThat(result.alreadyDone()).isTrue();
    assertThat(result.sink()).isEqualTo(SinkState.WRITTEN);
    assertThat(fakes.sums.runs).isEqualTo(1);
    assertSinkIsAsPublished("sums", "means", "statistics");
    assertThat(out.resolve("_runs/a")).isDirectoryNotContaining("glob:**_lease*");
  }

  @Test
  void completesWhatBrokeOffWithoutDuplicates() throws IOException {
    TableSink.open(session(), target());
    String foreign = target().identifier("statistics");
    session().sql("create table %s (x int) using %s".formatted(foreign, target().format().key()));
    RunRequest request = means("a");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> sinkRunner().run(request))
        .withMessageContaining("has the columns [x INT]");
    assertThat(byRun(inSink("sums"))).isEqualTo(byRun(read("sums")));
    assertThat(byRun(inSink(TableSink.RUNS))).doesNotContainKey("a");

    drop("statistics");
    RunResult result = sinkRunner().run(request);

    assertThat(result.sink()).isEqualTo(SinkState.WRITTEN);
    assertSinkIsAsPublished("sums", "means", "statistics");
    assertThat(fakes.sums.runs).isEqualTo(1);
    assertThat(byRun(inSink(TableSink.RUNS)).get("a")).hasSize(1);
  }

  @Test
  void replacesWhatAKilledDriverLeft() {
    sinkRunner().run(means("a"));
    session().sql("delete from %s where run = 'a'".formatted(target().identifier(TableSink.RUNS)));
    session().sql("delete from %s where run = 'a'".formatted(target().identifier("means")));

    assertThat(sinkRunner().run(means("a")).sink()).isEqualTo(SinkState.WRITTEN);

    assertSinkIsAsPublished("sums", "means", "statistics");
    assertThat(inSink(TableSink.RUNS).count()).isEqualTo(1);
  }

  @Test
  void refusesAnotherRunOfTheSameKeyBeforeItIsComputed() {
    sinkRunner().run(means("a"));
    out = folder.resolve("elsewhere");
    RunRequest other = request("means").key("a").scale(3).sink(target()).build();

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> sinkRunner().run(other))
        .withMessageContaining("holds another run 'a'");
    assertThat(out).doesNotExist();
  }

  @Test
  void keepsTheFingerprint() {
    RunRequest request = request("means").build();
    RunRequest withSink = request("means").sink(target()).build();

    assertThat(sinkRunner().plan(withSink).fingerprint())
        .isEqualTo(runner().plan(request).fingerprint());
  }
}
