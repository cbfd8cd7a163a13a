package io.geodesy.config;

import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.SecondTable;
import io.geodesy.error.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides which analysis each key belongs to and which value wins: command line over file over
 * default.
 *
 * <p>A bare key belongs to the input, else to the analysis called, else to the only analysis of the
 * plan that has it; {@code knn-graph.k} always addresses one analysis. The name of a second table
 * is a key whose value is a path; analyses that read a table of one name share it. A file may hold
 * keys of analyses that this run does not need, so that one file serves several commands; the
 * command line may not.
 */
public final class ParameterResolver {
  private static final String INPUT = "";

  private final String command;
  private final List<Descriptor<?>> plan;
  private final List<Descriptor<?>> known;

  /**
   * A resolver for one command.
   *
   * @param command name of the analysis or suite called
   * @param plan every analysis that may run
   * @param known every analysis there is
   */
  public ParameterResolver(
      String command, List<Descriptor<?>> plan, List<? extends Descriptor<?>> known) {
    this.command = command;
    this.plan = List.copyOf(plan);
    this.known = List.copyOf(known);
  }

  /**
   * Returns the parameters that result.
   *
   * @param file settings of the job file
   * @param commandLine settings of flags and {@code --set}
   * @throws ConfigException if a key is unknown, ambiguous or set twice in one place, or a value is
   *     refused; the message says where it was set
   */
  public RunParameters resolve(List<Setting> file, List<Setting> commandLine) {
    Map<Address, Setting> chosen = new HashMap<>(addressed(file, true));
    chosen.putAll(addressed(commandLine, false));
    InputParameters input = bind(INPUT, InputParameters.class, chosen);
    ParameterSet analyses = ParameterSet.defaults();
    for (Descriptor<?> analysis : plan) {
      analyses = with(analyses, analysis, chosen);
    }
    return new RunParameters(input, analyses, secondTables(chosen));
  }

  private SortedMap<String, String> secondTables(Map<Address, Setting> chosen) {
    SortedMap<String, String> locations = new TreeMap<>();
    for (Descriptor<?> analysis : plan) {
      for (SecondTable table : analysis.secondTables()) {
        Setting setting = chosen.get(new Address(INPUT, table.name()));
        if (setting != null) {
          locations.put(table.name(), setting.value());
        }
      }
    }
    return locations;
  }

