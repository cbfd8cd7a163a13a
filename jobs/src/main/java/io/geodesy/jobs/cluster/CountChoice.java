package io.geodesy.jobs.cluster;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;

/**
 * A number of clusters that was chosen, and the curve it was chosen on.
 *
 * @param chosen number of clusters
 * @param criterion metric of the curve in the statistics
 * @param counts numbers tried, ascending
 * @param scores one a number; the greater the better
 * @param low the least number that does as well within the error
 * @param high the greatest
 * @param doubt why the choice is uncertain, or null where it is not
 * @param rows it stands on
 */
@SuppressWarnings("ArrayRecordComponent")
record CountChoice(
    int chosen,
    String criterion,
    int[] counts,
    double[] scores,
    int low,
    int high,
    String doubt,
    int rows) {
  /** Metric of the number chosen; its note is the doubt. */
  static final String CHOSEN = "clusters-chosen";

  /** The curve of k-means and k-subspaces. */
  static final String SILHOUETTE = "silhouette-excess";

  /** The curve of spectral clustering. */
  static final String GAP = "frequency-gap";

  private static final String SUFFIX = " clusters";

  /** A number that was given. */
  static CountChoice given(int clusters) {
    return new CountChoice(clusters, "", new int[0], new double[0], clusters, clusters, null, 0);
  }

  /** A table whose rows cannot be told apart. */
  static CountChoice ofOne(String criterion, int rows, String doubt) {
    return new CountChoice(1, criterion, new int[0], new double[0], 1, 1, doubt, rows);
  }

  /** Returns the choice and its curve, a number a group; nothing where the number was given. */
  List<Statistic> statistics() {
    if (criterion.isEmpty()) {
      return List.of();
    }
    List<Statistic> statistics = new ArrayList<>();
    statistics.add(
        Statistic.of(ClustersAnalysis.NAME, CHOSEN, chosen, rows)
            .withInterval(low, high)
            .withNote(doubt));
    for (int i = 0; i < counts.length; i++) {
      statistics.add(
          Statistic.of(ClustersAnalysis.NAME, criterion, scores[i], rows)
              .forGroup(counts[i] + SUFFIX));
    }
    return statistics;
  }

  /** Returns the number that a group of the curve stands for. */
  static int countOf(String group) {
    return Integer.parseInt(group.substring(0, group.length() - SUFFIX.length()));
  }
}
