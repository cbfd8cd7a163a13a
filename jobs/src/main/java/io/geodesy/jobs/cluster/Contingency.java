package io.geodesy.jobs.cluster;

import java.util.Arrays;

/**
 * How two groupings of the same rows agree, from the table of their common rows: {@code
 * counts[c][l]} rows are in group c of the first (the clusters) and group l of the second (the
 * labels).
 *
 * <p>Adjusted indices are 0 in the mean for random groupings of the same sizes and 1 for equal
 * ones; all others are in [0, 1] and favour many clusters. Two groupings that both hold one group
 * only, or only groups of one row, agree fully (1). With fewer than one row every index is NaN.
 * Cost: {@code O(C L)}, the expectation of the mutual information {@code O(n (C + L))}.
 *
 * <p>Papers: Hubert, Arabie, Comparing partitions, Journal of Classification 1985; Vinh, Epps,
 * Bailey, Information theoretic measures for clusterings comparison, JMLR 2010; Rosenberg,
 * Hirschberg, V-measure, EMNLP 2007; Amigo et al., A comparison of extrinsic clustering evaluation
 * metrics, Information Retrieval 2009. Differs from the papers: none; normalisation by the
 * arithmetic mean of the entropies.
 */
final class Contingency {
  private final long[][] counts;
  private final long[] rowSums;
  private final long[] columnSums;
  private final long total;

  /**
   * A table from its counts.
   *
   * @param counts clusters by labels, rectangular
   */
  Contingency(long[][] counts) {
    this.counts = counts;
    this.rowSums = new long[counts.length];
    this.columnSums = new long[counts.length == 0 ? 0 : counts[0].length];
    for (int c = 0; c < counts.length; c++) {
      for (int l = 0; l < columnSums.length; l++) {
        rowSums[c] += counts[c][l];
        columnSums[l] += counts[c][l];
      }
    }
    this.total = Arrays.stream(rowSums).sum();
  }

  /**
   * Counts common rows.
   *
   * @param clusters one a row; negative ones are noise
   * @param labels one a row; rows with negative ones are left out
   * @param noise what becomes of noise
   */
  static Contingency of(int[] clusters, int[] labels, Noise noise) {
    int c = Arrays.stream(clusters).max().orElse(-1) + 2;
    int l = Arrays.stream(labels).max().orElse(-1) + 1;
    long[][] counts = new long[c][l];
    for (int i = 0; i < clusters.length; i++) {
      boolean isNoise = clusters[i] < 0;
      if (labels[i] >= 0 && !(isNoise && noise == Noise.LEFT_OUT)) {
        counts[isNoise ? c - 1 : clusters[i]][labels[i]]++;
      }
    }
    return new Contingency(counts);
  }

  /**
   * A table from counts whose last row is noise.
   *
   * @param counts clusters and noise by labels
   * @param noise what becomes of it
   */
  static Contingency of(long[][] counts, Noise noise) {
    return new Contingency(
        noise == Noise.A_CLASS ? counts : Arrays.copyOf(counts, counts.length - 1));
  }

  /** What becomes of rows in no cluster. */
  enum Noise {
    /** Together they are one more cluster. */
    A_CLASS,
    /** They are not counted. */
    LEFT_OUT
  }

  /** Returns the rows counted. */
  long total() {
    return total;
  }

  /** Returns the adjusted Rand index: agreement of pairs, corrected for chance. */
  double adjustedRand() {
    double both = 0;
    for (long[] row : counts) {
      both += pairs(row);
    }
    double inClusters = pairs(rowSums);
    double inLabels = pairs(columnSums);
    double expected = inClusters * inLabels / pairs(new long[] {total});
    double greatest = (inClusters + inLabels) / 2;
    if (total < 2 || greatest == expected) {
      return total == 0 ? Double.NaN : 1;
    }
    return (both - expected) / (greatest - expected);
  }

  /** Returns the mutual information corrected for chance, by the mean of the entropies. */
  double adjustedMutualInformation() {
    double mean = (entropy(rowSums) + entropy(columnSums)) / 2;
    if (total == 0) {
      return Double.NaN;
    }
    if (isTrivial(rowSums) && isTrivial(columnSums)) {
      return 1;
    }
    double expected = expectedMutualInformation();
    double numerator = mutualInformation() - expected;
    double denominator = mean - expected;
    // Both vanish together when all groups have one row: rounding decides their quotient.
    return Math.abs(denominator) < 1e-13
        ? (Math.abs(numerator) < 1e-13 ? 1 : 0)
        : numerator / denominator;
  }

