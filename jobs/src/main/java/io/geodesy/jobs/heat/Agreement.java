package io.geodesy.jobs.heat;

import io.geodesy.kernel.IndexSort;
import java.util.Arrays;

/**
 * How well distances agree with true ones, from each of some rows to all others: means over these
 * rows, with the standard error of the mean. Class D0.
 *
 * @param sources rows compared
 * @param spearman of ranks, ties sharing the mean of theirs
 * @param spearmanError standard error
 * @param pearson of values
 * @param pearsonError standard error
 * @param precision share of the 20 nearest that are truly among the 20 nearest
 * @param frobenius distance of the two matrices, each of unit norm
 * @param maximum largest difference, each matrix divided by its maximum
 */
record Agreement(
    int sources,
    double spearman,
    double spearmanError,
    double pearson,
    double pearsonError,
    double precision,
    double frobenius,
    double maximum) {
  static final int NEAREST = 20;

  /**
   * Compares.
   *
   * @param distances {@code n x m}, NaN between components, from the landmarks in columns
   * @param landmarks m rows
   * @param truth {@code n x width} true coordinates
   * @param width of them
   */
  static Agreement of(double[] distances, int[] landmarks, double[] truth, int width) {
    int m = landmarks.length;
    int n = m == 0 ? 0 : distances.length / m;
    double[] spearman = new double[m];
    double[] pearson = new double[m];
    double[] precision = new double[m];
    double[] sums = new double[3];
    double[] largest = new double[2];
    double[][] found = new double[m][];
    double[][] right = new double[m][];
    int count = 0;
    for (int j = 0; j < m; j++) {
      double[] own = new double[n];
      double[] real = new double[n];
      int at = 0;
      for (int i = 0; i < n; i++) {
        double d = distances[i * m + j];
        if (i != landmarks[j] && !Double.isNaN(d)) {
          own[at] = d;
          real[at++] = distance(truth, i, landmarks[j], width);
        }
      }
      found[j] = Arrays.copyOf(own, at);
      right[j] = Arrays.copyOf(real, at);
      for (int i = 0; i < at; i++) {
        sums[0] += own[i] * own[i];
        sums[1] += real[i] * real[i];
        sums[2] += own[i] * real[i];
        largest[0] = Math.max(largest[0], own[i]);
        largest[1] = Math.max(largest[1], real[i]);
      }
      if (at > 1) {
        spearman[count] = correlation(ranks(found[j]), ranks(right[j]));
        pearson[count] = correlation(found[j], right[j]);
        precision[count++] = precision(found[j], right[j]);
      }
    }
    double maximum = 0;
    for (int j = 0; j < m; j++) {
      for (int i = 0; i < found[j].length; i++) {
        maximum = Math.max(maximum, Math.abs(found[j][i] / largest[0] - right[j][i] / largest[1]));
      }
    }
    double cosine = sums[2] / Math.sqrt(sums[0] * sums[1]);
    double[] ranksMean = mean(spearman, count);
    double[] valuesMean = mean(pearson, count);
    return new Agreement(
        count,
        ranksMean[0],
        ranksMean[1],
        valuesMean[0],
        valuesMean[1],
        mean(precision, count)[0],
        Math.sqrt(Math.max(0, 2 - 2 * cosine)),
        maximum);
  }

  private static double distance(double[] truth, int i, int j, int width) {
    double total = 0;
    for (int c = 0; c < width; c++) {
      double gap = truth[i * width + c] - truth[j * width + c];
      total += gap * gap;
    }
    return Math.sqrt(total);
  }

  /** Returns ranks from 0; equal values share the mean of their ranks. */
  static double[] ranks(double[] values) {
    int n = values.length;
    int[] order = IndexSort.sorted(n, (a, b) -> Double.compare(values[a], values[b]));
    double[] ranks = new double[n];
    for (int from = 0; from < n; ) {
      int to = from + 1;
      while (to < n && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(0);
    double meanB = Arrays.stream(b).average().orElse(0);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
  }

  private static double precision(double[] found, double[] right) {
    int k = Math.min(NEAREST, found.length);
    boolean[] isNear = new boolean[found.length];
    int[] byTruth = IndexSort.sorted(right.length, (a, b) -> Double.compare(right[a], right[b]));
    int[] byFound = IndexSort.sorted(found.length, (a, b) -> Double.compare(found[a], found[b]));
    for (int i = 0; i < k; i++) {
      isNear[byTruth[i]] = true;
    }
    int hits = 0;
    for (int i = 0; i < k; i++) {
      hits += isNear[byFound[i]] ? 1 : 0;
    }
    return (double) hits / k;
  }

  private static double[] mean(double[] values, int count) {
    double mean = Arrays.stream(values, 0, count).average().orElse(Double.NaN);
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return new double[] {mean, count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count)};
  }
}
