package io.geodesy.jobs.cli;

import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.error.ExitCode;
import io.geodesy.run.Verification;
import io.geodesy.run.Verification.Check;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Compares a published run with its manifest. */
final class VerifyCommand implements Callable<Integer> {
  private final Console console;
  private final CommandSpec spec;

  VerifyCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this).name("verify");
    spec.usageMessage()
        .description(
            "Read every table of a published run again and compare rows and digests with its"
                + " manifest.");
    spec.usageMessage()
        .footer("", "Exit code: 0 if all is as published, 65 if not, 2 if there is no such run.");
    spec.addOption(Options.output("Folder or URI with the published runs."));
    spec.addOption(Options.help());
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(String.class)
            .arity("0..1")
            .index("0")
            .paramLabel("<key>")
            .description("The run.")
            .build());
  }

  /** Returns the command as picocli sees it. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    ParseResult arguments = spec.commandLine().getParseResult();
    String key = arguments.matchedPositionalValue(0, (String) null);
    if (key == null) {
      throw new ConfigException(
          "Name the run to verify, for instance geodesy verify 2026-11-23 --output out; geodesy"
              + " runs lists them.");
    }
    String output = Options.outputOf(arguments);
    try (Sessions sessions = new Sessions("verify", OptionalInt.empty())) {
      List<Check> checks = Verification.of(output, key, sessions.hadoop(), sessions.get());
      checks.forEach(
          check ->
              console
                  .out()
                  .printf(
                      "%-7s%-32s %s%n",
                      check.isGood() ? "ok" : "BROKEN", check.what(), check.finding()));
      List<String> broken = checks.stream().filter(c -> !c.isGood()).map(Check::what).toList();
      if (!broken.isEmpty()) {
        throw new DataException(
            "Run '%s' in %s is not as it was published: %s. Restore its files, or remove them and its manifest and run it again."
                .formatted(key, output, String.join(", ", broken)));
      }
    }
    console.out().printf("Run %s is as it was published.%n", key);
    return ExitCode.DONE.code();
  }
}
