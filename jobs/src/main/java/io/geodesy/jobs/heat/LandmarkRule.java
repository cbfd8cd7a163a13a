package io.geodesy.jobs.heat;

/** How landmarks are chosen; both are pure functions of ids, seed and graph. */
enum LandmarkRule {
  /** Of ten times as many sampled rows, each the one that is most steps from those before. */
  FARTHEST,
  /** The rows whose ids have the smallest hashes. */
  HASHED
}
