package io.geodesy.jobs.cli;

import io.geodesy.error.ConfigException;
import io.geodesy.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Runs one statement of Spark SQL over the published tables of a run. */
final class SqlCommand implements Callable<Integer> {
  private final Console console;
  private final CommandSpec spec;

  SqlCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this).name("sql");
    spec.usageMessage()
        .description(
            "Query the published tables of a run by name with one statement of Spark SQL.");
    spec.usageMessage()
        .footer(
            "",
            "For instance: geodesy sql \"select cluster, size from cluster_statistics"
                + " order by size desc limit 5\"");
    spec.addOption(Options.output("Folder or URI with the published runs."));
    spec.addOption(Options.text("--run-key", "<key>", "Whose tables. Default: the newest run's."));
    spec.addOption(Options.text("--file", "<file>", "Read the statement from a file."));
    spec.addOption(
        Options.text("--format", "<format>", "One of table, csv and json. Default: table."));
    spec.addOption(Options.help());
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(String.class)
            .arity("0..1")
            .index("0")
            .paramLabel("<statement>")
            .description("The statement.")
            .build());
  }

  /** Returns the command as picocli sees it. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    ParseResult arguments = spec.commandLine().getParseResult();
    RowFormat format = format(Options.value(arguments, "--format").orElse("table"));
    String statement = statement(arguments);
    try (Sessions sessions = new Sessions("sql", OptionalInt.empty())) {
      PublishedViews views =
          PublishedViews.open(
              Options.outputOf(arguments),
              Options.value(arguments, "--run-key"),
              sessions.hadoop());
      views.query(sessions.get(), statement, format, console.out());
    }
    return ExitCode.DONE.code();
  }

  private static RowFormat format(String name) {
    return Arrays.stream(RowFormat.values())
        .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "--format is %s but must be one of %s."
                        .formatted(
                            name,
                            Arrays.stream(RowFormat.values())
                                .map(f -> f.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
  }

  private static String statement(ParseResult arguments) {
    Optional<String> typed =
        Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null));
    Optional<String> file = Options.value(arguments, "--file");
    if (typed.isPresent() == file.isPresent()) {
      throw new ConfigException(
          "Give one statement, either in quotes or by --file, for instance"
              + " geodesy sql \"select * from statistics\".");
    }
    String text = typed.orElseGet(() -> read(Path.of(file.orElseThrow())));
    return text.strip().replaceFirst(";$", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigException(
          "--file %s cannot be read: %s.".formatted(file, e.getClass().getSimpleName()), e);
    }
  }
}
