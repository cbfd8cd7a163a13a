package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.error.DataException;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import java.util.Arrays;

/**
 * The nearest rows of a corpus for every query: copies out, search among the distinct rows, exact
 * distances, recall, copies back in.
 *
 * <p>Memory: both tables, {@code 8 n d} bytes for the search rows and their packed form, {@code 8 q
 * (k + k')} for the lists. Determinism class D0: a function of vectors, ids, parameters and seed,
 * whatever the number of threads.
 */
final class JoinBuilder {
  /** Passes at most: a join that is short of its target after these says so. */
  private static final int PASSES = 3;

  private final JoinRows join;
  private final RowIds queryIds;
  private final RowIds corpusIds;
  private final KnnJoinParameters parameters;
  private final JoinExpansion expansion;
  private final long seed;
  private final Workers workers;
  private final Progress progress;

  JoinBuilder(
      JoinRows join,
      RowIds queryIds,
      RowIds corpusIds,
      KnnJoinParameters parameters,
      long seed,
      Workers workers,
      Progress progress) {
    this.join = join;
    this.queryIds = queryIds;
    this.corpusIds = corpusIds;
    this.parameters = parameters;
    this.expansion = new JoinExpansion(join, excluded(), parameters.k());
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
  }

  JoinedLists build() {
    progress.phase("project");
    int[] queries = join.queryRange();
    int[] corpus = join.corpusRange();
    CentredRows search = CentredRows.of(join.rows(), join.chosen(), workers);
    ExactJoin exact = new ExactJoin(join.rows(), join.chosen(), search.all(), corpus, workers);
    int length = Math.min(expansion.length(), corpus.length);
    if (!new JoinCost(parameters, queries.length, corpus.length).isExact()) {
      return approximate(search, exact, length);
    }
    int candidates = Math.max(16, length + length / 2);
    NearestLists lists = exact.nearest(queries, queries.length, length, candidates, progress);
    return expand(lists, true, new NeighborGraph.Recall(1, 0, join.queries()));
  }

  private JoinedLists approximate(CentredRows search, ExactJoin exact, int length) {
    RowHash hash = this::hash;
    SearchPlanner.Decision decision =
        new SearchPlanner(parameters.asGraph(), hash, seed, workers).decide(search, length);
    int candidates = Math.max(length, decision.plan().candidates());
    int[] queries = join.queryRange();
    CorpusCells cells =
        new CorpusCells(decision.rows(), queries, join.corpusRange(), hash, workers);
    ApproximateJoin approximate =
        new ApproximateJoin(
            decision.rows(),
            cells,
            new NearestLists(queries.length, Math.min(candidates, join.corpusRange().length)),
            seed,
            workers,
            progress);
    int fanout = decision.plan().fanout();
    NearestLists lists = pass(0, fanout, approximate, exact, length);
    progress.phase("recall");
    JoinRecall check =
        new JoinRecall(join, expansion, parameters.k(), recallQueries(), exact, lists);
    NeighborGraph.Recall recall = check.recall(lists);
    for (int pass = 1; pass < PASSES && recall.value() < parameters.recallTarget(); pass++) {
      lists = pass(pass, fanout << pass, approximate, exact, length);
      recall = check.recall(lists);
    }
    return expand(lists, false, recall);
  }

  /** Divides, compares and re-scores; a list that met too few rows is made exact. */
  private NearestLists pass(
      int pass, int fanout, ApproximateJoin approximate, ExactJoin exact, int length) {
    approximate.pass(pass, fanout);
    progress.phase("re-score");
    int[] order = join.queryRange();
    NearestLists lists =
        new Rescoring(join.rows(), join.chosen(), approximate.searched(), order, workers)
            .rescore(approximate.found(), length);
    int[] shortLists = Arrays.stream(order).filter(i -> lists.size(i) < length).toArray();
    exact.complete(shortLists, lists);
    return lists;
  }

  private long hash(long stage, int position) {
    int row = join.chosen()[position];
    return row < join.queries()
        ? queryIds.hash(stage, row)
        : corpusIds.hash(stage, row - join.queries());
  }

  private int[] recallQueries() {
    int[] all = new int[join.queries()];
    Arrays.setAll(all, i -> i);
    return ((RowHash) queryIds::hash)
        .least(SeededStream.derive(seed, "recall"), all, parameters.recallQueries());
  }

  private int[] excluded() {
    int[] rows = new int[join.queries()];
    Arrays.fill(rows, JoinExpansion.NONE);
    if (parameters.excludeSameId()) {
      Arrays.setAll(rows, i -> Math.max(JoinExpansion.NONE, corpusIds.indexOf(queryIds.get(i))));
    }
    return rows;
  }

  private JoinedLists expand(NearestLists lists, boolean isExact, NeighborGraph.Recall recall) {
    int k = parameters.k();
    int[] neighbors = new int[Math.multiplyExact(join.queries(), k)];
    float[] distances = new float[neighbors.length];
    expansion.expand(lists, neighbors, distances, workers);
    for (int i = 0; i < distances.length; i++) {
      if (distances[i] == Float.POSITIVE_INFINITY) {
        throw new DataException(
            "The distance between row %s of table vectors and row %s of table corpus is beyond %s, the largest float: divide all vectors by a constant."
                .formatted(queryIds.get(i / k), corpusIds.get(neighbors[i]), Float.MAX_VALUE));
      }
    }
    return new JoinedLists(k, neighbors, distances, isExact, recall, join.copiedQueries());
  }
}
