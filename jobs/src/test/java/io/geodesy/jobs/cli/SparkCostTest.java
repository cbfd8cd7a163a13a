package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.jobs.testing.StageWatch;
import io.geodesy.kernel.SeededStream;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every analysis asks of Spark on one small table, against {@code docs/spark-cost.md}. With
 * {@code -Dcost.write=true} the page is written instead.
 */
class SparkCostTest {
  private static final Path PAGE = Path.of("..", "docs", "spark-cost.md");
  private static final int SAMPLES = 100;
  private static final int LAYERS = 4;
  private static final int DIM = 8;

  /** Compressed bytes differ with what happens to stand side by side. */
  private static final double BYTES_SLACK = 1.1;

  @TempDir static Path folder;

  @Test
  @Tag("slow")
  @Promise(
      "No analysis runs more Spark jobs or stages, or moves more bytes between them, than docs/spark-cost.md states")
  void noAnalysisCostsMoreThanStated() throws IOException {
    Map<String, Cost> stated = Cost.ofPage(Files.readAllLines(PAGE));
    Map<String, Cost> measured = measured(stated.keySet().stream().toList());
    if (Boolean.getBoolean("cost.write")) {
      write(measured);
      return;
    }
    assertThat(measured).hasSameSizeAs(stated);
    measured.forEach(
        (call, cost) -> {
          Cost limit = stated.get(call);
          assertThat(cost.jobs()).as("jobs of %s", call).isLessThanOrEqualTo(limit.jobs());
          assertThat(cost.stages()).as("stages of %s", call).isLessThanOrEqualTo(limit.stages());
          assertThat((double) cost.bytes())
              .as("bytes of %s", call)
              .isLessThanOrEqualTo(BYTES_SLACK * limit.bytes());
        });
  }

  @Test
  void statesTheCostOfEveryAnalysis() throws IOException {
    assertThat(Cost.ofPage(Files.readAllLines(PAGE)).keySet())
        .extracting(call -> call.split(" ", 2)[0])
        .containsAll(
            AnalysisRegistry.load().analyses().stream()
                .map(Analysis::descriptor)
                .map(descriptor -> descriptor.name())
                .toList());
  }

  private static Map<String, Cost> measured(List<String> calls) {
    String table = table("table", 1);
    String other = table("other", 2);
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (String call : calls) {
      List<String> arguments = new ArrayList<>(List.of(call.replace("OTHER", other).split(" ")));
      arguments.addAll(List.of("--input", table, "--output", folder.resolve("out").toString()));
      StageWatch watch = StageWatch.begin(SharedSession.get().sparkContext());
      CommandLineRun run =
          CommandLineRun.of(AnalysisRegistry.load(), arguments.toArray(String[]::new));
      watch.end();
      assertThat(run.exitCode()).as(run.err()).isZero();
      costs.put(call, new Cost(watch.jobs(), watch.stages().size(), watch.shuffleBytes()));
    }
    return costs;
  }

  /** Samples at several layers, with every column that some analysis reads. */
  private static String table(String name, long seed) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < SAMPLES * LAYERS; i++) {
      int sample = i % SAMPLES;
      List<String> vector = new ArrayList<>();
      for (int t = 0; t < DIM; t++) {
        vector.add(Float.toString((float) (SeededStream.normal(seed, i * DIM + t) + sample % 4)));
      }
      lines.add(
          "{\"id\": %d, \"vector\": %s, \"sample\": \"s%d\", \"layer\": \"%d\", \"correct\": %b, \"label\": \"l%d\"}"
              .formatted(i, vector, sample, i / SAMPLES, sample % 3 > 0, sample % 4));
    }
    try {
      return Files.write(folder.resolve(name + ".jsonl"), lines).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void write(Map<String, Cost> costs) throws IOException {
    try (Stream<String> page = Files.lines(PAGE)) {
      List<String> lines =
          new ArrayList<>(page.takeWhile(line -> !line.startsWith("| `")).toList());
      costs.forEach((call, cost) -> lines.add(cost.row(call)));
      Files.write(PAGE, lines);
    }
  }

  /**
   * What a call asks of Spark.
   *
   * @param jobs started
   * @param stages that ran
   * @param bytes written for shuffles, compressed
   */
  private record Cost(int jobs, int stages, long bytes) {
    static Map<String, Cost> ofPage(List<String> lines) {
      Map<String, Cost> costs = new LinkedHashMap<>();
      for (String line : lines) {
        if (line.startsWith("| `")) {
          String[] cells = line.split("\\|", -1);
          costs.put(
              cells[1].strip().replace("`", ""),
              new Cost(
                  Integer.parseInt(cells[2].strip()),
                  Integer.parseInt(cells[3].strip()),
                  Long.parseLong(cells[4].strip().replace(" ", ""))));
        }
      }
      return costs;
    }

    String row(String call) {
      return "| `%s` | %d | %d | %d |".formatted(call, jobs, stages, bytes);
    }
  }
}
