package io.geodesy.jobs.knn;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a finished graph says of itself, as rows of the statistics table. */
final class GraphStatistics {
  private static final double[] LEVELS = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

  private GraphStatistics() {}

  static List<Statistic> of(String analysis, NeighborGraph graph) {
    int n = graph.rows();
    NeighborGraph.Recall recall = graph.recall();
    List<Statistic> statistics = new ArrayList<>();
    statistics.add(
        Statistic.of(analysis, RecallByInDegree.RECALL, recall.value(), recall.queries())
            .withErrorOfShare(recall.standardError())
            .withNote(
                graph.isExact()
                    ? "exact: every list is proven"
                    : "tie-aware, at k = " + graph.k() + ", by exact search for the rows counted"));
    if (!recall.checks().isEmpty()) {
      statistics.addAll(byInDegree(analysis, graph));
    }
    statistics.add(
        Statistic.of(analysis, "duplicate-rows", graph.duplicateRows(), n)
            .withNote("rows that repeat one of smaller id, under cosine up to a factor"));
    statistics.add(Statistic.of(analysis, "distinct-rows", graph.distinctRows(), n));
    statistics.add(
        Statistic.of(analysis, "mutual-share", mutualShare(graph), n)
            .withNote("share of neighbour pairs that list each other"));
    addShortLists(statistics, analysis, graph);
    addQuantiles(statistics, analysis, graph, 0, "nearest-distance");
    addQuantiles(statistics, analysis, graph, graph.k() - 1, "kth-distance");
    return statistics;
  }

  private static void addShortLists(
      List<Statistic> statistics, String analysis, NeighborGraph graph) {
    int rows = 0;
    int shortest = graph.k();
    for (int i = 0; i < graph.rows(); i++) {
      rows += graph.degree(i) < graph.k() ? 1 : 0;
      shortest = Math.min(shortest, graph.degree(i));
    }
    if (rows > 0) {
      statistics.add(
          Statistic.of(analysis, "short-lists", rows, graph.rows())
              .withNote(
                  "rows of groups with fewer than k other rows; the shortest list has %d"
                      .formatted(shortest)));
    }
  }

  private static List<Statistic> byInDegree(String analysis, NeighborGraph graph) {
    List<NeighborGraph.Check> checks = graph.recall().checks();
    int[] inDegrees = graph.inDegrees();
    return RecallByInDegree.of(
        analysis,
        checks.stream().map(NeighborGraph.Check::measure).toList(),
        checks.stream().mapToInt(check -> inDegrees[check.row()]).toArray(),
        graph.k());
  }

  private static void addQuantiles(
      List<Statistic> statistics, String analysis, NeighborGraph graph, int rank, String name) {
    int n = 0;
    float[] all = new float[graph.rows()];
    for (int i = 0; i < all.length; i++) {
      if (graph.degree(i) > rank) {
        all[n++] = graph.distances()[i * graph.k() + rank];
      }
    }
    if (n == 0) {
      return;
    }
    float[] distances = Arrays.copyOf(all, n);
    Arrays.sort(distances);
    for (double level : LEVELS) {
      float value = distances[(int) Math.round(level * (n - 1))];
      statistics.add(
          Statistic.of(analysis, name, value, n)
              .withNote("quantile %s over rows, rank %d".formatted(level, rank + 1)));
    }
  }

  /** Looks each listed pair up in the other's list, which is sorted by (distance, index). */
  private static double mutualShare(NeighborGraph graph) {
    int k = graph.k();
    long mutual = 0;
    long listed = 0;
    for (int i = 0; i < graph.rows(); i++) {
      for (int at = i * k; at < i * k + graph.degree(i); at++) {
        mutual += graph.lists(graph.neighbors()[at], i, graph.distances()[at]) ? 1 : 0;
        listed++;
      }
    }
    return (double) mutual / listed;
  }
}
