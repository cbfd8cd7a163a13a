package io.geodesy.jobs.knn;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a finished join says of itself, as rows of the statistics table. */
final class JoinStatistics {
  private static final double[] LEVELS = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

  private JoinStatistics() {}

  static List<Statistic> of(String analysis, JoinedLists lists, int corpusRows) {
    int n = lists.queries();
    NeighborGraph.Recall recall = lists.recall();
    List<Statistic> statistics = new ArrayList<>();
    statistics.add(
        Statistic.of(analysis, "recall", recall.value(), recall.queries())
            .withErrorOfShare(recall.standardError())
            .withNote(
                lists.isExact()
                    ? "exact: every list is proven"
                    : "tie-aware, at k = " + lists.k() + ", by exact search for the rows counted"));
    statistics.add(
        Statistic.of(analysis, "copied-rows", lists.copiedQueries(), n)
            .withNote("rows with an exact copy in the corpus, under cosine up to a factor"));
    int[] listed = listings(lists, corpusRows);
    double everListed = Arrays.stream(listed).filter(count -> count > 0).count();
    statistics.add(
        Statistic.of(analysis, "corpus-rows-listed", everListed, corpusRows)
            .withNote("rows of the corpus that at least one row lists"));
    statistics.add(
        Statistic.of(analysis, "most-listed", Arrays.stream(listed).max().orElse(0), corpusRows)
            .withNote("rows that list the corpus' greatest hub"));
    addQuantiles(statistics, analysis, lists, 0, "nearest-distance");
    addQuantiles(statistics, analysis, lists, lists.k() - 1, "kth-distance");
    return statistics;
  }

  private static int[] listings(JoinedLists lists, int corpusRows) {
    int[] listed = new int[corpusRows];
    for (int neighbor : lists.neighbors()) {
      listed[neighbor]++;
    }
    return listed;
  }

  private static void addQuantiles(
      List<Statistic> statistics, String analysis, JoinedLists lists, int rank, String name) {
    int n = lists.queries();
    float[] distances = new float[n];
    for (int i = 0; i < n; i++) {
      distances[i] = lists.distances()[i * lists.k() + rank];
    }
    Arrays.sort(distances);
    for (double level : LEVELS) {
      float value = distances[(int) Math.round(level * (n - 1))];
      statistics.add(
          Statistic.of(analysis, name, value, n)
              .withNote("quantile %s over rows, rank %d".formatted(level, rank + 1)));
    }
  }
}
