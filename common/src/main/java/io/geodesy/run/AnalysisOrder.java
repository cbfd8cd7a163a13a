package io.geodesy.run;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.SecondTable;
import io.geodesy.error.ConfigException;
import io.geodesy.table.StandardTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The analyses that targets take, each after those whose tables it reads.
 *
 * <p>A table that an analysis needs comes from a target that publishes it, else from the first
 * analysis of the registry that does. An optional table is given where some analysis of the plan
 * publishes it and does not itself need the one that would take it. Which tables are given does not
 * depend on the order of the targets. {@code vectors} and second tables come from the user; {@code
 * statistics}, which many write, is nobody's input.
 */
public final class AnalysisOrder {
  private static final Set<String> NOBODYS =
      Set.of(StandardTables.VECTORS.name(), StandardTables.STATISTICS.name());

  private final AnalysisRegistry registry;
  private final Map<String, Analysis<?>> chosen = new LinkedHashMap<>();
  private final Map<String, String> producers = new LinkedHashMap<>();
  private final Set<String> ordered = new LinkedHashSet<>();

  private AnalysisOrder(AnalysisRegistry registry) {
    this.registry = registry;
  }

  /** Orders targets and what they need. */
  public static AnalysisOrder of(AnalysisRegistry registry, List<String> targets) {
    AnalysisOrder order = new AnalysisOrder(registry);
    targets.forEach(order::chooseTarget);
    List.copyOf(order.chosen.values()).forEach(order::chooseNeeded);
    order.chosen.values().forEach(analysis -> order.place(analysis, new LinkedHashSet<>()));
    return order;
  }

  /** Returns the analyses, each after those whose tables it reads. */
  public List<Analysis<?>> analyses() {
    List<Analysis<?>> result = new ArrayList<>();
    ordered.forEach(name -> result.add(chosen.get(name)));
    return result;
  }

  /** Returns the second tables that the analyses read, by name. */
  public SortedMap<String, SecondTable> secondTables() {
    SortedMap<String, SecondTable> tables = new TreeMap<>();
    for (Analysis<?> analysis : analyses()) {
      analysis.descriptor().secondTables().forEach(t -> tables.putIfAbsent(t.name(), t));
    }
    return tables;
  }

  /**
   * Returns the tables an analysis is given.
   *
   * @param second names of the second tables at hand
   */
  List<String> inputsOf(Descriptor<?> analysis, Set<String> second) {
    List<String> inputs = new ArrayList<>(analysis.inputs());
    analysis.optionalInputs().stream()
        .filter(table -> !inputs.contains(table))
        .filter(
            table ->
                analysis.hasSecondTable(table) ? second.contains(table) : isAtHand(table, analysis))
        .forEach(inputs::add);
    return inputs;
  }

  /** Returns the name of the analysis of this plan that publishes a table; null for an input. */
  String producerOf(String table) {
    return producers.get(table);
  }

  private void chooseTarget(String name) {
    Analysis<?> target =
        registry
            .find(name)
            .orElseThrow(() -> new ConfigException("There is no analysis '" + name + "'."));
    choose(target);
  }

  private void choose(Analysis<?> analysis) {
    String name = analysis.descriptor().name();
    if (chosen.put(name, analysis) != null) {
      return;
    }
    for (var table : analysis.descriptor().outputs()) {
      String other = NOBODYS.contains(table.name()) ? null : producers.put(table.name(), name);
      if (other != null) {
        throw new ConfigException(
            "%s and %s both publish table %s: run them under two run keys."
                .formatted(other, name, table.name()));
      }
    }
  }

  private void chooseNeeded(Analysis<?> analysis) {
    for (String table : analysis.descriptor().inputs()) {
      boolean isGiven = NOBODYS.contains(table) || analysis.descriptor().hasSecondTable(table);
      if (!isGiven && !producers.containsKey(table)) {
        Analysis<?> producer =
            registry
                .producerOf(table)
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "%s needs table %s, which no analysis publishes"
                                .formatted(analysis.descriptor().name(), table)));
        choose(producer);
        chooseNeeded(producer);
      }
    }
  }

  private void place(Analysis<?> analysis, Set<String> waiting) {
    String name = analysis.descriptor().name();
    if (ordered.contains(name)) {
      return;
    }
    if (!waiting.add(name)) {
      throw new IllegalStateException("Analyses need each other in a circle: " + waiting);
    }
    for (String table : inputsOf(analysis.descriptor(), Set.of())) {
      if (producers.containsKey(table)) {
        place(chosen.get(producers.get(table)), waiting);
      }
    }
    waiting.remove(name);
    ordered.add(name);
  }

  private boolean isAtHand(String table, Descriptor<?> taker) {
    if (table.equals(StandardTables.VECTORS.name())) {
      return true;
    }
    String producer = producers.get(table);
    return producer != null && !needs(producer, taker.name(), new LinkedHashSet<>());
  }

  private boolean needs(String analysis, String other, Set<String> seen) {
    if (analysis.equals(other)) {
      return true;
    }
    return seen.add(analysis)
        && chosen.get(analysis).descriptor().inputs().stream()
            .map(producers::get)
            .anyMatch(producer -> producer != null && needs(producer, other, seen));
  }
}
