package io.geodesy.analysis;

/** What a rerun with the same input, seed, parameters and version promises. */
public enum Determinism {
  /** The same bits for any partitioning, number of threads, lost executor or retry. */
  D0,
  /** The same bits for a canonical partitioning. */
  D1,
  /** The same numbers within the tolerance the analysis states. */
  D2
}
