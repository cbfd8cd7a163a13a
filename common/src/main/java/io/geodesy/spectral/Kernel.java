package io.geodesy.spectral;

/** How a distance becomes a weight in [0, 1]; a distance of zero always weighs 1. */
public enum Kernel {
  /**
   * {@code exp(-d^2 / (4 eps))} with one eps for all rows (Coifman and Lafon 2006). With alpha 1 it
   * estimates the Laplace-Beltrami operator; where the density is very uneven, rows in thin regions
   * lose all their links.
   */
  FIXED,
  /**
   * {@code exp(-(d / sigma_i)^decay)} with sigma_i the distance to the row's bandwidth-k-th
   * neighbour (Moon et al., PHATE, Nature Biotechnology 2019): every row keeps about bandwidth-k
   * links whatever the density.
   */
  DECAY,
  /**
   * {@code exp(-d^2 / (sigma_i sigma_j))} (Zelnik-Manor and Perona, Self-tuning spectral
   * clustering, NIPS 2004): smooth weights that follow the density.
   */
  SELF_TUNED
}
