package io.geodesy.spectral;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * What random probes tell of a spectrum: the leading eigenvalues, taken exactly, and for every
 * probe a Gauss quadrature of its spectral measure over all others. Sums of any functions follow
 * from the same nodes.
 *
 * @param leading eigenvalues that no probe samples
 * @param nodes of every probe; probes may share an array
 * @param weights of the nodes; those of a probe sum to about the number of eigenvalues sampled
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpectralSamples(double[] leading, double[][] nodes, double[][] weights) {
  /**
   * An estimate.
   *
   * @param value the deflated part and the mean over probes
   * @param standardError of that mean
   */
  public record Sum(double value, double standardError) {}

  /** Returns the sum of f over the leading eigenvalues. */
  public double deflated(DoubleUnaryOperator f) {
    return Arrays.stream(leading).map(f).sum();
  }

  /** Returns for every probe its estimate of the sum of f over all other eigenvalues. */
  public double[] of(DoubleUnaryOperator f) {
    double[] result = new double[nodes.length];
    double[] values = new double[0];
    for (int c = 0; c < result.length; c++) {
      if (c == 0 || nodes[c] != nodes[c - 1]) {
        values = Arrays.stream(nodes[c]).map(f).toArray();
      }
      for (int j = 0; j < values.length; j++) {
        result[c] += weights[c][j] * values[j];
      }
    }
    return result;
  }

  /**
   * Returns {@link #of}, less what its likeness to a function of known trace explains: a control
   * variate, its coefficient by regression over the probes.
   *
   * @param f to be estimated
   * @param control a function
   * @param trace of the control over the whole spectrum, exact
   */
  public double[] of(DoubleUnaryOperator f, DoubleUnaryOperator control, double trace) {
    double[] values = of(f);
    double[] controls = of(control);
    double known = trace - deflated(control);
    double meanValue = Arrays.stream(values).average().orElse(0);
    double meanControl = Arrays.stream(controls).average().orElse(0);
    double both = 0;
    double variance = 0;
    for (int c = 0; c < values.length; c++) {
      both += (values[c] - meanValue) * (controls[c] - meanControl);
      variance += (controls[c] - meanControl) * (controls[c] - meanControl);
    }
    double slope = variance > 0 ? both / variance : 0;
    for (int c = 0; c < values.length; c++) {
      values[c] -= slope * (controls[c] - known);
    }
    return values;
  }

  /** Returns the trace of f. */
  public Sum sum(DoubleUnaryOperator f) {
    double[] samples = of(f);
    double mean = Arrays.stream(samples).average().orElse(0);
    double squares = Arrays.stream(samples).map(s -> (s - mean) * (s - mean)).sum();
    double variance = squares / (samples.length - 1.0) / samples.length;
    return new Sum(deflated(f) + mean, Math.sqrt(variance));
  }
}
