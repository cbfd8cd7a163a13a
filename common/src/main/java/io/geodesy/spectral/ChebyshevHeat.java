package io.geodesy.spectral;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The heat operator by Chebyshev expansion; every time shares the polynomial blocks of the greatest
 * one, and the degree follows from time and tolerance.
 *
 * <p>With {@code phi = lambda_max / 2}: {@code T_{k+1} = 2 (L / phi - I) T_k - T_{k-1}}, {@code
 * exp(-t L) x = sum_k c_k(t phi) T_k}, {@link HeatSeries}. Cost: one product of L a degree, and
 * {@code n x width} multiply-adds for every time whose series reaches that far; memory three blocks
 * of {@code n x width}. Class D0. Marcotte et al., Fast multiscale diffusion on graphs, ICASSP
 * 2022, arXiv 2104.14652. Differs from the paper: as {@link HeatSeries}, and lambda_max from
 * Lanczos steps.
 */
public final class ChebyshevHeat implements HeatKernel {
  private static final int LANCZOS_STEPS = 20;
  private static final int ENTRIES_PER_TASK = 1 << 16;

  private final SymmetricOperator operator;
  private final HeatPolynomial polynomial;

  /**
   * Makes the operator.
   *
   * @param operator L, with spectrum in [0, lambdaMax]
   * @param lambdaMax above 0; too great costs degrees, too small costs exactness
   * @param tolerance of an entry for a unit vector
   */
  public ChebyshevHeat(SymmetricOperator operator, double lambdaMax, double tolerance) {
    this.operator = operator;
    this.polynomial = new HeatPolynomial(lambdaMax, tolerance);
  }

  /**
   * Makes the operator of a Laplacian.
   *
   * @param laplacian L
   * @param tolerance of an entry for a unit vector
   * @param rowKeys a well-mixed key a row: the Lanczos start is a pure function of them
   * @param workers share the rows
   */
  public static ChebyshevHeat of(
      GraphLaplacian laplacian, double tolerance, long[] rowKeys, Workers workers) {
    double[] start = new double[laplacian.rows()];
    Arrays.setAll(start, i -> SeededStream.normal(rowKeys[i], 0));
    double bound = laplacian.gershgorin();
    if (bound > 0) {
      bound =
          Math.min(
              bound,
              LanczosSteps.of(laplacian, start, LANCZOS_STEPS, new double[0][], workers)
                  .upperBound());
    }
    // A graph without links has L = 0, and any bound will do.
    return new ChebyshevHeat(laplacian, bound > 0 ? bound : 1, tolerance);
  }

  /** Returns the bound on the spectrum. */
  public double lambdaMax() {
    return polynomial.lambdaMax();
  }

  @Override
  public int rows() {
    return operator.rows();
  }

  @Override
  public double error(double time) {
    return polynomial.error(time);
  }

  @Override
  public int products(double time) {
    return polynomial.products(time);
  }

  @Override
  public void apply(double[] x, int width, double[] times, double[][] results, Workers workers) {
    double[][] coefficients = polynomial.coefficients(times);
    int length = Arrays.stream(coefficients).mapToInt(c -> c.length).max().orElse(0);
    int entries = rows() * width;
    double[] before = new double[entries];
    double[] now = x.clone();
    double[] product = new double[entries];
    for (int t = 0; t < times.length; t++) {
      double c = coefficients[t][0];
      double[] result = results[t];
      for (int at = 0; at < entries; at++) {
        result[at] = c * x[at];
      }
    }
    for (int k = 1; k < length; k++) {
      operator.multiply(now, product, width, workers);
      double[] last = before;
      step(k, now, last, product, coefficients, results, workers);
      before = now;
      now = last;
    }
  }

  /** Puts {@code T_k} in the place of {@code T_{k-2}} and adds it to every series that has it. */
  private void step(
      int k,
      double[] now,
      double[] last,
      double[] product,
      double[][] coefficients,
      double[][] results,
      Workers workers) {
    double factor = (k == 1 ? 2 : 4) / lambdaMax();
    double center = k == 1 ? 1 : 2;
    double kept = k == 1 ? 0 : 1;
    workers.forRanges(
        now.length,
        ENTRIES_PER_TASK,
        (worker, from, to) -> {
          for (int at = from; at < to; at++) {
            last[at] = factor * product[at] - center * now[at] - kept * last[at];
          }
          for (int t = 0; t < results.length; t++) {
            if (k < coefficients[t].length) {
              addScaled(coefficients[t][k], last, results[t], from, to);
            }
          }
        });
  }

  private static void addScaled(double c, double[] x, double[] y, int from, int to) {
    for (int at = from; at < to; at++) {
      y[at] = Math.fma(c, x[at], y[at]);
    }
  }
}