  /** Returns the mutual information over the mean of the entropies; 0 if nothing is shared. */
  double normalizedMutualInformation() {
    if (total == 0) {
      return Double.NaN;
    }
    double mean = (entropy(rowSums) + entropy(columnSums)) / 2;
    return mean == 0 ? 1 : clamp(mutualInformation() / mean);
  }

  /** Returns how much of the labels' entropy the clusters explain: 1 if no cluster mixes labels. */
  double homogeneity() {
    double entropy = entropy(columnSums);
    return total == 0 ? Double.NaN : entropy == 0 ? 1 : clamp(mutualInformation() / entropy);
  }

  /** Returns how much of the clusters' entropy the labels explain: 1 if no label is split. */
  double completeness() {
    double entropy = entropy(rowSums);
    return total == 0 ? Double.NaN : entropy == 0 ? 1 : clamp(mutualInformation() / entropy);
  }

  /** Returns the harmonic mean of homogeneity and completeness. */
  double vMeasure() {
    double homogeneity = homogeneity();
    double completeness = completeness();
    double sum = homogeneity + completeness;
    return sum == 0 ? 0 : 2 * homogeneity * completeness / sum;
  }

  /** Returns the share of rows whose label is the commonest of their cluster. */
  double purity() {
    long most = 0;
    for (long[] row : counts) {
      most += Arrays.stream(row).max().orElse(0);
    }
    return (double) most / total;
  }

  /** Returns the mean over rows of the share of their cluster that has their label. */
  double bCubedPrecision() {
    double sum = 0;
    for (int c = 0; c < counts.length; c++) {
      for (long both : counts[c]) {
        sum += both == 0 ? 0 : (double) both * both / rowSums[c];
      }
    }
    return sum / total;
  }

  /** Returns the mean over rows of the share of their label that is in their cluster. */
  double bCubedRecall() {
    double sum = 0;
    for (long[] row : counts) {
      for (int l = 0; l < row.length; l++) {
        sum += row[l] == 0 ? 0 : (double) row[l] * row[l] / columnSums[l];
      }
    }
    return sum / total;
  }

  /** Returns the harmonic mean of B-cubed precision and recall. */
  double bCubedF() {
    double precision = bCubedPrecision();
    double recall = bCubedRecall();
    return 2 * precision * recall / (precision + recall);
  }

  private double mutualInformation() {
    double sum = 0;
    for (int c = 0; c < counts.length; c++) {
      for (int l = 0; l < columnSums.length; l++) {
        double both = counts[c][l];
        if (both > 0) {
          sum += both / total * Math.log(both * total / ((double) rowSums[c] * columnSums[l]));
        }
      }
    }
    return Math.max(0, sum);
  }

  /** The expectation under random permutation: hypergeometric in every cell. */
  private double expectedMutualInformation() {
    double[] logFactorials = new double[Math.toIntExact(total) + 1];
    for (int i = 2; i < logFactorials.length; i++) {
      logFactorials[i] = logFactorials[i - 1] + Math.log(i);
    }
    double sum = 0;
    for (long a : rowSums) {
      for (long b : columnSums) {
        long least = Math.max(1, a + b - total);
        for (long both = least; both <= Math.min(a, b); both++) {
          double logProbability =
              logFactorials[(int) a]
                  + logFactorials[(int) b]
                  + logFactorials[(int) (total - a)]
                  + logFactorials[(int) (total - b)]
                  - logFactorials[(int) total]
                  - logFactorials[(int) both]
                  - logFactorials[(int) (a - both)]
                  - logFactorials[(int) (b - both)]
                  - logFactorials[(int) (total - a - b + both)];
          double information = Math.log((double) total * both / ((double) a * b));
          sum += (double) both / total * information * Math.exp(logProbability);
        }
      }
    }
    return sum;
  }

  private double entropy(long[] sizes) {
    double sum = 0;
    for (long size : sizes) {
      if (size > 0) {
        double share = (double) size / total;
        sum -= share * Math.log(share);
      }
    }
    return Math.max(0, sum);
  }

  private boolean isTrivial(long[] sizes) {
    return Arrays.stream(sizes).filter(s -> s > 0).count() <= 1;
  }

  private static double pairs(long[] sizes) {
    double sum = 0;
    for (long size : sizes) {
      sum += size * (size - 1.0) / 2;
    }
    return sum;
  }

  private static double clamp(double value) {
    return Math.min(1, Math.max(0, value));
  }
}
