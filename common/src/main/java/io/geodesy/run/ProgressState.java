package io.geodesy.run;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How far a run is.
 *
 * @param step 1-based
 * @param steps in all
 * @param name of the step
 * @param phase within it, empty if it has not said
 * @param done units of the phase
 * @param total units of the phase, 0 if it has not said
 * @param tasks of Spark that ended in the running jobs
 * @param allTasks of the running jobs, 0 if none runs
 * @param rows written in this step
 * @param seconds since the run began
 * @param phaseSeconds since the phase began
 */
public record ProgressState(
    int step,
    int steps,
    String name,
    String phase,
    long done,
    long total,
    int tasks,
    int allTasks,
    long rows,
    double seconds,
    double phaseSeconds) {
  /** A forecast from less than this share or time of a phase would jump about. */
  private static final double LEAST_SHARE = 0.02;

  private static final double LEAST_SECONDS = 2;

  /** Returns the share of the phase that is done, if it can be said. */
  public OptionalDouble share() {
    if (total > 0) {
      return OptionalDouble.of(Math.min(1, (double) done / total));
    }
    return allTasks > 0
        ? OptionalDouble.of(Math.min(1, (double) tasks / allTasks))
        : OptionalDouble.empty();
  }

  /** Returns the seconds that the phase may still take, if its pace so far can tell. */
  public OptionalDouble remainingSeconds() {
    double share = share().orElse(0);
    return share >= LEAST_SHARE && phaseSeconds >= LEAST_SECONDS
        ? OptionalDouble.of(phaseSeconds * (1 - share) / share)
        : OptionalDouble.empty();
  }

  /** Returns one line for people. */
  public String line() {
    StringBuilder line = new StringBuilder("[%d/%d] %s".formatted(step, steps, name));
    if (!phase.isEmpty()) {
      line.append(": ").append(phase);
    }
    share().ifPresent(share -> line.append(String.format(Locale.ROOT, " %.0f %%", 100 * share)));
    if (allTasks > 0) {
      line.append(", task %d of %d".formatted(tasks, allTasks));
    }
    if (rows > 0) {
      line.append(String.format(Locale.ROOT, ", %,d rows written", rows));
    }
    line.append(", ").append(clock(seconds));
    remainingSeconds()
        .ifPresent(left -> line.append(", about ").append(clock(left)).append(" left"));
    return line.toString();
  }

  /** Returns the line that says a step has ended. */
  public String endLine() {
    return "[%d/%d] %s done%s, %s"
        .formatted(
            step,
            steps,
            name,
            rows > 0 ? String.format(Locale.ROOT, ", %,d rows written", rows) : "",
            clock(seconds));
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }
}
