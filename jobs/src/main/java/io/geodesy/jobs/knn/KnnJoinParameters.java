package io.geodesy.jobs.knn;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Parameters of {@code knn-join}. */
record KnnJoinParameters(
    @Parameter(
            doc = "Rows of the corpus listed for every row of the input; at most all.",
            value = "15",
            min = 1,
            max = 500,
            why = "as in knn-graph, so that the two compare")
        int k,
    @Parameter(
            doc = "How far two rows are apart, as in knn-graph; inner products compare all pairs.",
            value = "euclidean")
        Metric metric,
    @Parameter(
            doc = "All pairs, or cells of the corpus with measured recall.",
            value = "auto",
            why =
                "auto compares all pairs up to 67 million of them, and where there are fewer rows to ask for than cells the corpus would be divided into")
        SearchMode mode,
    @Parameter(
            doc = "Least recall of an approximate join; further passes are made until it is met.",
            value = "0.98",
            min = 0.5,
            max = 1,
            why = "as in knn-graph")
        double recallTarget,
    @Parameter(
            doc = "Nearest cells of the corpus in which every row, of either table, is put.",
            value = "auto",
            min = 1,
            max = 64,
            why = "auto is 8: no neighbour rounds follow")
        OptionalInt fanout,
    @Parameter(
            doc = "Candidates a row keeps until exact distances decide.",
            value = "auto",
            min = 1,
            max = 2000,
            why = "auto is as in knn-graph")
        OptionalInt candidates,
    @Parameter(
            doc = "Rows of the input whose true neighbours are found to measure recall.",
            value = "1000",
            min = 500,
            max = 100_000,
            why = "a standard error of 0.001 at a recall of 0.99")
        int recallQueries,
    @Parameter(
            doc =
                "Whether a row of the corpus with the id of the row asked for is left out: for a"
                    + " corpus that holds the input itself.",
            value = "false")
        boolean excludeSameId) {
  private static final int CELLS = 8;

  KnnJoinParameters {
    Bounds.check(KnnJoinParameters.class, "k", k);
    Bounds.check(KnnJoinParameters.class, "recallTarget", recallTarget);
    fanout.ifPresent(value -> Bounds.check(KnnJoinParameters.class, "fanout", value));
    candidates.ifPresent(value -> Bounds.check(KnnJoinParameters.class, "candidates", value));
    Bounds.check(KnnJoinParameters.class, "recallQueries", recallQueries);
    if (metric == Metric.INNER_PRODUCT && mode == SearchMode.APPROXIMATE) {
      throw new ConfigException(
          "metric is inner-product but mode is approximate: a join by inner product compares all pairs. Leave mode out.");
    }
    if (candidates.isPresent() && candidates.getAsInt() < k) {
      throw new ConfigException(
          "candidates is %d but k is %d: a row must keep at least k candidates."
              .formatted(candidates.getAsInt(), k));
    }
  }

  /** Returns how a graph's lists are joined with further rows. */
  static KnnJoinParameters ofGraph(KnnGraphParameters graph) {
    return new KnnJoinParameters(
        graph.k(),
        graph.metric(),
        graph.mode(),
        graph.leastRecall(),
        graph.fanout(),
        graph.candidates(),
        graph.recallQueries(),
        false);
  }

  /** Returns the cells in which every row is put. */
  int cells() {
    return fanout.orElse(CELLS);
  }

  /** Returns what the planner of the graph takes: how candidates are searched is the same. */
  KnnGraphParameters asGraph() {
    return KnnGraphParameters.ofSearch(
        k,
        metric,
        mode,
        Preset.STANDARD,
        OptionalDouble.of(recallTarget),
        OptionalInt.of(cells()),
        OptionalInt.of(0),
        candidates,
        recallQueries);
  }
}
