package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.run.Catalogue;
import io.geodesy.run.Manifest;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.testing.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers in processes of their own that are killed without warning; what is due is seen in the
 * files, from outside. {@code scripts/kill-drill} does the same to a whole survey, thirty times.
 */
class DriverKilledIT {
  private static final String INPUT = Path.of("..", "test-data/formats/small.parquet").toString();
  private static final long LIMIT_MINUTES = 10;
  private static final int KILLED = 137;

  /** Short beside the milliseconds of a commit, long enough to leave the driver its cores. */
  private static final long LOOK_NANOS = 500_000;

  @TempDir static Path folder;
  private static DriverProcess drivers;
  private static Manifest whole;

  @BeforeAll
  static void publish() throws Exception {
    drivers = new DriverProcess(folder, "1g");
    assertThat(drivers.runFirst(arguments("whole"))).as(drivers.log().toString()).isZero();
    whole = catalogue().run("whole");
  }

  @Test
  @Promise(
      "A driver killed at any stage boundary or inside publishing: the same command goes on where it was, writes no finished stage again, publishes the same and leaves nothing else")
  void resumesWhereverItIsKilled() throws Exception {
    for (int stages = 1; stages <= whole.stages().size(); stages++) {
      int due = stages;
      killWhen(() -> commits().size() >= due);
    }
    killWhen(() -> Files.exists(output().resolve("neighbors/run=killed")));
    killWhen(() -> Files.exists(output().resolve("_runs/killed/_manifest.json")));
    assertThat(start("killed").waitFor()).isZero();

    assertThat(digests("killed")).isEqualTo(digests("whole"));
    try (Stream<Path> left = Files.list(output().resolve("_runs/killed"))) {
      assertThat(left.map(p -> p.getFileName().toString())).containsExactly("_manifest.json");
    }
  }

  @Test
  @Promise(
      "Of two drivers that start on one run key one publishes it; the other ends with exit code 75 or finds it done")
  void twoDriversOnOneKey() throws Exception {
    Process first = start("shared");
    Process second = start("shared");

    assertThat(List.of(first.waitFor(), second.waitFor())).contains(0).isSubsetOf(0, 75);
    assertThat(digests("shared")).isEqualTo(digests("whole"));
  }

  private void killWhen(BooleanSupplier isDue) throws IOException, InterruptedException {
    Map<String, String> before = commits();
    Process driver = start("killed");
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LIMIT_MINUTES);
    while (driver.isAlive() && !isDue.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time limit").isLessThan(end);
      LockSupport.parkNanos(LOOK_NANOS);
    }
    assertThat(driver.destroyForcibly().waitFor()).as("exit code").isEqualTo(KILLED);
    Map<String, String> after = commits();
    before.forEach(
        (stage, commit) -> assertThat(after.getOrDefault(stage, commit)).isEqualTo(commit));
  }

  /** The committed stages of the run that is killed. */
  private Map<String, String> commits() {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> stages = Files.list(output().resolve("_runs/killed"))) {
      for (Path stage : stages.toList()) {
        Path commit = stage.resolve("stage.json");
        if (Files.exists(commit)) {
          found.put(stage.getFileName().toString(), Files.readString(commit));
        }
      }
    } catch (java.nio.file.NoSuchFileException e) {
      // not there yet, or gone by now
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static Process start(String key) throws IOException {
    return drivers.start(arguments(key));
  }

  private static String[] arguments(String key) {
    return new String[] {
      "knn-graph", "--input", INPUT, "--output", output().toString(), "--run-key", key
    };
  }

  private static Path output() {
    return folder.resolve("out");
  }

  private static Map<String, String> digests(String key) {
    return catalogue().run(key).tables().stream()
        .collect(Collectors.toMap(PublishedTable::name, PublishedTable::digest));
  }

  private static Catalogue catalogue() {
    return Catalogue.open(output().toString(), new Configuration());
  }
}
