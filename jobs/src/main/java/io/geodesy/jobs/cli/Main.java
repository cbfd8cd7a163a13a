package io.geodesy.jobs.cli;

import io.geodesy.analysis.AnalysisRegistry;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The process {@code geodesy}. */
public final class Main {
  /** Says three times a process that no native BLAS is installed; held so that it stays quiet. */
  private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // What is published and printed must not depend on the machine's language.
    Locale.setDefault(Locale.ROOT);
    NETLIB.setLevel(Level.SEVERE);
    System.exit(run(AnalysisRegistry.load(), Console.ofProcess(), arguments));
  }

  /** Runs a command; returns its exit code. */
  static int run(AnalysisRegistry registry, Console console, String... arguments) {
    try {
      return CommandTree.of(registry, console).execute(arguments);
    } catch (OutOfMemoryError e) {
      return new ErrorReport(console).failure(e);
    }
  }
}
