package io.geodesy.jobs.relative.compare;

/** How far down the ranking a reciprocal rank counts. */
public enum RankCutoff {
  /** Up to k; beyond, it is 0. */
  K,
  /** To the end. */
  NONE
}
