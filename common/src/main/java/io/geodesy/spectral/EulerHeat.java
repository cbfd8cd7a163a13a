package io.geodesy.spectral;

import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The heat operator by implicit Euler steps, {@code (I + (t / K) L)^-K}, each a system solved by
 * conjugate gradients: first order in 1 / K, for comparison with others who compute it so.
 *
 * <p>Cost: K systems a time, about {@code sqrt(1 + t lambda_max / K) ln(1 / tolerance)} products of
 * L each; times share nothing. Class D0. Hestenes and Stiefel, Methods of conjugate gradients, J.
 * Res. NBS 49 (1952). Differs from the paper: columns of a block are solved together, each with its
 * own coefficients.
 */
public final class EulerHeat implements HeatKernel {
  private static final double TOLERANCE = 1e-12;
  private static final int MOST_ITERATIONS = 2000;

  private final SymmetricOperator operator;
  private final double lambdaMax;
  private final int steps;

  /**
   * Makes the operator.
   *
   * @param operator L
   * @param lambdaMax bound on its spectrum, for the estimate of products
   * @param steps K, at least 1
   */
  public EulerHeat(SymmetricOperator operator, double lambdaMax, int steps) {
    this.operator = operator;
    this.lambdaMax = lambdaMax;
    this.steps = steps;
  }

  @Override
  public int rows() {
    return operator.rows();
  }

  /**
   * The error of the heat itself is {@code lambda^2 t^2 / (2K)} at an eigenvalue; this is not it.
   */
  @Override
  public double error(double time) {
    return steps * TOLERANCE;
  }

  @Override
  public int products(double time) {
    return (int) Math.ceil(steps * 16 * Math.sqrt(1 + time * lambdaMax / steps));
  }

  @Override
  public void apply(double[] x, int width, double[] times, double[][] results, Workers workers) {
    for (int t = 0; t < times.length; t++) {
      double[] right = x.clone();
      for (int k = 0; k < steps; k++) {
        System.arraycopy(right, 0, results[t], 0, right.length);
        solve(times[t] / steps, right, results[t], width, workers);
        System.arraycopy(results[t], 0, right, 0, right.length);
      }
    }
  }

  /** Solves {@code (I + h L) y = b}; y holds the first guess. */
  private void solve(double h, double[] b, double[] y, int width, Workers workers) {
    double[] image = new double[b.length];
    double[] residual = new double[b.length];
    shifted(h, y, image, width, workers);
    for (int at = 0; at < b.length; at++) {
      residual[at] = b[at] - image[at];
    }
    double[] direction = residual.clone();
    double[] squares = dots(residual, residual, width);
    double[] targets =
        Arrays.stream(dots(b, b, width)).map(s -> s * TOLERANCE * TOLERANCE).toArray();
    for (int i = 0; i < MOST_ITERATIONS && isAnyAbove(squares, targets); i++) {
      shifted(h, direction, image, width, workers);
      double[] curvature = dots(direction, image, width);
      double[] previous = squares;
      for (int at = 0; at < b.length; at++) {
        int c = at % width;
        double alpha = curvature[c] > 0 ? previous[c] / curvature[c] : 0;
        y[at] += alpha * direction[at];
        residual[at] -= alpha * image[at];
      }
      squares = dots(residual, residual, width);
      for (int at = 0; at < b.length; at++) {
        int c = at % width;
        direction[at] =
            residual[at] + (previous[c] > 0 ? squares[c] / previous[c] : 0) * direction[at];
      }
    }
  }

  private void shifted(double h, double[] x, double[] y, int width, Workers workers) {
    operator.multiply(x, y, width, workers);
    for (int at = 0; at < x.length; at++) {
      y[at] = x[at] + h * y[at];
    }
  }

  private static boolean isAnyAbove(double[] values, double[] targets) {
    for (int c = 0; c < values.length; c++) {
      if (values[c] > targets[c]) {
        return true;
      }
    }
    return false;
  }

  private static double[] dots(double[] a, double[] b, int width) {
    double[] sums = new double[width];
    for (int at = 0; at < a.length; at++) {
      sums[at % width] += a[at] * b[at];
    }
    return sums;
  }
}
