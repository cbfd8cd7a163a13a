package io.geodesy.jobs.separability;

/** How far the spanning tree must be proven. */
public enum TreeProof {
  /**
   * Every edge where the neighbour graph is exact or the table small, else what the graph gives.
   */
  AUTO,
  /** Every edge, or the run fails. */
  CERTIFIED,
  /** The exact trees of samples. */
  SAMPLE
}
