package io.geodesy.jobs.cli;

import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.SecondTable;
import io.geodesy.config.InputParameters;
import io.geodesy.config.ParameterKey;
import io.geodesy.config.ParameterResolver;
import io.geodesy.config.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A flag for every parameter of every analysis that a command may run, made from the parameter
 * records: {@code --k} where that is clear, {@code --knn-graph.k} always.
 */
final class ParameterFlags {
  private final String command;
  private final List<Descriptor<?>> plan;
  private final List<Flag> flags = new ArrayList<>();

  /**
   * The flags of a command.
   *
   * @param command name of the analysis or suite
   * @param plan every analysis that may run
   */
  ParameterFlags(String command, List<Descriptor<?>> plan) {
    this.command = command;
    this.plan = plan;
  }

  /** Returns the options for what every run takes. */
  List<OptionSpec> ofInput() {
    return ParameterKey.of(InputParameters.class).stream()
        .map(key -> option(key, "--" + key.name(), key.name(), false))
        .toList();
  }

  /** Returns the options that name second tables. */
  List<OptionSpec> ofTables(Collection<SecondTable> tables) {
    List<OptionSpec> options = new ArrayList<>();
    for (SecondTable table : tables) {
      String name = "--" + table.name();
      flags.add(new Flag(name, table.name()));
      options.add(
          Options.text(
              name, "<path>", table.doc() + " Read as the input is, with the same column names."));
    }
    return options;
  }

  /** Adds the options of every analysis, the one called first. */
  void addTo(CommandSpec spec, int firstOrder) {
    int order = firstOrder;
    List<Descriptor<?>> calledFirst = new ArrayList<>(plan);
    calledFirst.sort((a, b) -> Boolean.compare(b.name().equals(command), a.name().equals(command)));
    for (Descriptor<?> analysis : calledFirst) {
      Options.addGroup(spec, order++, heading(analysis), optionsOf(analysis));
    }
  }

  /** Returns what the flags on a command line set. */
  List<Setting> settings(ParseResult arguments) {
    List<Setting> settings = new ArrayList<>();
    for (Flag flag : flags) {
      Options.value(arguments, flag.name())
          .ifPresent(value -> settings.add(new Setting(flag.key(), value, flag.name())));
    }
    return settings;
  }

  private String heading(Descriptor<?> analysis) {
    boolean isTheCommand = analysis.name().equals(command);
    return "Parameters of %s%s:"
        .formatted(
            analysis.name(), isTheCommand ? "" : " (" + lowerFirst(analysis.summary()) + ")");
  }

  private List<OptionSpec> optionsOf(Descriptor<?> analysis) {
    List<OptionSpec> options = new ArrayList<>();
    for (ParameterKey key : ParameterKey.of(analysis.parameters())) {
      String qualified = analysis.name() + "." + key.name();
      boolean isClear = bareOwner(key.name()).filter(analysis.name()::equals).isPresent();
      if (isClear) {
        options.add(option(key, "--" + key.name(), qualified, false));
      }
      options.add(option(key, "--" + qualified, qualified, isClear));
    }
    return options;
  }

  private Optional<String> bareOwner(String key) {
    boolean isTaken =
        ParameterKey.of(InputParameters.class).stream().anyMatch(k -> k.name().equals(key));
    var owners = ParameterResolver.owners(plan, key);
    if (isTaken) {
      return Optional.empty();
    }
    return owners.contains(command)
        ? Optional.of(command)
        : owners.stream().findFirst().filter(owner -> owners.size() == 1);
  }

  private OptionSpec option(ParameterKey key, String name, String settingKey, boolean isHidden) {
    flags.add(new Flag(name, settingKey));
    OptionSpec.Builder option =
        OptionSpec.builder(name)
            .type(String.class)
            .paramLabel(label(key))
            .hidden(isHidden)
            .description(Options.plain(key.parameter().doc(), values(key)));
    if (key.component().getType() == boolean.class) {
      option.arity("0..1").fallbackValue("true");
    }
    return option.build();
  }

  private static String label(ParameterKey key) {
    String type = key.component().getType().getSimpleName();
    return switch (type) {
      case "int", "long", "OptionalInt", "OptionalLong" -> "<n>";
      case "double", "OptionalDouble" -> "<x>";
      case "boolean" -> "<true|false>";
      case "List" -> "<a,b,...>";
      default -> key.choices().isEmpty() ? "<text>" : "<choice>";
    };
  }

  private static String values(ParameterKey key) {
    String unit = key.parameter().unit().isEmpty() ? "" : ", in " + key.parameter().unit();
    String initial = key.defaultText().isEmpty() ? "(empty)" : key.defaultText();
    boolean isAnything = key.component().getType() == String.class;
    String legal =
        isAnything
            ? ""
            : " %s%s."
                .formatted(
                    Character.toUpperCase(key.expected().charAt(0)) + key.expected().substring(1),
                    unit);
    return "Default: %s.%s".formatted(initial, legal);
  }

  private static String lowerFirst(String sentence) {
    String text = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    boolean isWord = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return isWord ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }

  private record Flag(String name, String key) {}
}
