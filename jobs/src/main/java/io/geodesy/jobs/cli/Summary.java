package io.geodesy.jobs.cli;

import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Finding.Weight;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.run.RunRequest;
import io.geodesy.run.RunResult;
import io.geodesy.run.RunResult.SinkState;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run found and left, for a person; then, if asked for, a line for a scheduler.
 *
 * @param out where it is printed
 * @param isJson whether a last line of JSON follows
 */
record Summary(PrintStream out, boolean isJson) {
  private static final int WIDTH = 100;

  /** Prints it. */
  void print(RunRequest request, RunResult result) {
    if (result.alreadyDone()) {
      String rest =
          result.sink() == SinkState.WRITTEN ? "only the sink was written" : "no file changed";
      out.printf("Run %s is already done: nothing was computed and %s.%n", result.runKey(), rest);
    } else {
      findings(result, Weight.SHAPE, "What this table looks like");
      findings(result, Weight.CAUTION, "What to distrust");
      out.printf(
          "%nRun %s: %d rows x %d columns, %s%n",
          result.runKey(),
          result.rows(),
          result.dim(),
          duration(ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0));
      out.print(tables(result.tables()));
    }
    result.warnings().forEach(warning -> out.println("Warning: " + warning));
    out.printf("Report: %s%n", local(result.reportPath()));
    out.printf(
        "Tables: %s (geodesy sql --output %s \"...\")%n", request.output(), request.output());
    request
        .sink()
        .ifPresent(
            sink ->
                out.printf(
                    "Sink:   %s, %s%n", sink, result.sink().name().toLowerCase(Locale.ROOT)));
    if (isJson) {
      out.println(RowFormat.json(fields(result)));
    }
  }

  /** Returns a time in the unit a person would use. */
  static String duration(double seconds) {
    if (seconds < 1) {
      return "less than a second";
    }
    return seconds < 120
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.1f min", seconds / 60);
  }

  /** Returns a path without the scheme where it is of this machine. */
  static String local(String path) {
    return path.startsWith("file:") ? Path.of(URI.create(path).getPath()).toString() : path;
  }

  private void findings(RunResult result, Weight weight, String title) {
    List<Finding> findings = result.findings().stream().filter(f -> f.weight() == weight).toList();
    if (!findings.isEmpty()) {
      out.printf("%n%s%n", title);
      findings.forEach(f -> out.print(wrapped(f.sentence())));
    }
  }

  /** Returns a paragraph with a bullet, broken between words. */
  private static String wrapped(String sentence) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder("  -");
    for (String word : sentence.strip().split("\\s+", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("   ");
      }
      line.append(' ').append(word);
    }
    return text.append(line).append('\n').toString();
  }

  private static String tables(List<PublishedTable> tables) {
    StringBuilder text = new StringBuilder();
    tables.forEach(
        t -> text.append("  %-24s %,12d rows%n".formatted(t.name(), t.rows()).replace(',', ' ')));
    return text.toString();
  }

  private static Map<String, Object> fields(RunResult result) {
    Map<String, Object> rows = new LinkedHashMap<>();
    result.tables().forEach(t -> rows.put(t.name(), t.rows()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_key", result.runKey());
    fields.put("manifest", result.manifestPath());
    fields.put("report", result.reportPath());
    fields.put("already_done", result.alreadyDone());
    if (result.sink() != SinkState.NONE) {
      fields.put("sink", result.sink().name().toLowerCase(Locale.ROOT));
    }
    fields.put("rows", result.rows());
    fields.put("table_rows", rows);
    return fields;
  }
}
