package io.geodesy.jobs.heat;

/** How the heat operator is applied. */
enum HeatFilter {
  /** A polynomial whose degree follows from time and tolerance. */
  CHEBYSHEV,
  /** All eigenpairs, for small tables. */
  EXACT,
  /** Thirty implicit Euler steps, for comparison. */
  EULER
}
