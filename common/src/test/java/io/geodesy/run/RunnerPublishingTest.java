package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.ConflictException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What a run publishes, what its manifest says of it, and that a published run stays as it is. */
class RunnerPublishingTest extends RunnerFixture {
  @Test
  void publishesTablesReportAndManifestAndNothingElse() throws IOException {
    RunResult result = runner().run(request("means").key("a").build());

    assertThat(result.alreadyDone()).isFalse();
    assertThat(read("means/run=a").head().getDouble(0)).isEqualTo((3 + 7 + 11) / 3.0);
    assertThat(Path.of(URI.create(result.reportPath()))).isNotEmptyFile();
    try (Stream<Path> kept = Files.list(out.resolve("_runs/a"))) {
      assertThat(kept.map(Path::getFileName).map(Path::toString)).containsExactly("_manifest.json");
    }
    try (Stream<Path> kept = Files.list(out)) {
      assertThat(kept.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("_runs", "means", "sums", "statistics", "reports");
    }
  }

  @Test
  void writesAManifestThatSaysWhatWasDone() {
    runner().run(request("sums").key("a").build());
    Manifest manifest = catalogue().run("a");

    assertThat(manifest.created()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(manifest.parameters())
        .isEqualTo(Map.of("sums", new TreeMap<>(Map.of("scale", "1"))));
    assertThat(manifest.input().rows()).isEqualTo(3);
    assertThat(manifest.input().dim()).isEqualTo(2);
    assertThat(manifest.table("sums").orElseThrow().attributes()).isEqualTo(Map.of("scale", 1.0));
    assertThat(manifest.table("sums").orElseThrow().rows()).isEqualTo(3);
    assertThat(manifest.phases().get("sums")).containsKey("add up");
    assertThat(manifest.versions().get("geodesy")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(manifest.findings())
        .extracting(f -> f.sentence())
        .containsExactly("There are 3 sums.");
    assertThat(manifest.warnings()).isEmpty();
    TaskTotals reading = manifest.tasks().get("read vectors");
    assertThat(reading.tasks()).isPositive();
    assertThat(reading.failed()).isZero();
    assertThat(reading.cpuSeconds()).isPositive();
  }

  @Test
  void doesNothingTheSecondTime() throws IOException {
    runner().run(request("means").key("a").build());
    Map<Path, Long> before = listing();

    RunResult again = runner(NO_SPARK, new Configuration()).run(request("means").key("a").build());

    assertThat(again.alreadyDone()).isTrue();
    assertThat(again.rows()).isEqualTo(3);
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void derivesTheKeyFromTheFingerprint() {
    RunResult result = runner().run(request("sums").build());

    assertThat(result.runKey()).matches("sums-[0-9a-f]{10}");
    assertThat(runner(NO_SPARK, new Configuration()).run(request("sums").build()).alreadyDone())
        .isTrue();
    assertThat(runner().plan(request("sums").scale(2).build()).runKey())
        .isNotEqualTo(result.runKey());
  }

  @Test
  void namesExactlyWhatDiffersFromThePublishedRun() {
    runner().run(request("sums").key("a").build());

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> runner().run(request("sums").key("a").scale(2).seed(7).build()))
        .withMessage(
            "Run 'a' is already published in file:%s and differs: seed was 42 and is now 7; sums.scale was 1 and is now 2. A published run is never overwritten: choose another run key, or ask for what it was made with.",
            out);
  }

  @Test
  void refusesANewVersionUnderAnOldKey() {
    runner().run(request("sums").key("a").build());
    fakes.sums.version = 2;

    assertThatThrownBy(() -> runner().run(request("sums").key("a").build()))
        .hasMessageContaining("differs: sums version was 1 and is now 2.");
  }

  @Test
  void unitesTheStatisticsOfAllAnalyses() {
    runner().run(request("means").key("a").build());

    assertThat(
            read("statistics/run=a").select("analysis", "metric").collectAsList().stream()
                .map(row -> row.getString(0) + "." + row.getString(1)))
        .containsExactly(
            "vectors.rows",
            "vectors.dimension",
            "vectors.rows-dropped",
            "sums.scale",
            "means.offset");
  }

  @Test
  void publishesThoughAPictureFails() {
    fakes.means.panelFailure = new IllegalStateException("no ink");
    RunResult result = runner().run(request("means").key("a").build());

    assertThat(result.warnings())
        .containsExactly(
            "The report lacks the part of means, which failed: java.lang.IllegalStateException: no ink. Its tables are complete.");
  }

  private Map<Path, Long> listing() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files.collect(Collectors.toMap(p -> p, p -> p.toFile().lastModified()));
    }
  }
}
