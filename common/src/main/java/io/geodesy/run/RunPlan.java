package io.geodesy.run;

import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.TableShape;
import java.util.List;
import java.util.Optional;

/**
 * What a run would do.
 *
 * @param runKey given or derived
 * @param fingerprint SHA-256 of everything that decides what is published
 * @param alreadyDone whether a run of this key and fingerprint is published, so that nothing would
 *     happen
 * @param steps in the order in which they run
 * @param shape of the embedding table as it lies there, before bad rows are looked for; empty where
 *     nobody asked
 * @param estimates one for each step, in their order; empty where nobody asked
 */
public record RunPlan(
    String runKey,
    String fingerprint,
    boolean alreadyDone,
    List<Step<?>> steps,
    Optional<TableShape> shape,
    List<Estimate> estimates) {
  /** Copies the lists. */
  public RunPlan {
    steps = List.copyOf(steps);
    estimates = List.copyOf(estimates);
  }

  /** A plan of which nobody asked what it costs. */
  static RunPlan of(String runKey, String fingerprint, boolean alreadyDone, List<Step<?>> steps) {
    return new RunPlan(runKey, fingerprint, alreadyDone, steps, Optional.empty(), List.of());
  }

  /** Returns the same with what it costs. */
  RunPlan with(TableShape found, List<Estimate> costs) {
    return new RunPlan(runKey, fingerprint, alreadyDone, steps, Optional.of(found), costs);
  }
}
