package io.geodesy.jobs.dimension;

/**
 * What to do with rows that are copies of another row. A copy says nothing about the surface the
 * rows lie on, and its distance of zero breaks every estimator that takes logarithms of ratios.
 */
public enum DuplicatePolicy {
  /** A row and its copies count once, as a row and as a neighbour. */
  COLLAPSE,
  /** All rows stay; the distance to a copy is raised to the row's least distance to a non-copy. */
  SHIFT,
  /** All rows and distances stay; rows whose ratio is then infinite are left out. */
  KEEP
}
