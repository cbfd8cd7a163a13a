package io.geodesy.jobs.entropy;

import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variants without eigenvalues, exact for any number of rows; t plays no part in them.
 *
 * <p>{@code ENTRIES}: {@code p_ij = K_ij / sum K}, the entropy over all ordered pairs, between 0
 * and 2 log2 n; two passes of {@code n^2 / 2} distances in double, nothing stored. {@code SHANNON}:
 * every column is cut at the middle of its range, and the entropy is that of how often each pattern
 * of halves occurs, between 0 and log2 n; one pass. Determinism class D0.
 */
final class PlainMeasure implements EntropyMeasure {
  private static final int GRAIN = 64;

  private final Variant variant;
  private final float[] values;
  private final int dim;
  private final double bandwidth;
  private final int times;
  private final Workers workers;

  /**
   * A measure.
   *
   * @param variant without eigenvalues
   * @param values {@code n x dim} row-major
   * @param dim columns
   * @param bandwidth s, of the entries
   * @param times how many t were asked
   * @param workers share the rows
   */
  PlainMeasure(
      Variant variant, float[] values, int dim, double bandwidth, int times, Workers workers) {
    this.variant = variant;
    this.values = values;
    this.dim = dim;
    this.bandwidth = bandwidth;
    this.times = times;
    this.workers = workers;
  }

  @Override
  public Measured of(int[] rows) {
    Entropy entropy = variant == Variant.ENTRIES ? entries(rows) : patterns(rows);
    return new Measured(Collections.nCopies(times, entropy), new double[0]);
  }

  private Entropy entries(int[] rows) {
    int n = rows.length;
    PairDistances distances = PairDistances.of(values, dim);
    double[] sums = new double[n];
    workers.forRanges(
        n,
        GRAIN,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int j = 0; j < n; j++) {
              sums[i] += distances.weight(rows[i], rows[j], bandwidth);
            }
          }
        });
    double[] total = new double[n];
    double[] logs = new double[n];
    workers.forRanges(
        n,
        GRAIN,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            for (int j = 0; j < n; j++) {
              double weight = distances.weight(rows[i], rows[j], bandwidth);
              double entry = weight / Math.sqrt(sums[i] * sums[j]);
              total[i] += entry;
              logs[i] += entry > 0 ? entry * Entropy.log2(entry) : 0;
            }
          }
        });
    double sum = Arrays.stream(total).sum();
    double bits = Entropy.log2(sum) - Arrays.stream(logs).sum() / sum;
    return new Entropy(Math.max(0, bits), sum, 0, 0);
  }

  private Entropy patterns(int[] rows) {
    float[] low = new float[dim];
    float[] high = new float[dim];
    Arrays.fill(low, Float.POSITIVE_INFINITY);
    Arrays.fill(high, Float.NEGATIVE_INFINITY);
    for (int row : rows) {
      for (int c = 0; c < dim; c++) {
        low[c] = Math.min(low[c], values[row * dim + c]);
        high[c] = Math.max(high[c], values[row * dim + c]);
      }
    }
    Map<List<Long>, Integer> counts = new HashMap<>();
    for (int row : rows) {
      Long[] pattern = new Long[(dim + 63) / 64];
      Arrays.fill(pattern, 0L);
      for (int c = 0; c < dim; c++) {
        double middle = 0.5 * ((double) low[c] + high[c]);
        if (high[c] > low[c] && values[row * dim + c] >= middle) {
          pattern[c / 64] |= 1L << c % 64;
        }
      }
      counts.merge(List.of(pattern), 1, Integer::sum);
    }
    double bits = 0;
    // Sorted, so that the sum does not depend on the order of a hash table.
    for (int count : counts.values().stream().mapToInt(Integer::intValue).sorted().toArray()) {
      double p = (double) count / rows.length;
      bits -= p * Entropy.log2(p);
    }
    return new Entropy(Math.max(0, bits), rows.length, 0, 0);
  }
}
