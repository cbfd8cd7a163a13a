package io.geodesy.spectral;

import java.util.Arrays;

/**
 * The polynomials by which heat operators of one Laplacian are applied: of every time one, all in
 * the Chebyshev polynomials of the same interval.
 *
 * @param lambdaMax the spectrum of L is in [0, lambdaMax]; above 0: too great costs degrees, too
 *     small costs exactness
 * @param tolerance of an entry for a unit vector
 */
record HeatPolynomial(double lambdaMax, double tolerance) implements HeatAccuracy {
  /** A few units in the last place of 1, the size of the polynomial blocks. */
  private static final double ROUNDING = 5e-16;

  /** Checks the bound. */
  HeatPolynomial {
    if (!(lambdaMax > 0)) {
      throw new IllegalArgumentException("lambdaMax is " + lambdaMax);
    }
  }

  /** Returns the expansion for a time. */
  HeatSeries series(double time) {
    return HeatSeries.of(time * lambdaMax / 2, tolerance);
  }

  /** Returns the coefficients for some times. */
  double[][] coefficients(double[] times) {
    return Arrays.stream(times).mapToObj(t -> series(t).coefficients()).toArray(double[][]::new);
  }

  @Override
  public double error(double time) {
    return series(time).tail() + ROUNDING;
  }

  @Override
  public int products(double time) {
    return series(time).degree();
  }
}
