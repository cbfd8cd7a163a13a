package io.geodesy.jobs.cli;

import io.geodesy.analysis.Analysis;
import io.geodesy.error.ExitCode;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.run.RunResult;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The conditions on which a caller may want the process to fail although everything was published:
 * {@code --fail-on}.
 *
 * @param names that the analyses of a command may raise, ascending
 */
record Alarms(List<String> names) {
  private static final String FLAG = "--fail-on";

  static Alarms of(Collection<? extends Analysis<?>> analyses) {
    TreeSet<String> names = new TreeSet<>();
    analyses.forEach(analysis -> names.addAll(analysis.alarms()));
    return new Alarms(List.copyOf(names));
  }

  /** Returns the option, where there is an alarm to name. */
  Optional<OptionSpec> option() {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Options.text(
                FLAG,
                "<a,b,...>",
                "End with exit code %d if this was found, after everything is published: %s."
                    .formatted(ExitCode.ALARM.code(), String.join(", ", names))));
  }

  /** Returns what the caller named. */
  List<String> asked(ParseResult arguments) {
    return names.isEmpty()
        ? List.of()
        : Options.names(arguments, FLAG, names, "which nothing here can find");
  }

  /**
   * Returns the exit code, and says why if it is not 0. The run may be one that was done before.
   */
  static ExitCode exitCode(List<String> failOn, RunResult result, Console console) {
    for (PublishedTable table : result.tables()) {
      String raised = table.attributeValues().text(Analysis.ALARM).orElse("");
      if (failOn.contains(raised)) {
        console
            .err()
            .printf(
                "Exit code %d: %s was found, and %s %s was given. Everything is published.%n",
                ExitCode.ALARM.code(), raised, FLAG, raised);
        return ExitCode.ALARM;
      }
    }
    return ExitCode.DONE;
  }
}
