package io.geodesy.jobs.probe;

/** The distribution of a probe's entries before smoothing. */
enum ProbeFamily {
  /** Uniform on (-1, 1). */
  UNIFORM,
  /** -1 or 1. */
  RADEMACHER
}
