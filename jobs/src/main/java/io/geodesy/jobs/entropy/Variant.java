package io.geodesy.jobs.entropy;

/** What the entropy is taken of; no two of these numbers may be compared. */
enum Variant {
  /** The spectrum of the kernel with its row sums divided out once, as the reference code does. */
  CODE,
  /** The spectrum of the random walk on that kernel, as the paper writes. */
  PAPER,
  /** The entries of the kernel of variant code, as a distribution over pairs of rows. */
  ENTRIES,
  /** The rows themselves, each column cut in two at the middle of its range. */
  SHANNON,
  /** As code, with links to the nearest neighbours in place of the Gaussian kernel. */
  KNN;

  /** Returns whether the variant has eigenvalues. */
  boolean isSpectral() {
    return this == CODE || this == PAPER || this == KNN;
  }

  /** Returns whether the variant weighs pairs by a Gaussian. */
  boolean isGaussian() {
    return this == CODE || this == PAPER || this == ENTRIES;
  }
}
