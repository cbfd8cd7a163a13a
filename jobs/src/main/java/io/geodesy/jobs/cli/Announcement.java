package io.geodesy.jobs.cli;

import io.geodesy.analysis.Descriptor;
import io.geodesy.run.RunRequest;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** What a run is about to do, with its effective parameters: a line an analysis. */
record Announcement(PrintStream err) {
  /** Prints it. */
  void print(RunRequest request, List<? extends Descriptor<?>> plan) {
    err.printf("%s of %s%n", request.command(), request.source().location());
    request
        .secondTables()
        .forEach((name, source) -> err.printf("  %-20s %s%n", "table " + name, source.location()));
    for (Descriptor<?> analysis : plan) {
      err.printf("  %-20s %s%n", analysis.name(), parameters(request, analysis));
    }
  }

  /** Returns every parameter of an analysis as it would be typed. */
  static String parameters(RunRequest request, Descriptor<?> analysis) {
    return request.parameters().effective(analysis).entrySet().stream()
        .map(e -> e.getKey() + "=" + (e.getValue().isEmpty() ? "(empty)" : e.getValue()))
        .collect(Collectors.joining(" "));
  }
}
