package io.geodesy.jobs.geometry;

/** How the ranks of a spectrum weigh in the fit of its decay. */
public enum FitWeights {
  /** {@code 1/i}: every octave of ranks weighs alike. */
  INVERSE_RANK,
  /** All ranks alike, so that the many small eigenvalues decide. */
  UNIFORM;

  /** Returns the weight of a rank, counted from 1. */
  double of(int rank) {
    return this == UNIFORM ? 1 : 1.0 / rank;
  }
}
