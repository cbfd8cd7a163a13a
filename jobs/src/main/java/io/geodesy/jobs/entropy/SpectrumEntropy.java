package io.geodesy.jobs.entropy;

import io.geodesy.spectral.SpectralSamples;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The entropy of the powers of eigenvalues, {@code p_i = |mu_i|^t / S + 2.2e-16}, {@code S = sum
 * |mu|^t}, {@code H = -sum p_i log2 p_i}, from all eigenvalues or from a quadrature.
 *
 * <p>From a quadrature, {@code H = log2 S - (1/S) sum |mu|^t log2 |mu|^t}: both sums come from the
 * same nodes, the trace, which is known, is the control variate of both, and the standard error is
 * the jackknife's over probes. Differs from the paper: the constant 2.2e-16, which is worth less
 * than n 1.2e-14 bits, has no place in the quadrature.
 */
final class SpectrumEntropy {
  private static final double FLOOR = 2.2e-16;

  private SpectrumEntropy() {}

  /** The entropy of all eigenvalues. */
  static Entropy of(double[] eigenvalues, double t) {
    double[] powers = Arrays.stream(eigenvalues).map(power(t)).toArray();
    double sum = Arrays.stream(powers).sum();
    double bits = 0;
    for (double power : powers) {
      double p = power / sum + FLOOR;
      bits -= p * Entropy.log2(p);
    }
    return new Entropy(Math.max(0, bits), sum, 0, eigenvalues.length);
  }

  /** Returns {@code |mu|^t}. */
  static DoubleUnaryOperator power(double t) {
    return mu -> Math.pow(Math.abs(mu), t);
  }

  /** Returns {@code |mu|^t log2 |mu|^t}, 0 at 0. */
  static DoubleUnaryOperator powerTimesLog(double t) {
    return mu -> {
      double power = Math.pow(Math.abs(mu), t);
      return power > 0 ? power * Entropy.log2(power) : 0;
    };
  }

  /**
   * The entropy by quadrature.
   *
   * @param samples of the spectrum of the operator
   * @param t the exponent
   * @param trace of the operator, exact
   * @param n rows
   */
  static Entropy of(SpectralSamples samples, double t, double trace, int n) {
    double[] sums = samples.of(power(t), mu -> mu, trace);
    double[] logs = samples.of(powerTimesLog(t), mu -> mu, trace);
    double exactSum = samples.deflated(power(t));
    double exactLogs = samples.deflated(powerTimesLog(t));
    double sum = Arrays.stream(sums).sum();
    double log = Arrays.stream(logs).sum();
    int probes = sums.length;
    double bits = bits(exactSum + sum / probes, exactLogs + log / probes, n);
    double[] left = new double[probes];
    for (int p = 0; p < probes; p++) {
      left[p] =
          bits(
              exactSum + (sum - sums[p]) / (probes - 1),
              exactLogs + (log - logs[p]) / (probes - 1),
              n);
    }
    double mean = Arrays.stream(left).average().orElse(0);
    double squares = Arrays.stream(left).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares * (probes - 1.0) / probes);
    return new Entropy(bits, exactSum + sum / probes, error, samples.leading().length);
  }

  /** Noise may put a sum of tiny eigenvalues below zero: no entropy leaves [0, log2 n]. */
  private static double bits(double sum, double logs, int n) {
    double bits = Entropy.log2(sum) - logs / sum;
    return Math.min(Entropy.log2(n), Math.max(0, bits));
  }
}
