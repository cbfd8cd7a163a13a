package io.geodesy.jobs.cli;

import io.geodesy.error.ConfigException;
import io.geodesy.error.ExitCode;
import io.geodesy.run.Cleaning;
import io.geodesy.run.Cleaning.Leftover;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes what unfinished runs left behind; never a published run, never starts Spark. */
final class CleanCommand implements Callable<Integer> {
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");

  private final Console console;
  private final CommandSpec spec;

  CleanCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this).name("clean");
    spec.usageMessage()
        .description(
            "Remove what runs left behind that were never published: their stages and"
                + " half-published tables. Published runs and runs at work stay.");
    spec.addOption(Options.output("Folder or URI with the published runs."));
    spec.addOption(
        Options.text(
            "--older-than",
            "<age>",
            "Only where nothing was changed for so long: 30m, 12h, 7d. Default: 7d."));
    spec.addOption(Options.isGiven("--dry-run", "Print what would go; remove nothing."));
    spec.addOption(Options.help());
  }

  /** Returns the command as picocli sees it. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    ParseResult arguments = spec.commandLine().getParseResult();
    Duration age = age(Options.value(arguments, "--older-than").orElse("7d"));
    String output = Options.outputOf(arguments);
    boolean isDry = arguments.hasMatchedOption("--dry-run");
    try (Sessions sessions = new Sessions("clean", OptionalInt.empty())) {
      Cleaning cleaning = Cleaning.of(output, sessions.hadoop(), Clock.systemUTC());
      List<Leftover> found = cleaning.find(age);
      if (found.isEmpty()) {
        console.out().printf("Nothing to remove in %s.%n", output);
      }
      found.forEach(left -> handle(cleaning, left, isDry));
      if (isDry && !found.isEmpty()) {
        console.out().println("Nothing was removed.");
      }
    }
    return ExitCode.DONE.code();
  }

  private void handle(Cleaning cleaning, Leftover left, boolean isDry) {
    boolean isRemoved = !isDry && cleaning.remove(left);
    String verb = isDry ? "would remove" : isRemoved ? "removed" : "left, a driver began just now:";
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s %s '%s', last changed %s, %,d bytes: %s%n",
            verb,
            left.what(),
            left.runKey(),
            left.lastChange(),
            left.bytes(),
            String.join(", ", left.paths()));
  }

  private static Duration age(String text) {
    Matcher age = AGE.matcher(text);
    if (!age.matches()) {
      throw new ConfigException(
          "--older-than is '%s' but must be a number with s, m, h or d, for instance 7d."
              .formatted(text));
    }
    long count = Long.parseLong(age.group(1));
    return switch (age.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
