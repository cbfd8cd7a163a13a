package io.geodesy.jobs.knn;

/** How neighbours are searched. */
enum SearchMode {
  /** Exact where that is as fast, else approximate. */
  AUTO,
  /** All pairs. */
  EXACT,
  /** Ball carving and neighbour rounds, with measured recall. */
  APPROXIMATE
}
