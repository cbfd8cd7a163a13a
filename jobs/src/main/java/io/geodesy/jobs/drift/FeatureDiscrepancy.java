package io.geodesy.jobs.drift;

import io.geodesy.moment.FeatureSums;
import io.geodesy.moment.Sketch;
import io.geodesy.table.Statistic;
import java.util.Arrays;

/**
 * The unbiased squared maximum mean discrepancy under a Gaussian kernel, from the random features
 * of all rows, and a permutation test over hash buckets.
 *
 * <p>Buckets of the larger table are kept and those of the smaller put together until they hold
 * about as many rows. What a bucket's sum lies off the pooled mean, over the root of its rows, has
 * one distribution in both tables without drift; these are permuted over the buckets. The interval
 * is the jackknife's, leaving out one bucket of both tables at a time.
 *
 * <p>Cost: {@code buckets^2 (features + permutations)} operations; no row is read. Determinism
 * class D0.
 *
 * <p>Papers: A. Gretton and others, A Kernel Two-Sample Test, JMLR 13, 2012; J. Zhao, D. Meng,
 * FastMMD, Neural Computation 27, 2015. Differs from the papers: sums of rows are permuted, not
 * rows, so that all rows count and none is needed.
 */
final class FeatureDiscrepancy {
  static final String NAME = "mmd-squared";

  private FeatureDiscrepancy() {}

  static Measure of(Sketch reference, Sketch current, int permutations, long seed) {
    FeatureSums first = reference.features();
    FeatureSums second = current.features();
    long n1 = reference.count();
    long n2 = current.count();
    if (n1 < 2 || n2 < 2) {
      return Measure.undefined(NAME, n1, n2, "it needs two rows of each table");
    }
    double[] sum1 = total(first);
    double[] sum2 = total(second);
    double value = unbiased(sum1, n1, sum2, n2);
    double error = Math.sqrt(jackknife(first, second, sum1, sum2, n1, n2));
    return new Measure(
        NAME,
        value,
        value - Statistic.NORMAL_95 * error,
        value + Statistic.NORMAL_95 * error,
        0,
        new Permuted(first, second, sum1, sum2, n1, n2).p(permutations, seed),
        n1,
        n2,
        "unbiased, so that it may be below 0; Gaussian kernel of bandwidth %.4g by %d random features"
            .formatted(reference.design().bandwidth(), first.features()));
  }

  private static double[] total(FeatureSums features) {
    double[] sum = new double[features.features()];
    for (int b = 0; b < features.counts().length; b++) {
      double[] part = features.sum(b);
      Arrays.setAll(sum, f -> sum[f] + part[f]);
    }
    return sum;
  }

  /** Every row's features have norm one, so that pairs of a row with itself are n. */
  private static double unbiased(double[] sum1, long n1, double[] sum2, long n2) {
    return (dot(sum1, sum1) - n1) / ((double) n1 * (n1 - 1))
        + (dot(sum2, sum2) - n2) / ((double) n2 * (n2 - 1))
        - 2 * dot(sum1, sum2) / ((double) n1 * n2);
  }

  private static double jackknife(
      FeatureSums first, FeatureSums second, double[] sum1, double[] sum2, long n1, long n2) {
    int buckets = first.counts().length;
    double sum = 0;
    double squares = 0;
    int left = 0;
    for (int b = 0; b < buckets; b++) {
      long rest1 = n1 - first.counts()[b];
      long rest2 = n2 - second.counts()[b];
      if (rest1 > 1 && rest2 > 1 && rest1 + rest2 < n1 + n2) {
        double value =
            unbiased(minus(sum1, first.sum(b)), rest1, minus(sum2, second.sum(b)), rest2);
        sum += value;
        squares += value * value;
        left++;
      }
    }
    return left < 2 ? Double.NaN : Math.max(0, squares - sum * sum / left) * (left - 1.0) / left;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] out = new double[a.length];
    Arrays.setAll(out, i -> a[i] - b[i]);
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * Buckets of about equal size, as deviations from the pooled mean over the root of their rows.
   */
  private static final class Permuted {
    private final double[] roots;
    private final double[] signs;
    private final double[][] products;

    Permuted(
        FeatureSums first, FeatureSums second, double[] sum1, double[] sum2, long n1, long n2) {
      int buckets = first.counts().length;
      int[] groups = {buckets, buckets};
      int smaller = n1 < n2 ? 0 : 1;
      double ratio = Math.max(n1, n2) / (double) Math.min(n1, n2);
      while (groups[smaller] > 1 && ratio > Math.sqrt(2)) {
        groups[smaller] /= 2;
        ratio /= 2;
      }
      int most = groups[0] + groups[1];
      double[][] deviations = new double[most][];
      double[] rows = new double[most];
      double[] sign = new double[most];
      int at = 0;
      for (int table = 0; table < 2; table++) {
        FeatureSums features = table == 0 ? first : second;
        for (int g = 0; g < groups[table]; g++) {
          int width = buckets / groups[table];
          double[] sum = new double[sum1.length];
          long count = 0;
          for (int b = g * width; b < (g + 1) * width; b++) {
            double[] part = features.sum(b);
            Arrays.setAll(sum, f -> sum[f] + part[f]);
            count += features.counts()[b];
          }
          if (count > 0) {
            double n = count;
            double root = Math.sqrt(n);
            Arrays.setAll(sum, f -> (sum[f] - n * (sum1[f] + sum2[f]) / (n1 + n2)) / root);
            deviations[at] = sum;
            rows[at] = root;
            sign[at++] = table == 0 ? 1.0 / n1 : -1.0 / n2;
          }
        }
      }
      roots = Arrays.copyOf(rows, at);
      signs = Arrays.copyOf(sign, at);
      products = new double[at][at];
      for (int i = 0; i < at; i++) {
        for (int j = 0; j <= i; j++) {
          products[i][j] = dot(deviations[i], deviations[j]);
          products[j][i] = products[i][j];
        }
      }
    }

    double p(int permutations, long seed) {
      int n = roots.length;
      int[] same = new int[n];
      Arrays.setAll(same, i -> i);
      double observed = squared(same) * (1 - 1e-12);
      int reached = 1;
      for (int number = 0; number < permutations; number++) {
        reached += squared(SamplePair.shuffle(n, seed, number)) >= observed ? 1 : 0;
      }
      return reached / (permutations + 1.0);
    }

    /** The squared distance of the two means when bucket i has the deviation of another. */
    private double squared(int[] order) {
      int n = roots.length;
      double[] weights = new double[n];
      for (int i = 0; i < n; i++) {
        weights[order[i]] = signs[i] * roots[i];
      }
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += weights[i] * dot(products[i], weights);
      }
      return sum;
    }
  }
}
