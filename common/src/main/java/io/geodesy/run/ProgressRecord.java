package io.geodesy.run;

/**
 * How far a run is, for those who cannot see its driver's terminal: {@code _progress.json}, written
 * with every sign of life and gone when the run has ended.
 *
 * @param said when, ISO 8601 in UTC
 * @param step 1-based
 * @param steps in all
 * @param name of the step
 * @param phase within it, empty if it has not said
 * @param share of the phase that is done, null if it cannot be said
 * @param rows written in this step
 * @param seconds since the run began
 * @param line the same for people
 */
public record ProgressRecord(
    String said,
    int step,
    int steps,
    String name,
    String phase,
    Double share,
    long rows,
    double seconds,
    String line) {
  static ProgressRecord of(ProgressState state, String said) {
    return new ProgressRecord(
        said,
        state.step(),
        state.steps(),
        state.name(),
        state.phase(),
        state.share().isPresent() ? state.share().getAsDouble() : null,
        state.rows(),
        Stopwatch.rounded(state.seconds()),
        state.line());
  }
}
