package io.geodesy.jobs.cli;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.TableShape;
import io.geodesy.run.RunPlan;
import io.geodesy.run.RunRequest;
import io.geodesy.run.Step;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run would do, in words.
 *
 * @param out where it is printed
 * @param isJson whether a last line of JSON follows
 */
record DryRun(PrintStream out, boolean isJson) {
  /** Prints the plan. */
  void print(RunRequest request, RunPlan plan) {
    out.printf("Run key:     %s%n", plan.runKey());
    out.printf("Fingerprint: %s%n", plan.fingerprint());
    out.printf("Input:       %s%s%n", request.source().location(), shape(plan.shape()));
    request
        .secondTables()
        .forEach(
            (name, source) ->
                out.printf(
                    "%-12s %s%s%n",
                    capitalised(name) + ":",
                    source.location(),
                    shape(plan.shape().map(s -> s.second().get(name)))));
    out.printf("Output:      %s%n", request.output());
    request
        .sink()
        .ifPresent(sink -> out.printf("Sink:        %s (the real call asks for it)%n", sink));
    out.printf(
        "Seed:        %d; bad rows: %s; threads: %d%n",
        request.seed(), request.badRows().name().toLowerCase(Locale.ROOT), request.threads());
    request.inputSettings().forEach((key, value) -> out.printf("%-12s %s%n", key + ":", value));
    if (plan.alreadyDone()) {
      out.printf(
          "This run is published already: the same call without --dry-run does nothing%s.%n",
          request.sink().isPresent() ? ", unless the sink lacks it" : "");
    }
    for (int i = 0; i < plan.steps().size(); i++) {
      Step<?> step = plan.steps().get(i);
      out.printf("%n%d. %s: %s%n", i + 1, step.name(), action(step));
      step.effective().forEach((key, value) -> out.printf("     %-24s %s%n", key, value));
      print(plan.estimates().get(i));
    }
    out.println();
    plan.shape().ifPresent(s -> printTotal(plan, s));
    out.println("Nothing was written.");
    if (isJson) {
      out.println(RowFormat.json(fields(plan)));
    }
  }

  private static String capitalised(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static String shape(Optional<TableShape> shape) {
    return shape.map(s -> ", %d rows x %d columns".formatted(s.rows(), s.dim())).orElse("");
  }

  private static String action(Step<?> step) {
    return switch (step.status()) {
      case COMPUTE -> "computed";
      case COMMITTED -> "taken from an earlier attempt of this run";
      case REUSE -> "taken from run " + step.reusedFrom();
      case NOT_NEEDED -> "not needed, since what would read it is taken from another run";
    };
  }

  private void print(Estimate estimate) {
    estimate.plan().forEach(sentence -> out.println("   " + sentence));
    if (estimate.memoryBytes() > 0 || estimate.seconds() > 0) {
      out.printf("   About %s.%n", cost(estimate.memoryBytes(), estimate.seconds()));
    }
  }

  private void printTotal(RunPlan plan, TableShape shape) {
    List<Estimate> estimates = new ArrayList<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      if (plan.steps().get(i).status() == Step.Status.COMPUTE && !plan.alreadyDone()) {
        estimates.add(plan.estimates().get(i));
      }
    }
    long memory = estimates.stream().mapToLong(Estimate::memoryBytes).max().orElse(0);
    double seconds = estimates.stream().mapToDouble(Estimate::seconds).sum();
    out.printf(
        "In all about %s on %d cores, start-up and publishing not counted; this process may use %s.%n",
        cost(memory, seconds), shape.cores(), bytes(Runtime.getRuntime().maxMemory()));
    if (memory > Runtime.getRuntime().maxMemory()) {
      out.println(
          "That is more memory than this process may use: give it more (GEODESY_HEAP=... or"
              + " spark-submit --driver-memory ...).");
    }
  }

  private static String cost(long memoryBytes, double seconds) {
    return "%s of memory and %s".formatted(bytes(memoryBytes), Summary.duration(seconds));
  }

  private static String bytes(long count) {
    return count < 10L << 30
        ? "%d MiB".formatted((count + (1 << 20) - 1) >> 20)
        : "%.1f GiB".formatted(count / (double) (1L << 30));
  }

  private static Map<String, Object> fields(RunPlan plan) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      Step<?> step = plan.steps().get(i);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("analysis", step.name());
      fields.put("status", step.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      fields.put("parameters", step.effective());
      Estimate estimate = plan.estimates().get(i);
      fields.put("plan", estimate.plan());
      fields.put("memory_bytes", estimate.memoryBytes());
      fields.put("seconds", estimate.seconds());
      steps.add(fields);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_key", plan.runKey());
    fields.put("fingerprint", plan.fingerprint());
    fields.put("already_done", plan.alreadyDone());
    fields.put("steps", steps);
    return fields;
  }
}
