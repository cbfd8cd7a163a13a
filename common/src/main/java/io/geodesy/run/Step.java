package io.geodesy.run;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An analysis in a plan.
 *
 * @param analysis what runs
 * @param parameters with what
 * @param effective the same as it would be typed, by key
 * @param inputs names of the tables it is given: those it needs, and the optional ones that the
 *     plan has
 * @param lineage SHA-256 of all that decides its tables: itself, its parameters, the lineage of its
 *     inputs, the embedding table, the seed
 * @param status what the run does about it
 * @param reusedFrom key of the run whose tables are taken, empty unless the status is {@code REUSE}
 * @param <P> the parameters
 */
public record Step<P extends Record>(
    Analysis<P> analysis,
    P parameters,
    SortedMap<String, String> effective,
    List<String> inputs,
    String lineage,
    Status status,
    String reusedFrom) {
  /** What a run does about an analysis. */
  public enum Status {
    /** It runs. */
    COMPUTE,
    /** An earlier attempt of this run has committed all its tables, or published them. */
    COMMITTED,
    /** Its tables are those of a published run. */
    REUSE,
    /** Only analyses whose tables are reused would need it. */
    NOT_NEEDED
  }

  /** Copies the collections. */
  public Step {
    effective = Collections.unmodifiableSortedMap(new TreeMap<>(effective));
    inputs = List.copyOf(inputs);
  }

  /** Returns the name of the analysis. */
  public String name() {
    return descriptor().name();
  }

  /** Returns what is known of the analysis. */
  public Descriptor<P> descriptor() {
    return analysis.descriptor();
  }

  /** Returns what the analysis would do with a table of this shape, and what it would cost. */
  Estimate estimate(TableShape shape) {
    return analysis.estimate(parameters, shape);
  }

  /** Returns the same of a table that can be read. */
  Estimate estimate(TableShape shape, Supplier<Tables> tables, AnalysisContext context) {
    return analysis.estimate(parameters, shape, tables, context);
  }

  boolean plansMemory() {
    return analysis.plansMemory();
  }

  VectorRule vectorRule() {
    return analysis.vectorRule(parameters);
  }

  void warmUp(BooleanSupplier isWanted) {
    analysis.warmUp(parameters, isWanted);
  }

  Tables run(Tables tables, AnalysisContext context) {
    return analysis.run(parameters, tables, context);
  }

  List<Panel> panels(Tables published) {
    return analysis.panels(parameters, published);
  }

  Step<P> with(Status newStatus, String run) {
    return new Step<>(analysis, parameters, effective, inputs, lineage, newStatus, run);
  }
}
