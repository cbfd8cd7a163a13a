package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.run.Catalogue;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run protocol on HDFS: a name node and a data node in this process. */
class HdfsIT {
  /** More names than a run of two small tables makes. */
  private static final int MOST_NAMES = 60;

  @TempDir static java.nio.file.Path folder;
  private static MiniDFSCluster cluster;
  private static DistributedFileSystem files;
  private static String input;
  private static Map<String, String> expected;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).format(true).build();
    cluster.waitClusterUp();
    files = cluster.getFileSystem();
    SharedSession.get();
    input =
        Files.writeString(
                folder.resolve("vectors.jsonl"),
                "{\"id\": 1, \"vector\": [1, 2]}\n{\"id\": 2, \"vector\": [3, 4]}\n")
            .toString();
    CommandLineRun undisturbed = publish("undisturbed", "k");
    assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
    expected = digests("undisturbed", "k");
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  @Test
  @Promise(
      "On HDFS a run is published whole, found done the second time, listed, verified and queried")
  void publishesOnHdfs() throws IOException {
    CommandLineRun first = publish("whole", "k");
    assertThat(first.exitCode()).as(first.err()).isZero();
    long written = files.getFileStatus(manifest("whole")).getModificationTime();

    assertThat(publish("whole", "k").exitCode()).isZero();
    assertThat(files.getFileStatus(manifest("whole")).getModificationTime()).isEqualTo(written);
    assertThat(names("whole/_runs/k")).containsExactly("_manifest.json");
    assertThat(run("whole", "runs").out()).contains("k");
    assertThat(run("whole", "verify", "k").exitCode()).isZero();
    assertThat(run("whole", "sql", "--format", "csv", "select sum(total) as s from row_sums").out())
        .isEqualTo("s\n10.0\n");
  }

  @Test
  @Promise(
      "On HDFS a run that meets a quota, at whichever file, ends with exit code 73; with room the same command resumes, publishes the same and leaves nothing else")
  void resumesOnHdfsWhereverAQuotaWasMet() throws IOException {
    List<String> broken = new ArrayList<>();
    int refused = 0;
    int names = 2;
    for (CommandLineRun attempt = null;
        (attempt == null || attempt.exitCode() != 0) && names < MOST_NAMES;
        names++) {
      String output = "quota-" + names;
      files.mkdirs(path(output));
      files.setQuota(path(output), names, HdfsConstants.QUOTA_DONT_SET);
      attempt = publish(output, "k");
      files.setQuota(path(output), HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_DONT_SET);
      refused += attempt.exitCode() == 73 ? 1 : 0;
      CommandLineRun second = publish(output, "k");
      boolean isSame = second.exitCode() == 0 && digests(output, "k").equals(expected);
      boolean isTidy = isSame && names(output + "/_runs/k").equals(List.of("_manifest.json"));
      if (!List.of(0, 73).contains(attempt.exitCode()) || !isTidy) {
        broken.add(
            "%d names: exit %d, then %d, %s%s"
                .formatted(
                    names,
                    attempt.exitCode(),
                    second.exitCode(),
                    attempt.err(),
                    names(output + "/_runs/k")));
      }
    }
    assertThat(broken).isEmpty();
    assertThat(refused).isGreaterThan(10);
    assertThat(names).isLessThan(MOST_NAMES);
  }

  @Test
  @Promise(
      "On HDFS one of two drivers on a run key publishes it; the other ends with exit code 75 or finds it done")
  void twoDriversOnHdfs() {
    CompletableFuture<CommandLineRun> other =
        CompletableFuture.supplyAsync(() -> publish("shared", "k"));
    CommandLineRun one = publish("shared", "k");

    assertThat(List.of(one.exitCode(), other.join().exitCode())).contains(0).isSubsetOf(0, 75);
    assertThat(digests("shared", "k")).isEqualTo(expected);
  }

  @Test
  @Promise(
      "On HDFS `geodesy clean` removes what a failed run left and nothing that a manifest names")
  void cleansOnHdfs() throws IOException {
    assertThat(publish("cleaned", "good").exitCode()).isZero();
    files.setQuota(
        path("cleaned"),
        files.getContentSummary(path("cleaned")).getDirectoryCount()
            + files.getContentSummary(path("cleaned")).getFileCount()
            + 8,
        HdfsConstants.QUOTA_DONT_SET);
    assertThat(publish("cleaned", "bad").exitCode()).isEqualTo(73);
    assertThat(names("cleaned/_runs")).contains("bad");

    assertThat(run("cleaned", "clean", "--older-than", "0s").out()).contains("bad");
    assertThat(names("cleaned/_runs")).containsExactly("good");
    assertThat(run("cleaned", "verify", "good").exitCode()).isZero();
  }

  private static CommandLineRun publish(String output, String key) {
    return run(output, "both", "--input", input, "--run-key", key);
  }

  private static CommandLineRun run(String output, String... arguments) {
    String uri = path(output).toString();
    return CommandLineRun.of(
        Stream.concat(Stream.of(arguments), Stream.of("--output", uri)).toArray(String[]::new));
  }

  private static Path path(String output) {
    return new Path(cluster.getURI().resolve("/" + output));
  }

  private static Path manifest(String output) {
    return new Path(path(output), "_runs/k/_manifest.json");
  }

  private static List<String> names(String folder) throws IOException {
    return files.exists(path(folder))
        ? Stream.of(files.listStatus(path(folder)))
            .map(FileStatus::getPath)
            .map(Path::getName)
            .toList()
        : List.of();
  }

  private static Map<String, String> digests(String output, String key) {
    return Catalogue.open(path(output).toString(), new Configuration()).run(key).tables().stream()
        .collect(Collectors.toMap(PublishedTable::name, PublishedTable::digest));
  }
}
