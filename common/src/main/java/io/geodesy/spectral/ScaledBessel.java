package io.geodesy.spectral;

/**
 * Modified Bessel functions of the first kind, scaled: {@code e^-x I_k(x)}, k = 0, 1, ...
 *
 * <p>Miller's downward recurrence {@code I_{k-1} = I_{k+1} + (2k / x) I_k} from an order where the
 * function is negligible, normalised by {@code e^-x (I_0 + 2 I_1 + 2 I_2 + ...) = 1}. All terms are
 * positive, so that every value above 1e-20 has nearly full relative precision. Cost: {@code O(sqrt
 * x)}. Class D0.
 *
 * <p>F. Olver et al., NIST Handbook of Mathematical Functions, 2010, section 10.74(iv). Differs
 * from the paper: none.
 */
public final class ScaledBessel {
  /** {@code e^-x I_k(x) < exp(-k^2 / (2x))} roughly: so many orders leave less than 1e-26. */
  private static final double ORDERS_PER_ROOT = Math.sqrt(120);

  private static final int LEAST_ORDERS = 40;
  private static final double LARGE = 1e250;

  private ScaledBessel() {}

  /**
   * Returns {@code e^-x I_k(x)} for k from 0 to beyond the last that matters: what is left out sums
   * to less than 1e-24.
   *
   * @param x at least 0
   */
  public static double[] of(double x) {
    if (!(x >= 0) || x > 1e15) {
      throw new IllegalArgumentException("x is " + x);
    }
    int orders = LEAST_ORDERS + (int) Math.ceil(ORDERS_PER_ROOT * Math.sqrt(x));
    double[] values = new double[orders];
    if (x == 0) {
      values[0] = 1;
      return values;
    }
    double above = 0;
    values[orders - 1] = 1e-300;
    for (int k = orders - 1; k > 0; k--) {
      values[k - 1] = above + 2 * k / x * values[k];
      above = values[k];
      if (values[k - 1] > LARGE) {
        above /= LARGE;
        for (int j = k - 1; j < orders; j++) {
          values[j] /= LARGE;
        }
      }
    }
    double total = 0;
    for (int k = orders - 1; k > 0; k--) {
      total += 2 * values[k];
    }
    total += values[0];
    for (int k = 0; k < orders; k++) {
      values[k] /= total;
    }
    return values;
  }
}
