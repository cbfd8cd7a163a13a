package io.geodesy.jobs.heat;

/**
 * Where the heat that stays on a row comes from, for rows that are no landmarks; for landmarks it
 * is always exact.
 */
enum DiagonalMode {
  /** From landmarks, weighted by the heat that passes between. */
  EXACT_AT_LANDMARKS("interpolated from landmarks by heat"),
  /** From 64 random vectors of signs. */
  HUTCHINSON("64 random probes"),
  /** From the slowest eigenpairs: too little, by no more than the error says. */
  LOW_RANK("the slowest eigenpairs");

  private final String words;

  DiagonalMode(String words) {
    this.words = words;
  }

  /** Returns what the report and the notes call it. */
  String words() {
    return words;
  }
}
