package io.geodesy.run;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.VectorRule;
import io.geodesy.error.ConfigException;
import io.geodesy.run.Step.Status;
import io.geodesy.table.BadRows;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides what a run consists of: which analyses, in which order, from which tables, and which of
 * them are at hand already. Pure but for reading manifests; starts no Spark, writes nothing.
 */
final class Planner {
  private final RunRequest request;
  private final AnalysisOrder order;
  private final Fingerprint input;
  private final SortedMap<String, Fingerprint> second = new TreeMap<>();
  private final List<Step<?>> steps;

  /**
   * Plans a request over the files that its sources list.
   *
   * @throws ConfigException if a second table is missing, or is given and nobody reads it
   */
  Planner(AnalysisRegistry registry, RunRequest request, InputListing files) {
    this.request = request;
    this.order = AnalysisOrder.of(registry, request.targets());
    checkSecondTables();
    this.input = withVectorRule(Fingerprint.ofInput(request, files.vectors()));
    files.second().forEach((name, list) -> second.put(name, Fingerprint.ofFiles(name, list)));
    this.steps = steps();
  }

  private void checkSecondTables() {
    for (Analysis<?> analysis : order.analyses()) {
      Descriptor<?> descriptor = analysis.descriptor();
      for (SecondTable table : descriptor.secondTables()) {
        if (descriptor.inputs().contains(table.name())
            && !request.secondTables().containsKey(table.name())) {
          throw new ConfigException(
              "Missing --%1$s: %2$s reads a second embedding table, %1$s. %3$s Name it, for instance --%1$s %1$s.parquet."
                  .formatted(table.name(), descriptor.name(), table.doc()));
        }
      }
    }
    for (String given : request.secondTables().keySet()) {
      if (!order.secondTables().containsKey(given)) {
        throw new ConfigException(
            "Table %s is given (%s), but nothing that %s runs reads a second table of that name. Leave --%s out."
                .formatted(
                    given, request.secondTables().get(given).location(), request.command(), given));
      }
    }
  }

  /** Returns the fingerprint of the whole run. */
  Fingerprint fingerprint() {
    TreeMap<String, String> parts = new TreeMap<>();
    parts.put("analyses", String.join(" ", new TreeSet<>(request.targets())));
    steps.forEach(step -> parts.putAll(partsOf(step.descriptor())));
    second.values().forEach(table -> parts.putAll(table.parts()));
    return input.with(parts);
  }

  /** Returns the steps of a run that is published. */
  List<Step<?>> allCommitted() {
    return steps.stream().<Step<?>>map(step -> step.with(Status.COMMITTED, "")).toList();
  }

  /**
   * Returns the steps with what is to be done about each.
   *
   * @param stages committed by earlier attempts of this run
   * @param catalogue of published runs
   */
  List<Step<?>> decide(Stages stages, Catalogue catalogue) {
    Set<String> needed = new HashSet<>(request.targets());
    List<Step<?>> decided = new ArrayList<>(steps);
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step<?> step = decide(steps.get(i), needed.contains(steps.get(i).name()), stages, catalogue);
      decided.set(i, step);
      if (step.status() == Status.COMPUTE || step.status() == Status.COMMITTED) {
        step.inputs().stream().map(order::producerOf).forEach(needed::add);
      }
    }
    return decided;
  }

  private Step<?> decide(Step<?> step, boolean isNeeded, Stages stages, Catalogue catalogue) {
    if (stages.hasOutputs(step.descriptor())) {
      return step.with(Status.COMMITTED, "");
    }
    if (request.targets().contains(step.name())) {
      return step.with(Status.COMPUTE, "");
    }
    if (!isNeeded) {
      return step.with(Status.NOT_NEEDED, "");
    }
    Optional<Manifest> published = catalogue.runWith(step.name(), step.lineage(), tablesOf(step));
    return published
        .<Step<?>>map(run -> step.with(Status.REUSE, run.runKey()))
        .orElseGet(() -> step.with(Status.COMPUTE, ""));
  }

  /** Returns the tables of which an analysis is the one producer. */
  static List<String> tablesOf(Step<?> step) {
    return step.descriptor().outputs().stream()
        .map(TableContract::name)
        .filter(table -> !table.equals(StandardTables.STATISTICS.name()))
        .toList();
  }

  private List<Step<?>> steps() {
    List<Step<?>> result = new ArrayList<>();
    Map<String, String> lineages = new HashMap<>();
    for (Analysis<?> analysis : order.analyses()) {
      Step<?> step = step(analysis, lineages);
      lineages.put(step.name(), step.lineage());
      result.add(step);
    }
    return result;
  }

  private <P extends Record> Step<P> step(Analysis<P> analysis, Map<String, String> lineages) {
    Descriptor<P> descriptor = analysis.descriptor();
    List<String> inputs = order.inputsOf(descriptor, second.keySet());
    SortedMap<String, String> parts = partsOf(descriptor);
    inputs.forEach(table -> parts.put("table/" + table, lineageOf(table, lineages)));
    return new Step<>(
        analysis,
        request.parameters().of(descriptor),
        request.parameters().effective(descriptor),
        inputs,
        input.with(parts).digest(),
        Status.COMPUTE,
        "");
  }

  private String lineageOf(String table, Map<String, String> lineages) {
    if (second.containsKey(table)) {
      return second.get(table).digest();
    }
    String producer = order.producerOf(table);
    return producer == null ? "input" : lineages.get(producer);
  }

  private SortedMap<String, String> partsOf(Descriptor<?> descriptor) {
    SortedMap<String, String> parts = new TreeMap<>();
    parts.put(descriptor.name() + " version", Integer.toString(descriptor.version()));
    request
        .parameters()
        .effective(descriptor)
        .forEach((key, value) -> parts.put(descriptor.name() + "." + key, value));
    return parts;
  }

  /** Which rows are dropped depends on the strictest rule of the plan. */
  private Fingerprint withVectorRule(Fingerprint fingerprint) {
    if (request.badRows() != BadRows.DROP) {
      return fingerprint;
    }
    boolean needsDirection =
        order.analyses().stream().anyMatch(a -> ruleOf(a) == VectorRule.HAS_DIRECTION);
    TreeMap<String, String> part = new TreeMap<>();
    part.put("zero-vectors", needsDirection ? "dropped" : "kept");
    return fingerprint.with(part);
  }

  private <P extends Record> VectorRule ruleOf(Analysis<P> analysis) {
    return analysis.vectorRule(request.parameters().of(analysis.descriptor()));
  }
}
