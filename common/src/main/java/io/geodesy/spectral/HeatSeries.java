package io.geodesy.spectral;

import java.util.Arrays;

/**
 * The Chebyshev expansion of {@code exp(-x (1 + y))} on {@code -1 <= y <= 1}, cut where the rest is
 * within a tolerance: {@code sum_k c_k T_k(y)} with {@code c_0 = e^-x I_0(x)}, {@code c_k = 2
 * (-1)^k e^-x I_k(x)}.
 *
 * <p>With {@code x = t lambda_max / 2} and y an operator with spectrum [0, lambda_max] brought to
 * [-1, 1], this is {@code exp(-t L)}. The degree is about {@code sqrt(2 x ln(2 / tolerance))} for
 * large x. Class D0. Marcotte et al., Fast multiscale diffusion on graphs, ICASSP 2022, arXiv
 * 2104.14652. Differs from the paper: the degree follows from the exact sum of the coefficients
 * left out, not from a bound on it.
 *
 * @param coefficients c_0 .. c_degree
 * @param tail the sum of the magnitudes left out, which bounds the error
 */
public record HeatSeries(double[] coefficients, double tail) {

  /**
   * Cuts the expansion.
   *
   * @param x at least 0
   * @param tolerance of the value, above 0
   */
  public static HeatSeries of(double x, double tolerance) {
    double[] bessel = ScaledBessel.of(x);
    int length = bessel.length;
    double tail = 0;
    while (length > 1 && tail + 2 * bessel[length - 1] <= tolerance) {
      tail += 2 * bessel[--length];
    }
    double[] coefficients = Arrays.copyOf(bessel, length);
    for (int k = 1; k < length; k++) {
      coefficients[k] *= k % 2 == 0 ? 2 : -2;
    }
    return new HeatSeries(coefficients, tail);
  }

  /** Returns the degree of the polynomial. */
  public int degree() {
    return coefficients.length - 1;
  }
}
