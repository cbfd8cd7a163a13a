package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run protocol on S3A: a server that enforces conditional writes, in a process of its own. */
class S3aIT {
  private static final String BUCKET = "s3a://bucket/";

  @TempDir static java.nio.file.Path folder;
  private static Process server;
  private static FileSystem files;
  private static StoredRuns runs;

  @BeforeAll
  static void start() throws IOException {
    int port = freePort();
    // This store keeps a bucket as a folder.
    Files.createDirectories(folder.resolve("store/bucket"));
    java.nio.file.Path properties =
        Files.writeString(
            folder.resolve("s3.properties"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=id
            s3proxy.credential=secret
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            jclouds.identity=id
            jclouds.credential=secret
            """
                .formatted(port, folder.resolve("store")));
    server =
        new ProcessBuilder(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                java.nio.file.Path.of("src/it/s3proxy/target/dependency", "*").toString(),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    System.setProperty("s3.port", Integer.toString(port));
    Configuration.addDefaultResource("s3a-site.xml");
    // S3A tries again until the server listens.
    files = new Path(BUCKET).getFileSystem(new Configuration());
    SharedSession.get();
    runs = new StoredRuns(files, new Path(BUCKET), folder);
  }

  @AfterAll
  static void stop() throws IOException {
    if (files != null) {
      files.close();
    }
    if (server != null) {
      server.destroy();
    }
  }

  @Test
  @Promise(
      "On S3A a run is published whole, found done the second time, listed, verified and queried")
  void publishesOnS3a() throws IOException {
    runs.assertPublishes();
  }

  @Test
  @Promise(
      "On S3A one of two drivers on a run key publishes it; the other ends with exit code 75 or finds it done")
  void twoDriversOnS3a() {
    runs.assertTellsTwoDriversApart();
  }

  @Test
  @Promise(
      "On S3A `geodesy clean` removes what a failed run left and nothing that a manifest names")
  void cleansOnS3a() throws IOException {
    assertThat(runs.publish("cleaned", "good").exitCode()).isZero();
    // What lies where a table belongs is found when it is to be published: the stages are there.
    files.create(runs.path("cleaned/row_sums/run=bad/part-0.parquet")).close();
    CommandLineRun failed = runs.publish("cleaned", "bad");
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(73);
    assertThat(runs.names("cleaned/_runs/bad")).contains("_failure.json");

    assertThat(runs.run("cleaned", "clean", "--older-than", "0s").out()).contains("bad");
    assertThat(runs.names("cleaned/_runs")).containsExactly("good");
    assertThat(runs.run("cleaned", "verify", "good").exitCode()).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
