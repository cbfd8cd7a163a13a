package io.geodesy.spectral;

/**
 * What a stochastic quadrature may cost and must reach.
 *
 * @param probes random vectors, at least 2
 * @param maxSteps operator products, each with all probes at once, at least 1
 * @param share the quadrature ends when two more steps change no watched sum by more than this
 *     share of its standard error, beyond which only more probes help,
 * @param relative or by more than this share of the sum itself, which is what counts where many
 *     rows make the standard error tiny
 */
public record QuadratureOptions(int probes, int maxSteps, double share, double relative) {
  /** Checks the values. */
  public QuadratureOptions {
    if (probes < 2) {
      throw new IllegalArgumentException("probes is " + probes);
    }
    if (maxSteps < 1) {
      throw new IllegalArgumentException("maxSteps is " + maxSteps);
    }
    if (!(share > 0)) {
      throw new IllegalArgumentException("share is " + share);
    }
    if (!(relative > 0)) {
      throw new IllegalArgumentException("relative is " + relative);
    }
  }

  /**
   * A tenth of the standard error, which adds a hundredth to the variance, or a ten-thousandth of
   * the sum.
   */
  public static QuadratureOptions of(int probes, int maxSteps) {
    return new QuadratureOptions(probes, maxSteps, 0.1, 1e-4);
  }
}
