package io.geodesy.spectral;

import io.geodesy.kernel.Workers;
import java.io.Serializable;

/**
 * The scaled Chebyshev filter of a symmetric operator: a polynomial that is 1 at {@code top}, small
 * on {@code [low, cut]}, and grows fastest in between among all of its degree.
 *
 * <p>With {@code c = (low + cut) / 2}, {@code e = (cut - low) / 2}: {@code p(x) = C_k((x - c) / e)
 * / C_k((top - c) / e)}, by {@code X_1 = step(0) (T - c) X_0 / e}, {@code X_{i+1} = 2 step(i) (T -
 * c) X_i / e - step(i - 1) step(i) X_{i-1}}, whose members stay of the size of X whatever the
 * degree.
 *
 * <p>Zhou, Saad, Tiago, Chelikowsky, Self-consistent-field calculations using Chebyshev-filtered
 * subspace iteration, J. Comput. Phys. 219 (2006). Differs from the paper: none.
 *
 * @param degree at least 1
 * @param low below the whole spectrum
 * @param cut upper end of what is damped
 * @param top where the filter is 1, above cut
 */
public record ChebyshevFilter(int degree, double low, double cut, double top)
    implements Serializable {
  /** Checks the order of the bounds. */
  public ChebyshevFilter {
    if (degree < 1 || !(low < cut && cut < top)) {
      throw new IllegalArgumentException(
          "Filter of degree %d on [%s, %s] below %s".formatted(degree, low, cut, top));
    }
  }

  /**
   * Returns the degree at which a filter is so many times larger at a value than at the cut:
   * infinity for one that is not above it.
   *
   * @param contrast above 1
   */
  static double degree(double contrast, double value, double low, double cut, double top) {
    return arcosh(contrast) / new ChebyshevFilter(1, low, cut, top).growth(value);
  }

  /** Returns the centre of what is damped. */
  public double center() {
    return 0.5 * (low + cut);
  }

  /** Returns half the width of what is damped. */
  public double halfWidth() {
    return 0.5 * (cut - low);
  }

  /**
   * Returns the factors of the scaled recurrence.
   *
   * @return one a step, {@code step(i) = C_i(s) / C_{i+1}(s)} with {@code s = (top - c) / e}
   */
  public double[] steps() {
    double[] steps = new double[degree];
    double first = halfWidth() / (top - center());
    steps[0] = first;
    for (int i = 1; i < degree; i++) {
      steps[i] = 1 / (2 / first - steps[i - 1]);
    }
    return steps;
  }

  /**
   * Computes {@code y = p(T) x}.
   *
   * @param operator T
   * @param x {@code rows x width}, not modified
   * @param y {@code rows x width}, overwritten
   * @param width vectors in the block
   * @param scratch two blocks like y, overwritten
   * @param workers share the rows
   */
  void apply(
      SymmetricOperator operator,
      double[] x,
      double[] y,
      int width,
      double[][] scratch,
      Workers workers) {
    double[] steps = steps();
    double[][] turns = {y, scratch[0], scratch[1]};
    double[] earlier = y;
    double[] current = x;
    for (int step = 0; step < degree; step++) {
      double[] image = turns[(degree - 1 - step) % 3];
      double[] now = current;
      double[] before = earlier;
      int i = step;
      operator.multiply(now, image, width, workers);
      workers.forRanges(
          operator.rows() * width,
          1 << 14,
          (worker, from, to) -> advance(image, now, before, i, steps, from, to));
      earlier = now;
      current = image;
    }
  }

  /** Returns the value above the cut where the filter is so much; the cut where it is less. */
  double inverse(double filtered) {
    double x = filtered * Math.cosh(degree * growth(top));
    return x <= 1 ? cut : center() + halfWidth() * Math.cosh(arcosh(x) / degree);
  }

  /** Returns the slope of the filter at a value above the cut, or at the cut. */
  double slope(double value) {
    double growth = growth(value);
    double ratio = growth < 1e-6 ? degree : Math.sinh(degree * growth) / Math.sinh(growth);
    return degree * ratio / halfWidth() / Math.cosh(degree * growth(top));
  }

  /** Returns the filter at the cut and, in absolute value, the most that it is below. */
  double most() {
    return 1 / Math.cosh(degree * growth(top));
  }

  private double growth(double value) {
    return arcosh(Math.max(1, (value - center()) / halfWidth()));
  }

  private static double arcosh(double x) {
    return Math.log(x + Math.sqrt(x * x - 1));
  }

  /**
   * Computes one step on some rows.
   *
   * @param image T X_i, overwritten by X_{i+1}
   * @param current X_i
   * @param earlier X_{i-1}, not read at step 0
   * @param step i
   * @param steps as {@link #steps}
   * @param from first value
   * @param to behind the last value
   */
  void advance(
      double[] image,
      double[] current,
      double[] earlier,
      int step,
      double[] steps,
      int from,
      int to) {
    double factor = (step == 0 ? 1 : 2) * steps[step] / halfWidth();
    double back = step == 0 ? 0 : steps[step - 1] * steps[step];
    double center = center();
    for (int i = from; i < to; i++) {
      double next = factor * (image[i] - center * current[i]);
      image[i] = step == 0 ? next : next - back * earlier[i];
    }
  }
}
