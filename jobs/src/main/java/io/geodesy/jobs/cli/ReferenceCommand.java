package io.geodesy.jobs.cli;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.config.ReferenceDocs;
import io.geodesy.error.ExitCode;
import io.geodesy.jobs.ml.PythonModule;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the reference documentation; never starts Spark. */
final class ReferenceCommand implements Callable<Integer> {
  private final AnalysisRegistry registry;
  private final Console console;
  private CommandSpec spec;

  ReferenceCommand(AnalysisRegistry registry, Console console) {
    this.registry = registry;
    this.console = console;
  }

  /** Returns the command as picocli sees it. */
  CommandSpec spec() {
    spec = CommandSpec.wrapWithoutInspection(this).name("reference");
    spec.usageMessage()
        .description("Print the reference of all commands, parameters and tables in Markdown.");
    spec.addOption(
        Options.isGiven("--python", "Print the Params of the Python stages as a module instead."));
    return spec.addOption(Options.help());
  }

  @Override
  public Integer call() {
    boolean isPython = spec.commandLine().getParseResult().hasMatchedOption("--python");
    console.out().print(isPython ? PythonModule.source() : ReferenceDocs.markdown(registry));
    return ExitCode.DONE.code();
  }
}
