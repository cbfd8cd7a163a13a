package io.geodesy.jobs.knn;

/** How far two rows are apart; both are metrics. */
enum Metric {
  /** The length of the difference. */
  EUCLIDEAN,
  /** The chord between the directions: {@code |x/|x| - y/|y|| = sqrt(2 (1 - cos))}. */
  COSINE
}
