package io.geodesy.jobs.separability;

/** When two components meet along an edge. */
public enum EdgeLength {
  /** At its length, as in the Vietoris-Rips filtration by diameter. */
  FULL,
  /** At half its length, as in the filtration by radius. */
  HALF
}
