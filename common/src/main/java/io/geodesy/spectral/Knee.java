package io.geodesy.spectral;

/**
 * The knee of a curve: where it turns from steep to flat.
 *
 * <p>Satopaa, Albrecht, Irwin, Raghavan, Finding a "Kneedle" in a haystack, ICDCS Workshops 2011.
 * Differs from the paper: the curve is taken as it is, without a smoothing spline, and where no
 * point is confirmed before the curve ends, the one farthest from the chord is taken.
 */
public final class Knee {
  private Knee() {}

  /**
   * Returns the position of the knee of an increasing concave curve.
   *
   * @param x ascending strictly, at least 1 value
   * @param y one a value of x
   * @param sensitivity how far, in mean steps of x, the curve must fall back towards the chord
   *     before a knee counts
   */
  public static int ofRise(double[] x, double[] y, double sensitivity) {
    int n = x.length;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : y) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (n < 3 || !(high > low)) {
      return 0;
    }
    double[] above = new double[n];
    int farthest = 0;
    for (int i = 0; i < n; i++) {
      above[i] = (y[i] - low) / (high - low) - (x[i] - x[0]) / (x[n - 1] - x[0]);
      farthest = above[i] > above[farthest] ? i : farthest;
    }
    double fall = sensitivity / (n - 1);
    int candidate = -1;
    for (int i = 1; i < n; i++) {
      boolean isPeak =
          i < n - 1 && above[i] >= above[i - 1] && above[i] > above[i + 1] && above[i] > 0;
      if (candidate >= 0 && above[i] < above[candidate] - fall) {
        return candidate;
      }
      candidate = isPeak ? i : candidate;
    }
    return farthest;
  }

  /** As {@link #ofRise} for a decreasing convex curve. */
  public static int ofFall(double[] x, double[] y, double sensitivity) {
    double[] negative = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      negative[i] = -y[i];
    }
    return ofRise(x, negative, sensitivity);
  }
}
