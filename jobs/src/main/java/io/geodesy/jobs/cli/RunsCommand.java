package io.geodesy.jobs.cli;

import io.geodesy.error.ExitCode;
import io.geodesy.error.TransientException;
import io.geodesy.run.Catalogue;
import io.geodesy.run.FailureRecord;
import io.geodesy.run.Manifest;
import io.geodesy.run.Manifest.PublishedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists what is published in an output, newest first; never starts Spark. */
final class RunsCommand implements Callable<Integer> {
  private final Console console;
  private final CommandSpec spec;

  RunsCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this).name("runs");
    spec.usageMessage()
        .description("List the runs published in an output, newest first, and those that are not.");
    spec.addOption(Options.output("Folder or URI with the published runs."));
    spec.addOption(Options.isGiven("--json", "Print one JSON object a run."));
    spec.addOption(
        Options.text(
            "--expect",
            "<key>",
            "Only this run, and end as it ended: 0 if it is published, else with the exit code of"
                + " the attempt that failed, or 75 if none has said anything. For schedulers that"
                + " do not see a driver's exit code."));
    spec.addOption(Options.help());
  }

  /** Returns the command as picocli sees it. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    ParseResult arguments = spec.commandLine().getParseResult();
    String output = Options.outputOf(arguments);
    try (Sessions sessions = new Sessions("runs", OptionalInt.empty())) {
      Catalogue catalogue = Catalogue.open(output, sessions.hadoop());
      List<Manifest> runs =
          Options.value(arguments, "--expect")
              .map(key -> List.of(expected(catalogue, key, output)))
              .orElseGet(catalogue::runs);
      if (arguments.hasMatchedOption("--json")) {
        runs.forEach(run -> console.out().println(RowFormat.json(fields(run, catalogue))));
      } else {
        if (runs.isEmpty()) {
          console.out().printf("No run is published in %s.%n", output);
        } else {
          console.out().print(table(runs));
        }
        if (!arguments.hasMatchedOption("--expect")) {
          catalogue
              .unpublished()
              .forEach(key -> console.out().println(unpublished(key, catalogue)));
        }
      }
    }
    return ExitCode.DONE.code();
  }

  /** Returns a published run, or fails as the run did. */
  private static Manifest expected(Catalogue catalogue, String key, String output) {
    Optional<Manifest> run = catalogue.find(key);
    if (run.isPresent()) {
      return run.get();
    }
    Optional<FailureRecord> failure = catalogue.failure(key);
    if (failure.isPresent()) {
      throw new AttemptFailedException(
          failure.get().exitCode(),
          "Run '%s' in %s failed at %s with exit code %d: %s"
              .formatted(
                  key,
                  output,
                  failure.get().failed(),
                  failure.get().exitCode(),
                  failure.get().message()));
    }
    throw new TransientException(
        catalogue.isBegun(key)
            ? "Run '%s' in %s is not published: its driver is at work still, or was killed%s. Start it again to resume."
                .formatted(key, output, lastWord(key, catalogue))
            : "Run '%s' is not in %s: its driver did not come so far as to begin, or was refused. Look at the log of the driver."
                .formatted(key, output));
  }

  private static String unpublished(String key, Catalogue catalogue) {
    return catalogue
        .failure(key)
        .map(
            failure ->
                "not published: %s failed at %s with exit code %d"
                    .formatted(key, failure.failed(), failure.exitCode()))
        .orElseGet(
            () ->
                "not published: " + key + " is at work, or was killed" + lastWord(key, catalogue));
  }

  private static String lastWord(String key, Catalogue catalogue) {
    return catalogue
        .progress(key)
        .map(progress -> "; at %s it was at %s".formatted(progress.said(), progress.line()))
        .orElse("");
  }

  private static String table(List<Manifest> runs) {
    TextTable table =
        new TextTable(
            List.of("run", "published", "command", "rows", "dim", "seconds", "input", "tables"),
            false,
            false,
            false,
            true,
            true,
            true,
            false,
            false);
    for (Manifest run : runs) {
      table.add(
          List.of(
              run.runKey(),
              run.created(),
              run.command(),
              Long.toString(run.input().rows()),
              Integer.toString(run.input().dim()),
              "%.1f".formatted(run.seconds()),
              run.input().location(),
              names(run)));
    }
    return table.render();
  }

  private static String names(Manifest run) {
    return run.tables().stream().map(PublishedTable::name).collect(Collectors.joining(" "));
  }

  private static Map<String, Object> fields(Manifest run, Catalogue catalogue) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_key", run.runKey());
    fields.put("created", run.created());
    fields.put("command", run.command());
    fields.put("input", run.input().location());
    fields.put("rows", run.input().rows());
    fields.put("dim", run.input().dim());
    fields.put("seconds", run.seconds());
    fields.put("fingerprint", run.fingerprint());
    fields.put("tables", run.tables().stream().map(PublishedTable::name).toList());
    fields.put("manifest", catalogue.manifestPath(run.runKey()));
    fields.put("report", catalogue.reportPath(run));
    return fields;
  }
}