  /** Returns the analyses of the plan that have a key, by name. */
  public static Set<String> owners(List<? extends Descriptor<?>> analyses, String key) {
    return analyses.stream()
        .filter(d -> has(d.parameters(), key))
        .map(Descriptor::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <P extends Record> ParameterSet with(
      ParameterSet set, Descriptor<P> analysis, Map<Address, Setting> chosen) {
    return set.with(analysis, bind(analysis.name(), analysis.parameters(), chosen));
  }

  private static <P extends Record> P bind(
      String owner, Class<P> type, Map<Address, Setting> chosen) {
    Map<String, String> values = new HashMap<>();
    for (ParameterKey key : ParameterKey.of(type)) {
      Setting setting = chosen.get(new Address(owner, key.name()));
      if (setting != null) {
        check(key, setting);
        values.put(key.name(), setting.value());
      }
    }
    try {
      return ParameterBinder.bind(type, values);
    } catch (ConfigException e) {
      throw owner.equals(INPUT) ? e : new ConfigException(owner + ": " + e.getMessage(), e);
    }
  }

  private static void check(ParameterKey key, Setting setting) {
    try {
      key.read(setting.value());
    } catch (ConfigException e) {
      throw new ConfigException(setting.place() + ": " + e.getMessage(), e);
    }
  }

  private Map<Address, Setting> addressed(List<Setting> settings, boolean isFile) {
    Map<Address, Setting> result = new HashMap<>();
    for (Setting setting : settings) {
      Optional<Address> address = address(setting, isFile);
      if (address.isPresent()) {
        Setting earlier = result.put(address.get(), setting);
        if (earlier != null) {
          throw new ConfigException(
              "%s: %s is already set by %s. Keep one of the two."
                  .formatted(setting.place(), setting.key(), earlier.place()));
        }
      }
    }
    return result;
  }

  private Optional<Address> address(Setting setting, boolean isFile) {
    String key = setting.key();
    int dot = key.indexOf('.');
    return dot < 0
        ? Optional.of(bare(setting))
        : qualified(setting, key.substring(0, dot), key.substring(dot + 1), isFile);
  }

  private Address bare(Setting setting) {
    String key = setting.key();
    if (has(InputParameters.class, key) || plan.stream().anyMatch(d -> d.hasSecondTable(key))) {
      return new Address(INPUT, key);
    }
    Set<String> owners = owners(plan, key);
    if (owners.contains(command)) {
      return new Address(command, key);
    }
    if (owners.size() > 1) {
      String choices = owners.stream().map(o -> o + "." + key).collect(Collectors.joining(", "));
      throw new ConfigException(
          "%s: %s could mean any of %s. Write one of them."
              .formatted(setting.place(), key, choices));
    }
    if (owners.isEmpty()) {
      Set<String> elsewhere = owners(known, key);
      known.stream().filter(d -> d.hasSecondTable(key)).forEach(d -> elsewhere.add(d.name()));
      throw elsewhere.isEmpty()
          ? unknown(setting, bareKeys())
          : notRun(setting, elsewhere.iterator().next());
    }
    return new Address(owners.iterator().next(), key);
  }

  private Optional<Address> qualified(
      Setting setting, String analysis, String key, boolean isFile) {
    Optional<Descriptor<?>> owner =
        known.stream()
            .filter(d -> d.name().equals(analysis))
            .filter(d -> has(d.parameters(), key) || d.hasSecondTable(key))
            .findFirst();
    if (owner.isEmpty()) {
      throw unknown(setting, qualifiedKeys(analysis));
    }
    if (plan.stream().anyMatch(d -> d.name().equals(analysis))) {
      return Optional.of(new Address(owner.get().hasSecondTable(key) ? INPUT : analysis, key));
    }
    if (isFile) {
      return Optional.empty();
    }
    throw notRun(setting, analysis);
  }

  private ConfigException notRun(Setting setting, String analysis) {
    return new ConfigException(
        "%s: key %s belongs to %s, which %s does not run. It runs %s."
            .formatted(
                setting.place(),
                setting.key(),
                analysis,
                command,
                plan.stream().map(Descriptor::name).collect(Collectors.joining(", "))));
  }

  private static ConfigException unknown(Setting setting, Set<String> candidates) {
    return new ConfigException(
        setting.place() + ": " + NearestKey.unknown(setting.key(), candidates));
  }

  private Set<String> bareKeys() {
    Set<String> keys = new TreeSet<>();
    ParameterKey.of(InputParameters.class).forEach(k -> keys.add(k.name()));
    plan.forEach(d -> keys.addAll(keysOf(d)));
    return keys;
  }

  /** Only the keys of the analysis where it exists, else every analysis' keys. */
  private Set<String> qualifiedKeys(String analysis) {
    List<Descriptor<?>> named = known.stream().filter(d -> d.name().equals(analysis)).toList();
    List<String> keys = new ArrayList<>();
    for (Descriptor<?> d : named.isEmpty() ? known : named) {
      keysOf(d).forEach(k -> keys.add(d.name() + "." + k));
    }
    return new TreeSet<>(keys);
  }

  private static List<String> keysOf(Descriptor<?> analysis) {
    List<String> keys = new ArrayList<>();
    ParameterKey.of(analysis.parameters()).forEach(k -> keys.add(k.name()));
    analysis.secondTables().forEach(t -> keys.add(t.name()));
    return keys;
  }

  private static boolean has(Class<? extends Record> type, String key) {
    return ParameterKey.of(type).stream().anyMatch(k -> k.name().equals(key));
  }

  private record Address(String owner, String key) {}
}
