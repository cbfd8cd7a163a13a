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
  SELF_TUNED,
  /** {@code exp(-d / sigma_i)}: heavier tails than a Gaussian, a width for every row. */
  EXPONENTIAL,
  /**
   * {@code exp(-d^2 / (4 eps rho_i rho_j))} with {@code rho = q0^beta} of a pilot density q0 (Berry
   * and Harlim, Variable bandwidth diffusion kernels, ACHA 2016): the one whose generator does not
   * depend on how unevenly the rows were drawn.
   */
  VARIABLE,
  /**
   * {@code exp(-max(0, d - r_i) / sigma_i)} with r_i the nearest positive distance and sigma_i such
   * that the weights of a list add up to the binary logarithm of its length (McInnes, Healy,
   * Melville, UMAP, arXiv 1802.03426); meant for {@code symmetrize = fuzzy-union}.
   */
  FUZZY,
  /**
   * {@code (1 + cos) / 2 = 1 - d^2 / 4} of chord distances: the linear kernel, on neighbours alone.
   */
  COSINE;

  /**
   * Returns the weight that a row gives another one, of a kernel that needs no more than the two
   * widths.
   *
   * @param distance of the two
   * @param own width of the row
   * @param other width of the other one
   * @param decay exponent of {@link #DECAY}
   * @param eps of {@link #FIXED}
   * @throws IllegalStateException for a kernel that needs more
   */
  double weight(double distance, double own, double other, double decay, double eps) {
    return switch (this) {
      case FIXED -> Math.exp(-distance * distance / (4 * eps));
      case DECAY -> Math.exp(-Math.pow(distance / own, decay));
      case SELF_TUNED -> Math.exp(-distance / own * (distance / other));
      case EXPONENTIAL -> Math.exp(-distance / own);
      case COSINE -> Math.max(0, 1 - distance * distance / 4);
      case VARIABLE, FUZZY ->
          throw new IllegalStateException(this + " weighs by more than two widths");
    };
  }

  /** Tells whether one eps holds for all rows. */
  public boolean hasEps() {
    return this == FIXED || this == VARIABLE;
  }
}
