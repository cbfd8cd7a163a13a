package io.geodesy.jobs.cli;

import io.geodesy.error.ConfigException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a caller leaves out of a suite: {@code --without}. What remains runs as if the suite were
 * that; an analysis that others need is found or computed all the same.
 *
 * @param members of the suite
 */
record Omissions(List<String> members) {
  private static final String FLAG = "--without";

  /** Returns the option, where there is something to leave out. */
  Optional<OptionSpec> option() {
    return members.size() < 2
        ? Optional.empty()
        : Optional.of(
            Options.text(
                FLAG,
                "<a,b,...>",
                "Leave out analyses, for instance those that a large table leaves no memory for: %s."
                    .formatted(String.join(", ", members))));
  }

  /** Returns the analyses that remain. */
  List<String> remaining(ParseResult arguments) {
    if (members.size() < 2) {
      return members;
    }
    List<String> omitted = Options.names(arguments, FLAG, members, "which does not run here");
    List<String> remaining = members.stream().filter(name -> !omitted.contains(name)).toList();
    if (remaining.isEmpty()) {
      throw new ConfigException(
          "%s leaves out all of %s: nothing would run."
              .formatted(FLAG, String.join(", ", members)));
    }
    return remaining;
  }
}
