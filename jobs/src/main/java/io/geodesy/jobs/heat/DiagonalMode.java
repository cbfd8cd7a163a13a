package io.geodesy.jobs.heat;

/**
 * Where the heat that stays on a row comes from, for rows that are no landmarks; for landmarks it
 * is always exact.
 */
enum DiagonalMode {
  /** From landmarks, weighted by the heat that passes between. */
  EXACT_AT_LANDMARKS("landmarks, interpolated by heat", "left-out-error"),
  /** From random vectors of signs. */
  HUTCHINSON("random probes", "standard-error"),
  /** From the slowest eigenpairs, and random vectors orthogonal to them for the rest. */
  LOW_RANK("the slowest eigenpairs, and random probes for the rest", "standard-error");

  private final String words;
  private final String error;

  DiagonalMode(String words, String error) {
    this.words = words;
    this.error = error;
  }

  /** Returns what the report and the notes call it. */
  String words() {
    return words;
  }

  /**
   * Returns what its error is: the standard error of the probes, or the error at landmarks that are
   * left out.
   */
  String error() {
    return error;
  }
}
