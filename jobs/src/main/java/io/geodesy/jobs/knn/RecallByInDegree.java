package io.geodesy.jobs.knn;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Recall of a graph as rows of the statistics table: over all queries, and by the number of lists
 * the query itself is in. Rows in few lists are where approximate graphs fail: nobody's list leads
 * to them or from them.
 *
 * <p>The groups are: in no list, in up to half of k, up to k, up to 2 k, and in more: the hubs.
 */
final class RecallByInDegree {
  static final String RECALL = "recall";
  static final String PERFECT = "perfect-lists";
  static final String RATIO = "distance-ratio";

  /** Begins the name of every group. */
  static final String GROUP = "in-degree ";

  /** A mean of fewer queries is given without an interval. */
  private static final int LEAST_FOR_INTERVAL = 30;

  private RecallByInDegree() {}

  /**
   * Returns the statistics.
   *
   * @param measures one a query, at least one
   * @param inDegrees of the queries in the finished graph
   * @param k neighbours a row
   */
  static List<Statistic> of(String analysis, List<RecallMeasure> measures, int[] inDegrees, int k) {
    List<Statistic> statistics = new ArrayList<>(whole(analysis, MeanRecall.of(measures)));
    int from = 0;
    for (int to : new int[] {0, k / 2, k, 2 * k, Integer.MAX_VALUE}) {
      int low = from;
      List<RecallMeasure> within =
          IntStream.range(0, inDegrees.length)
              .filter(i -> inDegrees[i] >= low && inDegrees[i] <= to)
              .mapToObj(measures::get)
              .toList();
      if (!within.isEmpty()) {
        String group = name(low, to);
        grouped(analysis, MeanRecall.of(within)).stream()
            .map(statistic -> statistic.forGroup(group))
            .forEach(statistics::add);
      }
      from = Math.max(from, to == Integer.MAX_VALUE ? from : to + 1);
    }
    return statistics;
  }

  private static String name(int low, int to) {
    if (to == Integer.MAX_VALUE) {
      return GROUP + "over " + (low - 1);
    }
    return GROUP + (low == to ? Integer.toString(to) : low + " to " + to);
  }

  private static List<Statistic> whole(String analysis, MeanRecall mean) {
    return List.of(
        Statistic.of(analysis, PERFECT, mean.perfectShare(), mean.queries())
            .withNote("share of the checked rows whose list misses nothing"),
        Statistic.of(analysis, RATIO, mean.distanceRatio(), mean.queries())
            .withNote(
                "mean over the checked rows of the sum of listed distances over that of the true ones"));
  }

  private static List<Statistic> grouped(String analysis, MeanRecall mean) {
    Statistic recall =
        Statistic.of(analysis, RECALL, mean.value(), mean.queries())
            .withNote(
                String.format(
                    Locale.ROOT,
                    "checked rows by the lists they are in; standard error %.5f",
                    mean.standardError()));
    return List.of(
        mean.queries() < LEAST_FOR_INTERVAL
            ? recall
            : recall.withErrorOfShare(mean.standardError()),
        Statistic.of(analysis, PERFECT, mean.perfectShare(), mean.queries()));
  }
}
