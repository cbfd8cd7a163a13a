package io.geodesy.jobs.geometry;

/** What {@code spectral-geometry} does beside measuring. */
public enum GeometryMode {
  /** Nothing more. */
  MEASURE,
  /** Names the phase between every two keys in their order. */
  PHASE,
  /** Writes the rows with leading directions kept or removed. */
  PROJECT
}
