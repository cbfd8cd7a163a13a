package io.geodesy.jobs.deviation;

/** Which standard deviation of the internal values the threshold takes. */
public enum Spread {
  /** Over n - 1. */
  SAMPLE,
  /** Over n. */
  POPULATION
}
