package io.geodesy.jobs.deviation;

/** How far two rows are apart. */
public enum DeviationMetric {
  /** The length of the difference. */
  EUCLIDEAN,
  /** The chord between the directions, {@code sqrt(2 (1 - cos))}. */
  COSINE
}
