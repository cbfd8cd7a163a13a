package io.geodesy.run;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.VectorRule;
import io.geodesy.run.Step.Status;
import io.geodesy.table.BadRows;
import io.geodesy.table.EmbeddingSource.InputFile;
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
  private final List<Step<?>> steps;

  /** Plans a request over the files that its source lists. */
  Planner(AnalysisRegistry registry, RunRequest request, List<InputFile> files) {
    this.request = request;
    this.order = AnalysisOrder.of(registry, request.targets());
    this.input = withVectorRule(Fingerprint.ofInput(request, files));
    this.steps = steps();
  }

  /** Returns the fingerprint of the whole run. */
  Fingerprint fingerprint() {
    TreeMap<String, String> parts = new TreeMap<>();
    parts.put("analyses", String.join(" ", new TreeSet<>(request.targets())));
    steps.forEach(step -> parts.putAll(partsOf(step.descriptor())));
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
    List<String> inputs = order.inputsOf(descriptor);
    SortedMap<String, String> parts = partsOf(descriptor);
    for (String table : inputs) {
      String producer = order.producerOf(table);
      parts.put("table/" + table, producer == null ? "input" : lineages.get(producer));
    }
    return new Step<>(
        analysis,
        request.parameters().of(descriptor),
        request.parameters().effective(descriptor),
        inputs,
        input.with(parts).digest(),
        Status.COMPUTE,
        "");
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
