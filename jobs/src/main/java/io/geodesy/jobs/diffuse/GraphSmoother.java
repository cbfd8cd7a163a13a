package io.geodesy.jobs.diffuse;

import io.geodesy.kernel.Workers;
import io.geodesy.spectral.ChebyshevHeat;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.SymmetricOperator;
import java.util.Arrays;

/**
 * Smooths blocks of columns over the graph: {@code P^t X} by t products, or {@code exp(-t (I - P))
 * X} by Chebyshev expansion. With {@code phi} the stationary vector, {@code P = phi^-1 T phi}, so
 * that the symmetric operator does the work.
 *
 * <p>A constant column stays what it is, and the mean under the stationary measure {@code phi^2} is
 * kept. Cost: t products, or about {@code sqrt(37 t)}; four blocks of {@code n x width}. Class D0.
 *
 * <p>D. van Dijk et al., Recovering gene interactions from single-cell data using data diffusion,
 * Cell 174, 2018 (MAGIC). Differs from the paper: no rescaling of the columns after smoothing, no
 * prior reduction to principal components.
 */
final class GraphSmoother {
  /** The spectrum of I - P lies in [0, 2]. */
  private static final double LAMBDA_MAX = 2;

  private final DiffusionOperator operator;
  private final double[] stationary;
  private final Smoothing smoothing;
  private final double t;
  private final ChebyshevHeat heat;
  private final Workers workers;

  /**
   * Makes a smoother.
   *
   * @param operator of the graph; every row needs a positive degree
   * @param smoothing how
   * @param t how long, whole for {@link Smoothing#WALK}
   * @param tolerance of {@link Smoothing#HEAT}
   * @param workers share the rows
   */
  GraphSmoother(
      DiffusionOperator operator,
      Smoothing smoothing,
      double t,
      double tolerance,
      Workers workers) {
    this.operator = operator;
    this.stationary = operator.stationary();
    this.smoothing = smoothing;
    this.t = t;
    this.heat = new ChebyshevHeat(new Generator(operator), LAMBDA_MAX, tolerance);
    this.workers = workers;
  }

  /** Returns the products that a block costs. */
  long products() {
    return smoothing == Smoothing.WALK ? (long) t : heat.products(t);
  }

  /**
   * Smooths a block.
   *
   * @param x {@code rows x width} row-major, not modified
   * @param width columns of the block
   */
  double[] smooth(double[] x, int width) {
    double[] means = means(x, width);
    double[] now = scaled(x, means, width);
    double[] next = new double[x.length];
    if (smoothing == Smoothing.HEAT) {
      heat.apply(now, width, new double[] {t}, new double[][] {next}, workers);
      now = next;
    } else {
      for (long step = 0; step < (long) t; step++) {
        operator.multiply(now, next, width, workers);
        double[] swap = now;
        now = next;
        next = swap;
      }
    }
    for (int at = 0; at < now.length; at++) {
      now[at] = now[at] / stationary[at / width] + means[at % width];
    }
    return now;
  }

  /**
   * Measures columns.
   *
   * @param x {@code rows x width} row-major
   * @param width columns of the block
   */
  Roughness[] measure(double[] x, int width) {
    double[] means = means(x, width);
    double[] scaled = scaled(x, means, width);
    double[] walked = new double[x.length];
    operator.multiply(scaled, walked, width, workers);
    double[] variances = new double[width];
    double[] energies = new double[width];
    for (int at = 0; at < scaled.length; at++) {
      variances[at % width] += scaled[at] * scaled[at];
      energies[at % width] += scaled[at] * (scaled[at] - walked[at]);
    }
    Roughness[] found = new Roughness[width];
    Arrays.setAll(found, c -> new Roughness(means[c], variances[c], Math.max(0, energies[c])));
    return found;
  }

  /** Returns the means of columns under the stationary measure. */
  private double[] means(double[] x, int width) {
    double[] means = new double[width];
    for (int at = 0; at < x.length; at++) {
      double phi = stationary[at / width];
      means[at % width] = Math.fma(phi * phi, x[at], means[at % width]);
    }
    return means;
  }

  /**
   * Returns {@code phi (x - mean)}. The constant is in the kernel of I - P: leaving it out keeps
   * digits.
   */
  private double[] scaled(double[] x, double[] means, int width) {
    double[] scaled = new double[x.length];
    for (int at = 0; at < x.length; at++) {
      scaled[at] = stationary[at / width] * (x[at] - means[at % width]);
    }
    return scaled;
  }

  /** {@code I - T}. */
  private record Generator(DiffusionOperator operator) implements SymmetricOperator {
    @Override
    public int rows() {
      return operator.rows();
    }

    @Override
    public void multiply(double[] x, double[] y, int width, Workers workers) {
      operator.multiply(x, y, width, workers);
      for (int at = 0; at < rows() * width; at++) {
        y[at] = x[at] - y[at];
      }
    }
  }
}
