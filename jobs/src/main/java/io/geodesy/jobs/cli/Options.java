package io.geodesy.jobs.cli;

import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that more than one command has, and how their values are read. */
final class Options {
  private static final String DEFAULT_OUTPUT = "out";

  private Options() {}

  /** Returns an option with a text. */
  static OptionSpec text(String name, String label, String... description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(plain(description))
        .build();
  }

  /** Returns an option without an argument. */
  static OptionSpec isGiven(String name, String... description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .arity("0")
        .description(plain(description))
        .build();
  }

  /** Returns the option that says where results are. */
  static OptionSpec output(String description) {
    return text("--output", "<path>", description + " Default: " + DEFAULT_OUTPUT + ".");
  }

  /** Returns {@code --help}. */
  static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .type(boolean.class)
        .arity("0")
        .usageHelp(true)
        .description("Show this and exit.")
        .build();
  }

  /** Adds options to a command under a heading. */
  static void addGroup(CommandSpec spec, int order, String heading, List<OptionSpec> options) {
    if (options.isEmpty()) {
      return;
    }
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .validate(false)
            .multiplicity("0..1")
            .order(order)
            .heading("%n" + plain(heading)[0] + "%n");
    options.forEach(group::addArg);
    spec.addArgGroup(group.build());
  }

  /** Returns the argument of an option, if it was given. */
  static Optional<String> value(ParseResult arguments, String name) {
    return Optional.ofNullable(arguments.matchedOptionValue(name, (String) null));
  }

  /**
   * Returns the names that an option lists.
   *
   * @param known names
   * @param complaint what is wrong with another, behind its name
   * @throws ConfigException if one is not known
   */
  static List<String> names(
      ParseResult arguments, String option, Collection<String> known, String complaint) {
    List<String> names =
        value(arguments, option)
            .map(text -> Stream.of(text.split(",", -1)).map(String::strip).toList())
            .orElse(List.of());
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ConfigException(
            "%s names '%s', %s. %s"
                .formatted(option, name, complaint, NearestKey.remedy(name, known)));
      }
    }
    return names;
  }

  /** Returns where results are. */
  static String outputOf(ParseResult arguments) {
    return value(arguments, "--output").orElse(DEFAULT_OUTPUT);
  }

  /** Returns texts that picocli's formatter leaves as they are. */
  static String[] plain(String... texts) {
    String[] escaped = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      escaped[i] = texts[i].replace("%", "%%").replace("@|", "@ |").replace("${", "$ {");
    }
    return escaped;
  }
}
