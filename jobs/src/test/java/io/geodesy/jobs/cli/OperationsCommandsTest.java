package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduler and an operator call: runs --expect, verify, clean. */
class OperationsCommandsTest {
  @TempDir static Path folder;
  private static String input;

  @BeforeAll
  static void publish() throws IOException {
    SharedSession.get();
    input =
        Files.writeString(
                folder.resolve("vectors.jsonl"),
                "{\"id\": 1, \"vector\": [1, 2]}\n{\"id\": 2, \"vector\": [3, 4]}\n")
            .toString();
    assertThat(run("row-sums", "--input", input, "--run-key", "good").exitCode()).isZero();
  }

  @Test
  void expectsAPublishedRun() {
    CommandLineRun expect = run("runs", "--expect", "good", "--json");

    assertThat(expect.exitCode()).isZero();
    assertThat(expect.out()).startsWith("{\"run_key\":\"good\"");
  }

  @Test
  @Promise(
      "`geodesy runs --expect KEY` ends with the exit code of the attempt that failed, for schedulers that do not see it")
  void expectsARunThatFailed() throws IOException {
    Path bad =
        Files.writeString(
            folder.resolve("bad.jsonl"),
            "{\"id\": 1, \"vector\": [1, 2]}\n{\"id\": 1, \"vector\": [3, 4]}\n");
    CommandLineRun failed = run("row-sums", "--input", bad.toString(), "--run-key", "bad");
    assertThat(failed.exitCode()).isEqualTo(65);

    CommandLineRun expect = run("runs", "--expect", "bad");
    assertThat(expect.exitCode()).isEqualTo(65);
    assertThat(expect.err()).contains("failed at").contains("bad.jsonl has rows");
    assertThat(run("clean", "--older-than", "0s").exitCode()).isZero();
    assertThat(run("runs", "--expect", "bad").exitCode()).isEqualTo(75);
  }

  @Test
  void listsWhatIsNotPublishedAndHowFarItWas() throws IOException {
    Path at = Files.createDirectories(folder.resolve("out/_runs/killed"));
    Files.writeString(
        at.resolve("_progress.json"),
        "{\"said\": \"2026-11-23T02:00:10Z\", \"line\": \"[2/5] knn-graph: leaves 25 %, 0:12\"}");

    assertThat(run("runs").out())
        .contains("good", "not published: killed is at work, or was killed")
        .contains("; at 2026-11-23T02:00:10Z it was at [2/5] knn-graph: leaves 25 %, 0:12");
    assertThat(run("runs", "--expect", "killed").err()).contains("[2/5] knn-graph: leaves 25 %");

    Files.writeString(at.resolve("_progress.json"), "{\"said\": ");
    assertThat(run("runs").out()).contains("not published: killed is at work, or was killed\n");
    Files.delete(at.resolve("_progress.json"));
    Files.delete(at);
  }

  @Test
  void verifiesAPublishedRun() {
    CommandLineRun verify = run("verify", "good");

    assertThat(verify.exitCode()).as(verify.err()).isZero();
    assertThat(verify.out())
        .contains("ok     table row_sums")
        .endsWith("Run good is as it was published.\n");
  }

  @Test
  void refusesToVerifyWithoutAKeyOrElsewhere() {
    assertThat(run("verify").exitCode()).isEqualTo(2);
    assertThat(run("verify", "goof").err()).contains("Did you mean good?");
    assertThat(run("verify", "../../etc").exitCode()).isEqualTo(2);
  }

  @Test
  void findsADamagedTable() throws IOException {
    assertThat(run("row-sums", "--input", input, "--run-key", "damaged").exitCode()).isZero();
    try (Stream<Path> files = Files.list(folder.resolve("out/row_sums/run=damaged"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 8] ^= 1;
        Files.write(file, bytes);
      }
    }

    CommandLineRun verify = run("verify", "damaged");
    assertThat(verify.exitCode()).isEqualTo(65);
    assertThat(verify.err()).contains("Run 'damaged' in").contains("table row_sums");
  }

  @Test
  void cleansNothingThatIsPublishedOrYoung() throws IOException {
    Files.createDirectories(folder.resolve("out/_runs/young/stage=a"));

    assertThat(run("clean").out()).startsWith("Nothing to remove in ");
    assertThat(run("clean", "--older-than", "0s", "--dry-run").out())
        .contains("would remove unfinished run 'young'")
        .endsWith("Nothing was removed.\n");
    assertThat(folder.resolve("out/_runs/young")).exists();
    assertThat(run("clean", "--older-than", "soon").exitCode()).isEqualTo(2);
  }

  private static CommandLineRun run(String... arguments) {
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("--output", folder.resolve("out").toString()))
            .toArray(String[]::new);
    return CommandLineRun.of(all);
  }
}
