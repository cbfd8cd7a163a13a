package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  private final HandClock clock = new HandClock();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void printsAPlainLineAtMostEveryTenSeconds() {
    ProgressMeter meter = meter(new PlainLines(out));
    meter.begin(1, 2, "knn-graph");
    meter.phase("carve balls");
    for (int second = 1; second <= 30; second++) {
      clock.forward(1);
      meter.advance(second, 40);
    }
    meter.finish();

    assertThat(lines())
        .containsExactly(
            "[1/2] knn-graph: carve balls 25 %, 0:10, about 0:30 left",
            "[1/2] knn-graph: carve balls 50 %, 0:20, about 0:20 left",
            "[1/2] knn-graph: carve balls 75 %, 0:30, about 0:10 left",
            "[1/2] knn-graph done, 0:30");
  }

  @Test
  void showsTheTasksOfSparkWhereAnAnalysisSaysNothing() {
    ProgressMeter meter = meter(new PlainLines(out));
    meter.begin(2, 2, "clusters");
    meter.jobStarted(4);
    clock.forward(12);
    meter.taskEnded(1500);
    meter.jobEnded();
    meter.finish();

    assertThat(lines())
        .containsExactly(
            "[2/2] clusters 25 %, task 1 of 4, 1,500 rows written, 0:12, about 0:36 left",
            "[2/2] clusters done, 1,500 rows written, 0:12");
  }

  @Test
  void rewritesOneLineOnATerminal() {
    LiveLine view = new LiveLine(out, 40);
    ProgressMeter meter = meter(view);
    meter.begin(1, 1, "a-rather-long-name-of-an-analysis-indeed");
    clock.forward(1);
    meter.finish();
    meter.begin(1, 1, "b");
    view.close();

    assertThat(text())
        .isEqualTo(
            "\r[1/1] a-rather-long-name-of-an-analysis"
                + "\r[1/1] a-rather-long-name-of-an-analysis"
                + System.lineSeparator()
                + "\r[1/1] b, 0:01"
                + "\r             \r");
  }

  @Test
  void erasesTheLineAtTheEnd() {
    LiveLine view = new LiveLine(out, 40);
    meter(view).begin(1, 1, "b");
    view.close();

    assertThat(text()).isEqualTo("\r[1/1] b, 0:00\r             \r");
  }

  @Test
  void keepsTheSecondsOfEveryPhase() {
    ProgressMeter meter = meter(ProgressView.SILENT);
    meter.begin(1, 1, "knn-graph");
    meter.phase("carve");
    clock.forward(2);
    assertThat(meter.takePhases()).isEqualTo(Map.of("carve", 2.0));
    clock.forward(1);
    meter.phase("join");
    clock.forward(4);
    meter.end();
    clock.forward(8);

    assertThat(meter.takePhases()).isEqualTo(Map.of("carve", 1.0, "join", 4.0));
  }

  @Test
  void saysInTheFolderOfTheRunHowFarItIs(@TempDir Path folder) {
    RunFiles files = RunFiles.open(folder.toString(), new Configuration());
    Catalogue catalogue = new Catalogue(files);
    ProgressFile file = new ProgressFile(files, "night", clock);
    file.write();
    assertThat(catalogue.progress("night")).isEmpty();

    ProgressMeter meter = meter(ProgressView.SILENT);
    file.follow(meter);
    meter.begin(2, 5, "knn-graph");
    meter.phase("leaves");
    meter.advance(1, 4);
    clock.forward(3);
    file.write();

    ProgressRecord record = catalogue.progress("night").orElseThrow();
    assertThat(record)
        .isEqualTo(
            new ProgressRecord(
                clock.instant().toString(),
                2,
                5,
                "knn-graph",
                "leaves",
                0.25,
                0,
                3.0,
                "[2/5] knn-graph: leaves 25 %, 0:03, about 0:09 left"));
    assertThat(catalogue.unpublished()).containsExactly("night");

    file.remove();
    assertThat(catalogue.progress("night")).isEmpty();
  }

  @Test
  void addsUpTheTasksOfEveryStep() {
    ProgressMeter meter = meter(ProgressView.SILENT);
    meter.add("knn-graph", new TaskTotals(1, 0, 0.25, 0.125, 10, 20, 0, 400));
    meter.add("knn-graph", new TaskTotals(1, 1, 0.5, 0, 5, 0, 7, 300));
    meter.add("spectrum", new TaskTotals(1, 0, 0.0004, 0, 0, 0, 0, 0));

    assertThat(meter.totals())
        .isEqualTo(
            Map.of(
                "knn-graph", new TaskTotals(2, 1, 0.75, 0.125, 15, 20, 7, 400),
                "spectrum", new TaskTotals(1, 0, 0, 0, 0, 0, 0, 0)));
  }

  private ProgressMeter meter(ProgressView view) {
    return new ProgressMeter(view, new Stopwatch(clock));
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return text().lines().toList();
  }

  /** A clock that is moved by hand. */
  private static final class HandClock extends Clock {
    private Instant now = Instant.EPOCH;

    void forward(int seconds) {
      now = now.plus(Duration.ofSeconds(seconds));
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
