package io.geodesy.jobs.cli;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.error.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code geodesy} with a subcommand for every suite and analysis of a registry. */
final class CommandTree implements Callable<Integer> {
  private static final int HELP_WIDTH = 100;

  private final Console console;
  private final CommandSpec spec;

  private CommandTree(AnalysisRegistry registry, Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this).name("geodesy");
    spec.usageMessage()
        .description("Measures the shape of embeddings on Apache Spark.")
        .footer("", "Begin with: geodesy survey. Each command has its own --help.");
    spec.addOption(Options.help()).addOption(version());
    registry.suites().forEach(s -> add(new JobCommand(Job.of(s), registry, console).spec()));
    registry
        .analyses()
        .forEach(a -> add(new JobCommand(Job.of(a.descriptor()), registry, console).spec()));
    add(new SqlCommand(console).spec());
    add(new ExportCommand(console).spec());
    add(new RunsCommand(console).spec());
    add(new VerifyCommand(console).spec());
    add(new CleanCommand(console).spec());
    add(new ReferenceCommand(registry, console).spec());
    String version = CommandTree.class.getPackage().getImplementationVersion();
    spec.version("geodesy " + (version == null ? "of the working tree" : version));
  }

  /** Returns the command, ready to execute. */
  static CommandLine of(AnalysisRegistry registry, Console console) {
    ErrorReport errors = new ErrorReport(console);
    return new CommandLine(new CommandTree(registry, console).spec)
        .setExpandAtFiles(false)
        .setUsageHelpWidth(HELP_WIDTH)
        .setUsageHelpLongOptionsMaxWidth(32)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((failure, arguments) -> errors.misuse(failure))
        .setExecutionExceptionHandler((failure, command, arguments) -> errors.failure(failure));
  }

  /** Without a subcommand: shows the help, as misuse. */
  @Override
  public Integer call() {
    spec.commandLine().usage(console.err(), Ansi.OFF);
    return ExitCode.CONFIG.code();
  }

  private static OptionSpec version() {
    return OptionSpec.builder("--version")
        .type(boolean.class)
        .arity("0")
        .versionHelp(true)
        .description("Print the version and exit.")
        .build();
  }

  private void add(CommandSpec command) {
    command.usageMessage().sortOptions(false).abbreviateSynopsis(true);
    spec.addSubcommand(command.name(), command);
  }
}
