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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers in processes of their own that are killed without warning; what is due is seen in the
 * files, from outside. {@code scripts/kill-drill} does the same to a whole survey, thirty times.
 */
class DriverKilledIT {
  private static final Path DIGITS = Path.of("..", "test-data", "digits.parquet");
  private static final long LIMIT_MINUTES = 10;

  /** Short beside the milliseconds of a commit, long enough to leave the driver its cores. */
  private static final long LOOK_NANOS = 500_000;

  @TempDir Path folder;

  @Test
  @Promise(
      "A driver killed at any stage boundary or inside publishing: the same command goes on where it was, writes no finished stage again, publishes the same and leaves nothing else")
  void resumesWhereverItIsKilled() throws Exception {
    assertThat(start("whole").waitFor()).isZero();
    Manifest whole = catalogue().run("whole");
    List<String> seen = new ArrayList<>();
    for (int stages = 1; stages <= whole.stages().size(); stages++) {
      int due = stages;
      killWhen(() -> commits().size() >= due);
      seen.add(commits().size() + " stages");
    }
    killWhen(() -> Files.exists(folder.resolve("out/neighbors/run=killed")));
    killWhen(() -> Files.exists(folder.resolve("out/_runs/killed/_manifest.json")));
    assertThat(start("killed").waitFor()).isZero();

    assertThat(seen).hasSameSizeAs(whole.stages());
    assertThat(digests("killed")).isEqualTo(digests("whole"));
    try (Stream<Path> left = Files.list(folder.resolve("out/_runs/killed"))) {
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
    assertThat(start("alone").waitFor()).isZero();
    assertThat(digests("shared")).isEqualTo(digests("alone"));
  }

  private void killWhen(BooleanSupplier isDue) throws IOException, InterruptedException {
    Map<String, String> before = commits();
    Process driver = start("killed");
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LIMIT_MINUTES);
    while (driver.isAlive() && !isDue.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time limit").isLessThan(end);
      LockSupport.parkNanos(LOOK_NANOS);
    }
    driver.destroyForcibly().waitFor();
    Map<String, String> after = commits();
    before.forEach(
        (stage, commit) -> assertThat(after.getOrDefault(stage, commit)).isEqualTo(commit));
  }

  /** The committed stages of the run that is killed. */
  private Map<String, String> commits() {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> stages = Files.list(folder.resolve("out/_runs/killed"))) {
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

  private Process start(String key) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "conf", "jvm.options"));
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add("io.geodesy.jobs.cli.Main");
    command.addAll(List.of("knn-graph", "--input", DIGITS.toString()));
    command.addAll(List.of("--output", folder.resolve("out").toString(), "--run-key", key));
    Path log = folder.resolve("driver.log");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private Map<String, String> digests(String key) {
    return catalogue().run(key).tables().stream()
        .collect(Collectors.toMap(PublishedTable::name, PublishedTable::digest));
  }

  private Catalogue catalogue() {
    return Catalogue.open(folder.resolve("out").toString(), new Configuration());
  }
}
