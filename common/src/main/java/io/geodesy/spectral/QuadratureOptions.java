package io.geodesy.spectral;

/**
 * What a stochastic quadrature may cost and must reach.
 *
 * @param probes random vectors, at least 2
 * @param maxSteps operator products, each with all probes at once, at least 1
 * @param share the quadrature ends when two more steps change no watched sum by more than this
 *     share of its standard error: beyond that only more probes help
 */
public record QuadratureOptions(int probes, int maxSteps, double share) {
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
  }

  /** A tenth of the standard error, which adds less than a hundredth to the variance. */
  public static QuadratureOptions of(int probes, int maxSteps) {
    return new QuadratureOptions(probes, maxSteps, 0.1);
  }
}
