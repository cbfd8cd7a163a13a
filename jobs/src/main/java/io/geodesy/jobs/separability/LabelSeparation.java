package io.geodesy.jobs.separability;

import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.table.CategoryColumn;
import java.util.Arrays;

/**
 * How well labels separate rows: Fisher's ratio of the traces between and within, Calinski and
 * Harabasz' index, and Thornton's share of rows whose nearest neighbour has their label. Rows
 * without a label count nowhere, and a nearest neighbour without one makes its row not count for
 * Thornton.
 *
 * <p>The nearest neighbour of a row is the other end of the first of its edges of the minimum
 * spanning tree, which is why no neighbour list is read. Cost: two passes over the values. Class
 * D0: rows are taken in order.
 *
 * <p>Papers: T. Calinski, J. Harabasz, A dendrite method for cluster analysis, 1974; C. Thornton,
 * Separability is a learner's best friend, 1998. Differs from the papers: none.
 *
 * @param fisher tr S_B / tr S_W; NaN where undefined
 * @param calinskiHarabasz NaN where undefined
 * @param thornton NaN where undefined
 * @param labelled rows
 */
record LabelSeparation(double fisher, double calinskiHarabasz, double thornton, long labelled) {
  /** Nothing to say: no labels, or one label only. */
  static final LabelSeparation UNDEFINED =
      new LabelSeparation(Double.NaN, Double.NaN, Double.NaN, 0);

  /**
   * Measures it.
   *
   * @param values {@code n x dim} row-major
   * @param dim columns
   * @param codes label of each row, {@link CategoryColumn#MISSING} for none
   * @param labels codes are below it
   * @param tree over all rows, ascending
   */
  static LabelSeparation of(
      float[] values, int dim, int[] codes, int labels, MinimumSpanningForest tree) {
    long[] counts = new long[labels];
    double[][] means = new double[labels][dim];
    double[] mean = new double[dim];
    long n = 0;
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] != CategoryColumn.MISSING) {
        n++;
        counts[codes[i]]++;
        for (int c = 0; c < dim; c++) {
          means[codes[i]][c] += values[i * dim + c];
          mean[c] += values[i * dim + c];
        }
      }
    }
    int classes = (int) Arrays.stream(counts).filter(count -> count > 0).count();
    if (classes < 2) {
      return UNDEFINED;
    }
    double between = 0;
    for (int label = 0; label < labels; label++) {
      for (int c = 0; c < dim && counts[label] > 0; c++) {
        means[label][c] /= counts[label];
        double difference = means[label][c] - mean[c] / n;
        between += counts[label] * difference * difference;
      }
    }
    double within = 0;
    for (int i = 0; i < codes.length; i++) {
      for (int c = 0; c < dim && codes[i] != CategoryColumn.MISSING; c++) {
        double difference = values[i * dim + c] - means[codes[i]][c];
        within += difference * difference;
      }
    }
    return new LabelSeparation(
        within > 0 ? between / within : Double.NaN,
        within > 0 && n > classes ? between / (classes - 1) / (within / (n - classes)) : Double.NaN,
        thornton(codes, tree),
        n);
  }

  private static double thornton(int[] codes, MinimumSpanningForest tree) {
    int[] nearest = new int[codes.length];
    Arrays.fill(nearest, -1);
    for (int e = 0; e < tree.edges(); e++) {
      int a = tree.from()[e];
      int b = tree.to()[e];
      nearest[a] = nearest[a] < 0 ? b : nearest[a];
      nearest[b] = nearest[b] < 0 ? a : nearest[b];
    }
    long same = 0;
    long all = 0;
    for (int i = 0; i < codes.length; i++) {
      boolean counts =
          nearest[i] >= 0
              && codes[i] != CategoryColumn.MISSING
              && codes[nearest[i]] != CategoryColumn.MISSING;
      all += counts ? 1 : 0;
      same += counts && codes[i] == codes[nearest[i]] ? 1 : 0;
    }
    return all > 0 ? (double) same / all : Double.NaN;
  }
}
