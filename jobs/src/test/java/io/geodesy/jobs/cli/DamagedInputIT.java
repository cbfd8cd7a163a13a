package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.run.Catalogue;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files that changed on their way: refused with their name, or harmless. */
class DamagedInputIT {
  private static final int POSITIONS = 160;

  @TempDir static Path folder;
  private static byte[] file;
  private static String digest;
  private static int calls;

  @BeforeAll
  static void write() throws IOException {
    Path written = folder.resolve("written");
    SharedSession.get()
        .range(40)
        .selectExpr(
            "id",
            "array(float(id), float(rand(7) * id), 3f) as vector",
            "concat('l', id % 3) as label")
        .coalesce(1)
        .write()
        .parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path part =
          files
              .filter(f -> f.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      file = Files.readAllBytes(part);
    }
    CommandLineRun whole = run(file);
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    digest = digestOfLast();
  }

  @Test
  @Promise(
      "One flipped byte anywhere in an input Parquet file ends a run with exit code 65 and the name of the file, or does not change the result")
  void aFlippedByteIsNamedOrHarmless() throws IOException {
    List<String> broken = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < POSITIONS; i++) {
      int at = (int) ((long) i * (file.length - 1) / (POSITIONS - 1));
      byte[] damaged = file.clone();
      damaged[at] ^= (byte) (1 << (i % 8));
      CommandLineRun run = run(damaged);
      boolean isNamed = run.exitCode() == 65 && run.err().contains("vectors.parquet");
      boolean isHarmless = run.exitCode() == 0 && digestOfLast().equals(digest);
      refused += isNamed ? 1 : 0;
      if (!isNamed && !isHarmless) {
        broken.add(
            "byte %d of %d: exit %d %s".formatted(at, file.length, run.exitCode(), head(run)));
      }
    }
    assertThat(broken).isEmpty();
    assertThat(refused).isGreaterThan(POSITIONS / 4);
  }

  @Test
  @Promise(
      "An input Parquet file that is truncated, of zero bytes, or of another format ends a run with exit code 65 and its name")
  void aTruncatedFileIsNamed() throws IOException {
    List<String> broken = new ArrayList<>();
    for (int length :
        new int[] {0, 1, 4, 11, 12, 100, file.length / 2, file.length - 8, file.length - 1}) {
      check(broken, "truncated at " + length, Arrays.copyOf(file, length));
    }
    byte[] wrongMagic = file.clone();
    System.arraycopy(
        "XYZ1".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        0,
        wrongMagic,
        file.length - 4,
        4);
    check(broken, "wrong magic", wrongMagic);
    check(broken, "all zeros", new byte[file.length]);
    assertThat(broken).isEmpty();
  }

  private static void check(List<String> broken, String what, byte[] bytes) throws IOException {
    CommandLineRun run = run(bytes);
    if (run.exitCode() != 65 || !run.err().contains("vectors.parquet")) {
      broken.add(what + ": exit " + run.exitCode() + " " + head(run));
    }
  }

  private static String head(CommandLineRun run) {
    return run.err().lines().filter(l -> l.startsWith("error")).findFirst().orElse(run.err());
  }

  private static CommandLineRun run(byte[] bytes) throws IOException {
    calls++;
    Path input = Files.createDirectories(folder.resolve("in-" + calls)).resolve("vectors.parquet");
    Files.write(input, bytes);
    return CommandLineRun.of(
        "row-sums", "--input", input.toString(), "--output", output(), "--run-key", "k");
  }

  private static String digestOfLast() {
    return Catalogue.open(output(), new Configuration())
        .run("k")
        .table("row_sums")
        .map(PublishedTable::digest)
        .orElseThrow();
  }

  private static String output() {
    return folder.resolve("out-" + calls).toString();
  }
}
