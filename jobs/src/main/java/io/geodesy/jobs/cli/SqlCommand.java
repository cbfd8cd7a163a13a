package io.geodesy.jobs.cli;

import io.geodesy.error.ConfigException;
import io.geodesy.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Runs statements of Spark SQL over the published tables of a run, or prints the views that let any
 * Spark do so.
 */
final class SqlCommand implements Callable<Integer> {
  private final Console console;
  private final CommandSpec spec;

  SqlCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this).name("sql");
    spec.usageMessage().description("Query the published tables of a run by name with Spark SQL.");
    spec.usageMessage()
        .footer(
            "",
            "For instance: geodesy sql \"select cluster, size from cluster_statistics"
                + " order by size desc limit 5\"");
    spec.addOption(Options.output("Folder or URI with the published runs."));
    spec.addOption(Options.text("--run-key", "<key>", "Whose tables. Default: the newest run's."));
    spec.addOption(
        Options.text(
            "--file", "<file>", "Read statements from a file, each ended by a semicolon."));
    spec.addOption(
        Options.isGiven(
            "--views",
            "Print statements that make the tables views of any Spark, as spark-sql -i takes them;"
                + " nothing is run."));
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
    boolean isViews = arguments.hasMatchedOption("--views");
    List<String> statements = isViews ? List.of() : statements(arguments);
    try (Sessions sessions = new Sessions("sql", OptionalInt.empty())) {
      PublishedViews views =
          PublishedViews.open(
              Options.outputOf(arguments),
              Options.value(arguments, "--run-key"),
              sessions.hadoop());
      if (isViews) {
        console.out().print(views.statements());
      } else {
        views.query(sessions.get(), statements, format, console.out());
      }
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

  private static List<String> statements(ParseResult arguments) {
    Optional<String> typed =
        Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null));
    Optional<String> file = Options.value(arguments, "--file");
    if (typed.isPresent() == file.isPresent()) {
      throw new ConfigException(
          "Give a statement in quotes, or a file of them by --file, for instance"
              + " geodesy sql \"select * from statistics\".");
    }
    List<String> statements =
        SqlScript.statements(typed.orElseGet(() -> read(Path.of(file.orElseThrow()))));
    if (statements.isEmpty()) {
      throw new ConfigException(
          file.map(f -> "--file %s has no statement.".formatted(f))
              .orElse("There is no statement."));
    }
    return statements;
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
