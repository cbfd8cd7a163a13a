package io.geodesy.jobs.geometry;

/** Which part of a row {@code project} writes. */
public enum Ablation {
  /** The mean and the part along the leading directions. */
  KEEP,
  /** The row without the part along the leading directions. */
  REMOVE
}
