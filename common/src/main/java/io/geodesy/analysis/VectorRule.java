package io.geodesy.analysis;

/** What every input row must satisfy. */
public enum VectorRule {
  /** No null, NaN or infinity, one length for all. */
  FINITE,
  /** As {@link #FINITE}, and no zero vector: a direction is needed. */
  HAS_DIRECTION
}
