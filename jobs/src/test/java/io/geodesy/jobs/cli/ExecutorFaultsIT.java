package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.jobs.testing.ExecutorFaults;
import io.geodesy.jobs.testing.ExecutorFaults.Fault;
import io.geodesy.jobs.testing.LoopbackCluster;
import io.geodesy.jobs.testing.StageWatch;
import io.geodesy.run.Catalogue;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A graph built by blocks on a cluster whose executors are lost or slow: in every stage that writes
 * files, and in the first and the last of those that write for a shuffle, read from one, or do
 * both.
 */
class ExecutorFaultsIT {
  private static final Path DIGITS = Path.of("..", "test-data", "digits.parquet");

  @TempDir static Path folder;
  private static Path faults;
  private static LoopbackCluster cluster;
  private static StageWatch stages;

  /** Those that faults meet, counted from the first one of a run. */
  private static Set<Integer> chosen;

  private static int someWriting;
  private static Map<String, String> expected;

  @BeforeAll
  static void start() throws IOException {
    SharedSession.end();
    faults = Files.createDirectories(folder.resolve("faults"));
    Map<String, String> settings = new HashMap<>(ExecutorFaults.settings(faults));
    // An executor lives for seconds.
    settings.put("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    // Anything that takes longer than a moment is run a second time.
    settings.put("spark.speculation", "true");
    settings.put("spark.speculation.interval", "50ms");
    settings.put("spark.speculation.quantile", "0.1");
    settings.put("spark.speculation.multiplier", "1");
    settings.put("spark.speculation.task.duration.threshold", "500ms");
    cluster = new LoopbackCluster(settings);
    cluster
        .session()
        .read()
        .parquet(DIGITS.toString())
        .repartition(4)
        .write()
        .parquet(folder.resolve("digits").toString());
    stages = StageWatch.begin(cluster.session().sparkContext());
    cluster.session().range(1).collect();
    int first = stages.nextStage();
    assertThat(run("undisturbed").exitCode()).isZero();
    choose(first);
    expected = digests("undisturbed");
  }

  private static void choose(int first) {
    stages.nextStage();
    SortedSet<Integer> both = new TreeSet<>(stages.mapStages());
    both.retainAll(stages.reduceStages());
    chosen = new TreeSet<>();
    for (SortedSet<Integer> kind : List.of(stages.mapStages(), stages.reduceStages(), both)) {
      chosen.addAll(List.of(kind.first() - first, kind.last() - first));
    }
    stages.writingStages().forEach(stage -> chosen.add(stage - first));
    someWriting = stages.writingStages().last() - first;
  }

  @AfterEach
  void cancel() {
    ExecutorFaults.cancel(faults);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  @Promise(
      "An executor that is lost while it maps, shuffles, reduces or writes, with all that it kept of the stages before: the run publishes what an undisturbed one publishes")
  void executorsAreLostWhenATaskBegins() {
    publish("begun", Fault.LOST_AT_START);
  }

  @Test
  @Promise(
      "An executor that is lost when a task has written its rows and told nobody: the run publishes what an undisturbed one publishes")
  void executorsAreLostWhenATaskHasWritten() {
    publish("written", Fault.LOST_AT_END);
  }

  @Test
  @Promise(
      "Executors that always die end a run with exit code 75 and publish nothing; with executors that live the same command resumes and publishes the same")
  void executorsThatAlwaysDie() {
    order(Fault.LOST_ALWAYS, Set.of(someWriting));
    CommandLineRun dead = run("dying");
    ExecutorFaults.cancel(faults);

    assertThat(dead.exitCode()).as(dead.err()).isEqualTo(75);
    assertThat(dead.err()).contains("Spark lost the processes that worked", "--executor-memory");
    assertThat(catalogue().find("dying")).isEmpty();
    assertThat(folder.resolve("out/neighbors/run=dying")).doesNotExist();
    assertThat(run("dying").exitCode()).isZero();
    assertThat(digests("dying")).isEqualTo(expected);
  }

  @Test
  @Promise(
      "Speculation that runs slow tasks a second time, beside the first or after it has written its rows: no row is published twice")
  void copiesOfSlowTasksPublishNothingTwice() {
    for (Fault fault : List.of(Fault.SLOW_AT_START, Fault.SLOW_AT_END)) {
      StageWatch watch = publish(fault.name(), fault);
      assertThat(watch.copiedStages()).containsAll(ExecutorFaults.stages(faults));
    }
  }

  private static StageWatch publish(String key, Fault fault) {
    StageWatch watch = StageWatch.begin(cluster.session().sparkContext());
    order(fault, chosen);
    CommandLineRun run = run(key);
    watch.end();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(digests(key)).isEqualTo(expected);
    assertEveryKind(watch, ExecutorFaults.stages(faults));
    return watch;
  }

  private static void order(Fault fault, Set<Integer> places) {
    int first = stages.nextStage();
    ExecutorFaults.order(
        faults, fault, places.stream().map(place -> first + place).collect(Collectors.toSet()));
  }

  /** Every fault happened, and where it was meant to. */
  private static void assertEveryKind(StageWatch watch, Set<Integer> stages) {
    assertThat(stages).hasSameSizeAs(chosen);
    assertThat(stages).containsAnyElementsOf(watch.mapStages());
    assertThat(stages).containsAnyElementsOf(watch.reduceStages());
    assertThat(stages).containsAll(watch.writingStages());
  }

  private static CommandLineRun run(String key) {
    return CommandLineRun.of(
        AnalysisRegistry.load(),
        "knn-graph",
        "--input",
        folder.resolve("digits").toString(),
        "--output",
        folder.resolve("out").toString(),
        "--run-key",
        key,
        "--set",
        "block-rows=400");
  }

  private static Catalogue catalogue() {
    return Catalogue.open(folder.resolve("out").toString(), new Configuration());
  }

  private static Map<String, String> digests(String key) {
    return catalogue().run(key).tables().stream()
        .collect(Collectors.toMap(PublishedTable::name, PublishedTable::digest));
  }
}
