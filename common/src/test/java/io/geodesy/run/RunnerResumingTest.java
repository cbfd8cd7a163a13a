package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.error.TransientException;
import io.geodesy.run.Step.Status;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** An attempt that broke off, at whichever place: the next one goes on from there. */
class RunnerResumingTest extends RunnerFixture {
  @Test
  void resumesAfterAFailureBetweenStages() {
    fakes.means.failure = new IllegalStateException("broken");
    assertThatThrownBy(() -> runner().run(request("means").key("a").build())).hasMessage("broken");
    assertThat(out.resolve("sums")).doesNotExist();
    assertThat(catalogue().runs()).isEmpty();

    fakes.means.failure = null;
    RunPlan plan = runner().plan(request("means").key("a").build());
    assertThat(plan.steps())
        .extracting(Step::status)
        .containsExactly(Status.COMMITTED, Status.COMPUTE);
    runner().run(request("means").key("a").build());

    assertThat(fakes.sums.runs).isEqualTo(1);
    assertThat(fakes.means.runs).isEqualTo(2);
    assertThat(read("means/run=a").head().getDouble(0)).isEqualTo(7);
  }

  @Test
  void resumesInsidePublishing() {
    for (String place : List.of("/means/run=a", "/reports/a.html", "/_manifest.json")) {
      Configuration breaking =
          BreakingFileSystem.breakingAt(path -> path.toString().endsWith(place));
      assertThatThrownBy(
              () -> runner(SharedSession::get, breaking).run(request("means").key("a").build()))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("the plug was pulled");
      assertThat(catalogue().runs()).isEmpty();
    }
    assertThat(out.resolve("sums/run=a")).isDirectory();

    runner().run(request("means").key("a").build());

    assertThat(fakes.sums.runs).isEqualTo(1);
    assertThat(fakes.means.runs).isEqualTo(1);
    assertThat(read("means/run=a").head().getDouble(0)).isEqualTo(7);
    assertThat(read("statistics/run=a").count()).isEqualTo(5);
    assertThat(out.resolve("_runs/a/stage=sums.output-sums")).doesNotExist();
  }

  @Test
  void discardsWhatAnotherRequestLeftUnfinishedUnderTheKey() {
    Configuration breaking =
        BreakingFileSystem.breakingAt(path -> path.getName().equals("_manifest.json"));
    assertThatThrownBy(
        () -> runner(SharedSession::get, breaking).run(request("sums").key("a").build()));

    runner().run(request("sums").key("a").scale(10).build());

    assertThat(read("sums/run=a").orderBy("id").head().getDouble(1)).isEqualTo(30);
  }

  @Test
  void refusesStagesThatWereChangedSinceTheirCommit() throws IOException {
    fakes.means.failure = new IllegalStateException("broken");
    assertThatThrownBy(() -> runner().run(request("means").key("a").build())).hasMessage("broken");
    Path stage = out.resolve("_runs/a/stage=sums.output-sums/attempt=1");
    try (Stream<Path> files = Files.list(stage)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> runner().run(request("means").key("a").build()))
        .withMessageContaining("Stage sums.output-sums of the unfinished run a has 0 rows")
        .withMessageContaining("was committed with 3 rows");
  }

  @Test
  void asksForASecondAttemptWhereWhatItWroteCannotBeRead() throws IOException {
    runner().run(request("sums").key("a").build());
    try (Stream<Path> files = Files.list(out.resolve("sums/run=a"))) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".crc")) {
          Files.delete(file);
        } else if (file.toString().endsWith(".parquet")) {
          Files.writeString(file, "PAR1 no more");
        }
      }
    }

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> runner().run(request("means").key("b").build()))
        .withMessageContaining("which this run or an earlier one wrote, cannot be read back");
  }
}
