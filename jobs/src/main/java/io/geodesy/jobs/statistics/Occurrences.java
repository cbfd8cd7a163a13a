package io.geodesy.jobs.statistics;

import io.geodesy.graph.NeighborLists;
import java.util.Arrays;

/**
 * k-occurrence: in how many neighbour lists each row is. Its skewness says how far a few hubs crowd
 * out all others, as they do in many dimensions.
 *
 * <p>Cost: one pass over {@code n k} neighbours and one sort. Class D0: the counts are integers.
 *
 * <p>Papers: M. Radovanovic, A. Nanopoulos, M. Ivanovic, Hubs in Space, JMLR 11, 2010; R. Feldbauer
 * and others, Fast Approximate Hubness Reduction, ICBK 2018 (Robin Hood, Gini). Differs from the
 * papers: the mean number of occurrences stands for k, which is the same unless lists differ in
 * length.
 */
final class Occurrences {
  private final long[] counts;
  private final double mean;

  private Occurrences(long[] counts, double mean) {
    this.counts = counts;
    this.mean = mean;
  }

  /**
   * Counts.
   *
   * @param lists the graph
   * @param k neighbours of each row, from the nearest
   */
  static Occurrences of(NeighborLists lists, int k) {
    long[] counts = new long[lists.rows()];
    long edges = 0;
    for (int i = 0; i < lists.rows(); i++) {
      int end = lists.offsets()[i] + Math.min(k, lists.degree(i));
      for (int j = lists.offsets()[i]; j < end; j++) {
        counts[lists.neighbors()[j]]++;
        edges++;
      }
    }
    return new Occurrences(counts, (double) edges / Math.max(1, counts.length));
  }

  /** Returns the occurrences of a row. */
  long of(int row) {
    return counts[row];
  }

  /** Returns the number of rows. */
  int rows() {
    return counts.length;
  }

  /** Returns the mean: k. */
  double mean() {
    return mean;
  }

  /** Returns the third standardised moment of the counts, NaN if they are all equal. */
  double skewness() {
    double second = 0;
    double third = 0;
    for (long count : counts) {
      double difference = count - mean;
      second += difference * difference;
      third += difference * difference * difference;
    }
    second /= counts.length;
    return second > 0 ? third / counts.length / Math.pow(second, 1.5) : Double.NaN;
  }

  /** Returns the share of all occurrences that would have to move for all rows to have as many. */
  double robinHood() {
    double sum = 0;
    for (long count : counts) {
      sum += Math.abs(count - mean);
    }
    return sum / (2 * mean * counts.length);
  }

  /** Returns the Gini coefficient of the counts, 0 if all are equal. */
  double gini() {
    long[] sorted = counts.clone();
    Arrays.sort(sorted);
    double weighted = 0;
    for (int i = 0; i < sorted.length; i++) {
      weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
    }
    return weighted / (mean * sorted.length * sorted.length);
  }

  /** Returns the share of rows in no list. */
  double antihubShare() {
    return (double) Arrays.stream(counts).filter(count -> count == 0).count() / counts.length;
  }

  /** Returns the share of rows in more lists than a multiple of the mean. */
  double hubShare(double multiple) {
    return (double) Arrays.stream(counts).filter(count -> count > multiple * mean).count()
        / counts.length;
  }

  /** Returns the most occurrences of a row. */
  long max() {
    return Arrays.stream(counts).max().orElse(0);
  }
}
