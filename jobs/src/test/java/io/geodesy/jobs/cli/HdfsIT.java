package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
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
  private static StoredRuns runs;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).format(true).build();
    cluster.waitClusterUp();
    files = cluster.getFileSystem();
    SharedSession.get();
    runs = new StoredRuns(files, new Path(cluster.getURI().resolve("/")), folder);
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  @Test
  @Promise(
      "On HDFS a run is published whole, found done the second time, listed, verified and queried")
  void publishesOnHdfs() throws IOException {
    runs.assertPublishes();
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
      files.mkdirs(runs.path(output));
      files.setQuota(runs.path(output), names, HdfsConstants.QUOTA_DONT_SET);
      attempt = runs.publish(output, "k");
      files.setQuota(runs.path(output), HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_DONT_SET);
      refused += attempt.exitCode() == 73 ? 1 : 0;
      CommandLineRun second = runs.publish(output, "k");
      boolean isSame = second.exitCode() == 0 && runs.isAsExpected(output);
      boolean isTidy = isSame && runs.names(output + "/_runs/k").equals(List.of("_manifest.json"));
      if (!List.of(0, 73).contains(attempt.exitCode()) || !isTidy) {
        broken.add(
            "%d names: exit %d, then %d, %s%s"
                .formatted(
                    names,
                    attempt.exitCode(),
                    second.exitCode(),
                    attempt.err(),
                    runs.names(output + "/_runs/k")));
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
    runs.assertTellsTwoDriversApart();
  }

  @Test
  @Promise(
      "On HDFS `geodesy clean` removes what a failed run left and nothing that a manifest names")
  void cleansOnHdfs() throws IOException {
    assertThat(runs.publish("cleaned", "good").exitCode()).isZero();
    files.setQuota(
        runs.path("cleaned"),
        files.getContentSummary(runs.path("cleaned")).getDirectoryCount()
            + files.getContentSummary(runs.path("cleaned")).getFileCount()
            + 8,
        HdfsConstants.QUOTA_DONT_SET);
    assertThat(runs.publish("cleaned", "bad").exitCode()).isEqualTo(73);
    assertThat(runs.names("cleaned/_runs")).contains("bad");

    assertThat(runs.run("cleaned", "clean", "--older-than", "0s").out()).contains("bad");
    assertThat(runs.names("cleaned/_runs")).containsExactly("good");
    assertThat(runs.run("cleaned", "verify", "good").exitCode()).isZero();
  }
}
