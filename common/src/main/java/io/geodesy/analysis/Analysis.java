package io.geodesy.analysis;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Turns tables into tables. Everything a user can run is an analysis; command line, configuration,
 * validation, staging, publishing, reports and reference documentation exist once, around it, and
 * know no analysis by name.
 *
 * <p>An implementation has a public constructor without arguments, is named in {@code
 * META-INF/services}, keeps no state, and never sees a path, a command line or a clock.
 *
 * @param <P> its parameters: a record whose components carry {@link Parameter}
 */
public interface Analysis<P extends Record> {
  /** Returns what is known of this analysis before it runs. */
  Descriptor<P> descriptor();

  /**
   * Computes the tables of {@code descriptor().outputs()} from those of {@code
   * descriptor().inputs()}.
   *
   * @param parameters validated
   * @param inputs every table of {@code descriptor().inputs()}, and those optional inputs that are
   *     at hand or given
   * @param context the surroundings
   */
  Tables run(P parameters, Tables inputs, AnalysisContext context);

  /**
   * Does work of the kind that {@link #run} will do, on rows of its own making, so that the JVM has
   * compiled it when the table arrives. Runs in a thread of its own while the session starts and
   * the input is read; no result depends on it.
   *
   * @param parameters validated
   * @param isWanted false as soon as the work must end; asked often
   */
  default void warmUp(P parameters, BooleanSupplier isWanted) {}

  /** The attribute of a table by which it says that an alarm of {@link #alarms} was raised. */
  String ALARM = "alarm";

  /**
   * Returns the names of conditions that a run may find and a caller may want its scheduler to see:
   * asked for, the process ends with an exit code of its own after everything is published. A run
   * raises one by giving a table of its outputs the attribute {@link #ALARM} with its name.
   */
  default List<String> alarms() {
    return List.of();
  }

  /**
   * Returns what the rows of {@code vectors} and of second tables must satisfy beyond the rules
   * every table must.
   */
  default VectorRule vectorRule(P parameters) {
    return VectorRule.FINITE;
  }

  /**
   * Returns a sentence or more on what {@link #run} would do with a table of this shape, and what
   * it would cost.
   *
   * @param parameters validated
   * @param shape of the input
   */
  default Estimate estimate(P parameters, TableShape shape) {
    return Estimate.unknown();
  }

  /**
   * Returns whether the analysis cuts its work by the memory there is, or refuses it itself; of any
   * other a run that would need more than the process has is refused before the first step.
   */
  default boolean plansMemory() {
    return false;
  }

  /**
   * Returns the same from the rows themselves, for an analysis that can predict more from them than
   * from their shape. Asked only of what a run would compute; nothing may be staged, and a dry run
   * is to end in seconds.
   *
   * @param parameters validated
   * @param shape of the input as it lies there, bad rows included
   * @param inputs reads and checks {@code vectors} and the second tables, as the run would; asked
   *     for only by who looks at rows
   * @param context the surroundings
   */
  default Estimate estimate(
      P parameters, TableShape shape, Supplier<Tables> inputs, AnalysisContext context) {
    return estimate(parameters, shape);
  }

  /**
   * Returns this analysis' part of the report.
   *
   * @param parameters those of the run
   * @param published every table of the run, {@code vectors}, and the second tables given
   */
  default List<Panel> panels(P parameters, Tables published) {
    return List.of();
  }
}
