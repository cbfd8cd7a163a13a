package io.geodesy.jobs.cli;

import io.geodesy.config.NearestKey;
import io.geodesy.config.Secrets;
import io.geodesy.error.ExitCode;
import io.geodesy.error.GeodesyException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong: a sentence for what a user can mend, a stack trace for what is a bug. */
final class ErrorReport {
  private final Console console;

  ErrorReport(Console console) {
    this.console = console;
  }

  /** Reports a command line that cannot be read; returns the exit code. */
  int misuse(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    console.err().println("error: " + sentence(failure));
    console.err().printf("See: %s --help%n", command.getCommandSpec().qualifiedName());
    return ExitCode.CONFIG.code();
  }

  /** Reports what a command threw; returns the exit code. */
  int failure(Throwable thrown) {
    Secrets secrets = Secrets.ofProcess(Sessions.hadoop(new SparkConf()));
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeodesyException known) {
        console.err().println("error: " + secrets.masked(known.getMessage()));
        return known.exitCode().code();
      }
      if (cause instanceof AttemptFailedException told) {
        console.err().println("error: " + secrets.masked(told.getMessage()));
        return told.exitCode();
      }
      if (cause instanceof OutOfMemoryError) {
        console
            .err()
            .printf(
                "error: out of memory (%s) with a heap of %d MiB. Give the process more, for"
                    + " instance GEODESY_HEAP=12g ./scripts/geodesy ..., or spark-submit"
                    + " --driver-memory 12g; --dry-run estimates what a run takes.%n",
                cause.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
        return ExitCode.BUG.code();
      }
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    console.err().print(secrets.masked("error: %s%n%s".formatted(thrown, trace)));
    console.err().println("This is a bug in Geodesy: please report it with the lines above.");
    return ExitCode.BUG.code();
  }

  private static String sentence(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      return word.startsWith("-")
          ? unknownOption(word, failure.getCommandLine())
          : unknownWord(word, failure.getCommandLine());
    }
    String message = failure.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }

  private static String unknownOption(String word, CommandLine command) {
    String name = word.replaceFirst("=.*", "");
    List<String> options = new ArrayList<>();
    command.getCommandSpec().options().stream()
        .filter(o -> !o.hidden())
        .forEach(o -> options.addAll(List.of(o.names())));
    String hint =
        NearestKey.find(name, options)
            .map("Did you mean %s?"::formatted)
            .orElseGet(() -> elsewhere(name, command));
    return "%s has no option %s. %s"
        .formatted(command.getCommandSpec().qualifiedName(), name, hint);
  }

  /** Names the commands that do have an option. */
  private static String elsewhere(String option, CommandLine command) {
    CommandLine root = command.getParent() == null ? command : command.getParent();
    String having =
        root.getSubcommands().entrySet().stream()
            .filter(c -> c.getValue().getCommandSpec().findOption(option) != null)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return having.isEmpty()
        ? "The help lists its options."
        : "It is an option of %s.".formatted(having);
  }

  private static String unknownWord(String word, CommandLine command) {
    TreeSet<String> commands = new TreeSet<>(command.getSubcommands().keySet());
    return commands.isEmpty()
        ? "%s does not know what to do with '%s'; options begin with --."
            .formatted(command.getCommandSpec().qualifiedName(), word)
        : "There is no command '%s'. %s".formatted(word, NearestKey.remedy(word, commands));
  }
}
