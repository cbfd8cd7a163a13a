package io.geodesy.jobs.deviation;

import io.geodesy.jobs.deviation.LayerRows.LayerKey;
import io.geodesy.jobs.deviation.LayerRows.Role;
import io.geodesy.kernel.NearestRows;
import io.geodesy.kernel.Workers;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The deviation of every row of one layer: the mean distance to its k nearest correct rows, itself
 * left out; and the dimension (TwoNN) of the correct and of the failing rows.
 *
 * <p>Cost: {@code 2 n n_C dim} operations, and as many of the failing rows among themselves.
 * Determinism class D0.
 *
 * <p>Paper: REMA, A Unified Reasoning Manifold Framework for Interpreting Large Language Model,
 * 2025, arXiv 2509.22518. Differs from the paper: none; correct rows held out for calibration are
 * measured against the others, as failing ones are.
 *
 * @param key layer and group
 * @param samples ascending
 * @param roles one a sample
 * @param values the deviations, one a sample
 * @param dimensionCorrect of the reference rows; NaN where undefined
 * @param dimensionError of the failing rows; NaN where undefined
 */
@SuppressWarnings("ArrayRecordComponent")
record LayerDeviations(
    LayerKey key,
    String[] samples,
    Role[] roles,
    double[] values,
    double dimensionCorrect,
    double dimensionError)
    implements Serializable {
  private static final int FEWEST_FOR_DIMENSION = 3;

  /** Measures all rows; the layer has more than k reference rows. */
  static LayerDeviations of(LayerRows rows, int k, Workers workers) {
    float[] reference = rows.values(Role.REFERENCE);
    int dim = rows.dim();
    int n = reference.length / dim;
    int[] itself = IntStream.range(0, n).toArray();
    int length = Math.min(n - 1, Math.max(2, k));
    NearestRows.Found internal =
        NearestRows.search(reference, reference, dim, itself, length, workers);
    double[] values = new double[rows.samples().length];
    place(rows, Role.REFERENCE, internal, k, values);
    for (Role role : new Role[] {Role.HELD_OUT, Role.ERROR}) {
      int count = rows.count(role);
      if (count > 0) {
        NearestRows.Found found =
            NearestRows.search(
                reference, rows.values(role), dim, NearestRows.strangers(count), k, workers);
        place(rows, role, found, k, values);
      }
    }
    return new LayerDeviations(
        rows.key(),
        rows.samples(),
        rows.roles(),
        values,
        dimension(internal),
        dimension(rows, workers));
  }

  private static void place(
      LayerRows rows, Role role, NearestRows.Found found, int k, double[] values) {
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      if (rows.roles()[i] == role) {
        double sum = 0;
        for (int j = 0; j < k; j++) {
          sum += Math.sqrt(found.squared()[at * found.k() + j]);
        }
        values[i] = sum / k;
        at++;
      }
    }
  }

  private static double dimension(LayerRows rows, Workers workers) {
    int n = rows.count(Role.ERROR);
    if (n < FEWEST_FOR_DIMENSION) {
      return Double.NaN;
    }
    float[] errors = rows.values(Role.ERROR);
    int[] itself = IntStream.range(0, n).toArray();
    return dimension(NearestRows.search(errors, errors, rows.dim(), itself, 2, workers));
  }

  /**
   * TwoNN by maximum likelihood, {@code (n - 1) / sum ln(r2 / r1)}, over rows without a copy (Facco
   * and others, 2017).
   */
  private static double dimension(NearestRows.Found found) {
    double sum = 0;
    int n = 0;
    for (int at = 0; at < found.squared().length; at += found.k()) {
      if (found.squared()[at] > 0) {
        sum += Math.log(found.squared()[at + 1] / found.squared()[at]) / 2;
        n++;
      }
    }
    return n > 1 && sum > 0 ? (n - 1) / sum : Double.NaN;
  }

  /** Returns the deviations of one role, in order. */
  double[] of(Role role) {
    return IntStream.range(0, values.length)
        .filter(i -> roles[i] == role)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  /** Returns the deviations of correct rows against which false alarms are counted. */
  double[] control() {
    boolean isHeldOut = Arrays.asList(roles).contains(Role.HELD_OUT);
    return of(isHeldOut ? Role.HELD_OUT : Role.REFERENCE);
  }
}
