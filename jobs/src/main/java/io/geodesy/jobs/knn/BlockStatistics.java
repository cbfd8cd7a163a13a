package io.geodesy.jobs.knn;

import io.geodesy.analysis.Attributes;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.Statistic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * What a graph made in overlapping blocks says of itself: recall, copies, distances, and what was
 * predicted against what came.
 */
final class BlockStatistics {
  private static final double[] LEVELS = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

  /** Rows whose distances give the quantiles. */
  private static final double SAMPLED = 100_000;

  private static final long STAGE = SeededStream.derive(0, "distance sample");

  private final BlockGraph.Result graph;
  private final long rows;
  private final int k;
  private final long duplicates;
  private final List<Distances> distances;

  /** The nearest and the last distance of a row. */
  private record Distances(float nearest, float last) implements Serializable {}

  /**
   * Reads the lists.
   *
   * @param rows of the table
   * @param k length of the lists
   */
  BlockStatistics(BlockGraph.Result graph, long rows, int k, boolean isNumbered) {
    this.graph = graph;
    this.rows = rows;
    this.k = k;
    this.duplicates = graph.lists().where(functions.col("repeats")).count();
    double share = SAMPLED / rows;
    JavaRDD<InternalRow> lists =
        graph.lists().select("id", "distances").queryExecution().toRdd().toJavaRDD();
    this.distances = lists.mapPartitions(part -> sampled(part, share, isNumbered)).collect();
  }

  private static Iterator<Distances> sampled(
      Iterator<InternalRow> part, double share, boolean isNumbered) {
    List<Distances> sampled = new ArrayList<>();
    while (part.hasNext()) {
      InternalRow row = part.next();
      long hash =
          isNumbered
              ? SeededStream.hash(STAGE, row.getLong(0))
              : SeededStream.hash(STAGE, row.getUTF8String(0).toString());
      if ((hash >>> 11) * 0x1.0p-53 < share) {
        float[] list = row.getArray(1).toFloatArray();
        sampled.add(new Distances(list[0], list[list.length - 1]));
      }
    }
    return sampled.iterator();
  }

  /** Returns the rows of the statistics table. */
  List<Statistic> statistics(String analysis) {
    BlockForecast forecast = graph.forecast();
    NeighborGraph.Recall recall = graph.audit().recall();
    List<Statistic> statistics = new ArrayList<>();
    statistics.add(
        Statistic.of(analysis, "recall", recall.value(), recall.queries())
            .withErrorOfShare(recall.standardError())
            .withNote("tie-aware, at k = " + k + ", by exact search for the rows counted"));
    statistics.addAll(
        RecallByInDegree.of(analysis, graph.audit().measures(), graph.audit().inDegrees(), k));
    statistics.add(
        Statistic.of(analysis, "predicted-recall", forecast.recall(), recall.queries())
            .withInterval(
                Math.max(0, forecast.recall() - forecast.recallError()),
                Math.min(1, forecast.recall() + forecast.recallError()))
            .withNote("of the first of %d passes".formatted(graph.passes())));
    statistics.add(
        Statistic.of(analysis, "duplicate-rows", (double) duplicates, rows)
            .withNote("rows that repeat one of smaller id, under cosine up to a factor"));
    statistics.add(Statistic.of(analysis, "distinct-rows", (double) (rows - duplicates), rows));
    NeighborGraph.Recall mutual = graph.audit().mutualShare();
    statistics.add(
        Statistic.of(analysis, "mutual-share", mutual.value(), mutual.queries())
            .withErrorOfShare(mutual.standardError())
            .withNote("share of neighbour pairs that list each other, of the rows counted"));
    statistics.add(
        Statistic.of(analysis, "blocks", forecast.blocks(), rows)
            .withNote("each row in %d of them".formatted(forecast.overlap())));
    statistics.add(
        Statistic.of(
            analysis, "predicted-largest-block-rows", (double) forecast.largestRows(), rows));
    statistics.add(
        Statistic.of(analysis, "predicted-memory-bytes", (double) forecast.memoryBytes(), rows)
            .withNote("arrays of the largest block at their peak"));
    statistics.add(
        Statistic.of(analysis, "predicted-shuffle-bytes", (double) forecast.shuffleBytes(), rows)
            .withNote("ids, vectors and lists of one pass, before compression"));
    if (!graph.reports().isEmpty()) {
      achieved(statistics, analysis);
    }
    addQuantiles(statistics, analysis, "nearest-distance", 1, Distances::nearest);
    addQuantiles(statistics, analysis, "kth-distance", k, Distances::last);
    return statistics;
  }

  private void achieved(List<Statistic> statistics, String analysis) {
    statistics.add(
        Statistic.of(
            analysis,
            "largest-block-rows",
            graph.reports().stream().mapToInt(BlockReport::rows).max().orElse(0),
            rows));
    statistics.add(
        Statistic.of(analysis, "memory-bytes", (double) memoryBytes(), rows)
            .withNote(
                "arrays of rows, lists and chunks that a task held at most, by their lengths"));
    statistics.add(
        Statistic.of(analysis, "shuffle-bytes", (double) shuffleBytes(), rows)
            .withNote("ids, vectors and lists of the first pass, before compression"));
  }

  private long memoryBytes() {
    return graph.reports().stream().mapToLong(BlockReport::memoryBytes).max().orElse(0);
  }

  private long shuffleBytes() {
    return graph.reports().stream().mapToLong(r -> r.vectorBytes() + r.listBytes()).sum();
  }

  private void addQuantiles(
      List<Statistic> statistics,
      String analysis,
      String name,
      int rank,
      ToDoubleFunction<Distances> value) {
    double[] sorted = distances.stream().mapToDouble(value).sorted().toArray();
    for (double level : LEVELS) {
      statistics.add(
          Statistic.of(
                  analysis,
                  name,
                  sorted[(int) Math.round(level * (sorted.length - 1))],
                  sorted.length)
              .withNote("quantile %s over rows, rank %d".formatted(level, rank)));
    }
  }

  /** Adds to the attributes of the neighbours. */
  Attributes attributes(Attributes known) {
    BlockForecast forecast = graph.forecast();
    NeighborGraph.Recall recall = graph.audit().recall();
    Attributes attributes =
        known
            .with("mode", "approximate")
            .with("recall", recall.value())
            .with("recall-se", recall.standardError())
            .with("recall-queries", recall.queries())
            .with("duplicate-rows", duplicates)
            .with("passes", graph.passes())
            .with("blocks", forecast.blocks())
            .with("block-rows", forecast.plan().leaderRows())
            .with("overlap", forecast.overlap())
            .with("predicted-recall", forecast.recall())
            .with("predicted-recall-error", forecast.recallError())
            .with("predicted-memory-bytes", forecast.memoryBytes())
            .with("predicted-shuffle-bytes", forecast.shuffleBytes());
    if (graph.reports().isEmpty()) {
      return attributes;
    }
    return attributes
        .with("memory-bytes", memoryBytes())
        .with("shuffle-bytes", shuffleBytes())
        .with("shuffle-bytes-written", graph.writtenBytes());
  }
}
