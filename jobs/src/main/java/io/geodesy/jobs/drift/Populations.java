package io.geodesy.jobs.drift;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * How the rows are shared out among populations, groups or clusters, in both tables: total
 * variation distance with the interval of the delta method, and the chi-squared test of
 * homogeneity.
 *
 * <p>Populations of fewer than {@value #LEAST} expected rows are put together for the test, rarest
 * first, so that its law holds. Determinism class D0.
 *
 * <p>Paper: K. Pearson, On the criterion that a given system of deviations ..., 1900. Differs from
 * the paper: two samples.
 */
final class Populations {
  static final String NAME = "population-shift";
  private static final double LEAST = 5;

  private final List<Population> populations;
  private final Measure shift;

  private Populations(List<Population> populations, Measure shift) {
    this.populations = populations;
    this.shift = shift;
  }

  /**
   * A population.
   *
   * @param name of the group, or number of the cluster
   * @param referenceRows counted in the reference
   * @param rows counted in the other table
   * @param referenceShare of all its rows
   * @param share of all rows
   * @param low lower end of the share's 95 % interval by Wilson
   * @param high upper end
   * @param stability its part of the population stability index; NaN where a share is 0
   */
  record Population(
      String name,
      long referenceRows,
      long rows,
      double referenceShare,
      double share,
      double low,
      double high,
      double stability) {}

  /**
   * Compares counts.
   *
   * @param names of the populations
   * @param reference rows of each
   * @param current rows of each
   * @param what the populations are, for the note
   */
  static Populations of(List<String> names, long[] reference, long[] current, String what) {
    long n1 = Arrays.stream(reference).sum();
    long n2 = Arrays.stream(current).sum();
    if (n1 == 0 || n2 == 0) {
      return new Populations(
          List.of(), Measure.undefined(NAME, n1, n2, "a table has no row in any population"));
    }
    List<Population> populations = new ArrayList<>();
    double distance = 0;
    double none = 0;
    double signs1 = 0;
    double signs2 = 0;
    double inverse = 1.0 / n1 + 1.0 / n2;
    for (int i = 0; i < names.size(); i++) {
      double p = (double) reference[i] / n1;
      double q = (double) current[i] / n2;
      double pooled = (double) (reference[i] + current[i]) / (n1 + n2);
      distance += Math.abs(q - p) / 2;
      none += Math.sqrt(2 / Math.PI * pooled * (1 - pooled) * inverse) / 2;
      signs1 += Math.signum(q - p) * p;
      signs2 += Math.signum(q - p) * q;
      double[] interval = wilson(current[i], n2);
      populations.add(
          new Population(
              names.get(i),
              reference[i],
              current[i],
              p,
              q,
              interval[0],
              interval[1],
              p > 0 && q > 0 ? (q - p) * Math.log(q / p) : Double.NaN));
    }
    double error = Math.sqrt((1 - signs1 * signs1) / n1 + (1 - signs2 * signs2) / n2) / 2;
    populations.sort(
        Comparator.comparingDouble((Population one) -> -Math.abs(one.share - one.referenceShare))
            .thenComparing(Population::name));
    return new Populations(
        populations,
        new Measure(
            NAME,
            distance,
            Math.max(0, distance - Statistic.NORMAL_95 * error),
            Math.min(1, distance + Statistic.NORMAL_95 * error),
            none,
            p(reference, current, n1, n2),
            n1,
            n2,
            "total variation distance of the shares of %d %s".formatted(names.size(), what)));
  }

  List<Population> populations() {
    return populations;
  }

  Measure shift() {
    return shift;
  }

  /** Returns the 95 % interval of a share by Wilson. */
  static double[] wilson(long hits, long n) {
    double z = Statistic.NORMAL_95;
    double share = (double) hits / n;
    double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    double margin =
        z / (1 + z * z / n) * Math.sqrt(share * (1 - share) / n + z * z / (4.0 * n * n));
    return new double[] {Math.max(0, middle - margin), Math.min(1, middle + margin)};
  }

  private static double p(long[] reference, long[] current, long n1, long n2) {
    List<long[]> cells = new ArrayList<>();
    for (int i = 0; i < reference.length; i++) {
      cells.add(new long[] {reference[i], current[i]});
    }
    cells.sort(
        Comparator.comparingLong((long[] cell) -> cell[0] + cell[1])
            .thenComparingLong(cell -> cell[0]));
    double least = LEAST * (n1 + n2) / Math.min(n1, n2);
    List<long[]> merged = new ArrayList<>();
    long[] open = new long[2];
    for (long[] cell : cells) {
      open[0] += cell[0];
      open[1] += cell[1];
      if (open[0] + open[1] >= least) {
        merged.add(open);
        open = new long[2];
      }
    }
    if (merged.size() < 2) {
      return 1;
    }
    merged.get(0)[0] += open[0];
    merged.get(0)[1] += open[1];
    double statistic = 0;
    for (long[] cell : merged) {
      double all = cell[0] + (double) cell[1];
      double expected1 = all * n1 / (n1 + n2);
      double expected2 = all * n2 / (n1 + n2);
      statistic += square(cell[0] - expected1) / expected1;
      statistic += square(cell[1] - expected2) / expected2;
    }
    return 1 - new ChiSquaredDistribution(merged.size() - 1.0).cumulativeProbability(statistic);
  }

  private static double square(double x) {
    return x * x;
  }
}
