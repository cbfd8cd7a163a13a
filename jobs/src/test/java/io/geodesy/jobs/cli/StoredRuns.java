package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.run.Catalogue;
import io.geodesy.run.Manifest.PublishedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Runs of a small table whose outputs are on one file system, and what holds of them on any. */
final class StoredRuns {
  private final FileSystem files;
  private final Path root;
  private final String input;
  private final Map<String, String> expected;

  /**
   * Publishes what later runs are compared with.
   *
   * @param root below which the outputs are
   * @param folder local, for the input
   */
  StoredRuns(FileSystem files, Path root, java.nio.file.Path folder) throws IOException {
    this.files = files;
    this.root = root;
    this.input =
        Files.writeString(
                folder.resolve("vectors.jsonl"),
                "{\"id\": 1, \"vector\": [1, 2]}\n{\"id\": 2, \"vector\": [3, 4]}\n")
            .toString();
    CommandLineRun undisturbed = publish("undisturbed", "k");
    assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
    this.expected = digests("undisturbed");
  }

  /** A run is published whole, found done the second time, listed, verified and queried. */
  void assertPublishes() throws IOException {
    CommandLineRun first = publish("whole", "k");
    assertThat(first.exitCode()).as(first.err()).isZero();
    Path manifest = path("whole/_runs/k/_manifest.json");
    long written = files.getFileStatus(manifest).getModificationTime();

    assertThat(publish("whole", "k").exitCode()).isZero();
    assertThat(files.getFileStatus(manifest).getModificationTime()).isEqualTo(written);
    assertThat(names("whole/_runs/k")).containsExactly("_manifest.json");
    // A store on which two drivers are not told apart is warned of.
    assertThat(catalogue("whole").run("k").warnings()).isEmpty();
    assertThat(run("whole", "runs").out()).contains("k");
    assertThat(run("whole", "verify", "k").exitCode()).isZero();
    assertThat(run("whole", "sql", "--format", "csv", "select sum(total) as s from row_sums").out())
        .isEqualTo("s\n10.0\n");
  }

  /** One of two drivers publishes; the other ends with exit code 75 or finds it done. */
  void assertTellsTwoDriversApart() {
    CompletableFuture<CommandLineRun> other =
        CompletableFuture.supplyAsync(() -> publish("shared", "k"));
    CommandLineRun one = publish("shared", "k");

    assertThat(List.of(one.exitCode(), other.join().exitCode()))
        .as(one.err() + other.join().err())
        .contains(0)
        .isSubsetOf(0, 75);
    assertThat(digests("shared")).isEqualTo(expected);
  }

  CommandLineRun publish(String output, String key) {
    return run(output, "both", "--input", input, "--run-key", key);
  }

  CommandLineRun run(String output, String... arguments) {
    return CommandLineRun.of(
        Stream.concat(Stream.of(arguments), Stream.of("--output", path(output).toString()))
            .toArray(String[]::new));
  }

  Path path(String name) {
    return new Path(root, name);
  }

  List<String> names(String folder) throws IOException {
    return files.exists(path(folder))
        ? Stream.of(files.listStatus(path(folder)))
            .map(FileStatus::getPath)
            .map(Path::getName)
            .toList()
        : List.of();
  }

  /** Returns whether run k of an output holds what an undisturbed one does. */
  boolean isAsExpected(String output) {
    return digests(output).equals(expected);
  }

  private Map<String, String> digests(String output) {
    return catalogue(output).run("k").tables().stream()
        .collect(Collectors.toMap(PublishedTable::name, PublishedTable::digest));
  }

  private Catalogue catalogue(String output) {
    return Catalogue.open(path(output).toString(), new Configuration());
  }
}
