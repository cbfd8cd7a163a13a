package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The graph of a table from that of an earlier state of it: lists of rows that are gone go, lists
 * of added rows and of rows that lost a neighbour are searched among all rows, and every other list
 * takes the added rows that are nearer; the rest is copied.
 *
 * <p>Rows whose vector changed count as removed and added. Where the earlier graph and both
 * searches are exact, the graph is the one that building it anew gives: a list that lost no row can
 * only gain added ones.
 *
 * <p>Cost: for t groups searched, a added and m in all, {@code 2 (t m + m a) d} operations where
 * pairs are compared, else those of {@link CorpusCells}; no neighbour rounds, no further pass.
 * Memory as for building it. Determinism class D0.
 */
final class GraphExtension {
  private final VectorBlock block;
  private final NeighborLists graph;
  private final KnnGraphParameters parameters;
  private final long seed;
  private final Workers workers;
  private final Progress progress;
  private final MetricRows rows;
  private final DuplicateGroups groups;
  private final GraphChanges changes;
  private final int[] representatives;

  /**
   * Prepares an extension.
   *
   * @param block the table as it is now
   * @param graph the earlier graph, of the same metric, dimension and k
   * @param run whose graph it is
   * @throws io.geodesy.error.DataException if more than half of the rows changed
   */
  GraphExtension(
      VectorBlock block,
      NeighborLists graph,
      String run,
      KnnGraphParameters parameters,
      long seed,
      Workers workers,
      Progress progress) {
    this.block = block;
    this.graph = graph;
    this.parameters = parameters;
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
    this.rows = MetricRows.of(block.values(), block.dim(), parameters.metric(), workers);
    progress.phase("duplicates");
    this.groups = DuplicateGroups.find(rows, workers);
    this.representatives = groups.representatives();
    progress.phase("compare with the earlier graph");
    this.changes = GraphChanges.of(block.ids(), rows, groups, graph);
    changes.requireFew(run);
  }

  /**
   * An extended graph.
   *
   * @param graph the lists
   * @param changes between the tables
   * @param searched distinct rows whose lists were searched anew
   */
  record Extended(NeighborGraph graph, GraphChanges changes, int searched) {}

  /**
   * Extends the graph.
   *
   * @param isExact whether the earlier graph is proven
   */
  Extended extend(boolean isExact) {
    int m = groups.groups();
    int length = Math.max(1, Math.min(parameters.k(), m - 1));
    NearestLists lists = new NearestLists(m, length);
    int[] searched = copyLists(lists);
    int[] added = groupsWithAddedRows();
    int[] copied = without(searched, m);
    progress.phase("project");
    CentredRows search = CentredRows.of(rows, representatives, workers);
    boolean isSearchProven = search(search, searched, IntStream.range(0, m).toArray(), lists);
    boolean isCopyProven = search(search, copied, added, lists);
    boolean isProven = isExact && isSearchProven && isCopyProven;
    listBack(searched, lists);
    progress.phase("recall");
    NeighborGraph.Recall recall =
        isProven
            ? new NeighborGraph.Recall(1, 0, block.rows())
            : RecallCheck.of(
                    rows, groups, search.all(), parameters.k(), recallQueries(), lists, workers)
                .recall(lists);
    return new Extended(expand(lists, isProven, recall), changes, searched.length);
  }

  /**
   * Fills the lists of groups that lost no row; returns the groups whose lists must be searched.
   */
  private int[] copyLists(NearestLists lists) {
    int[] searched = new int[groups.groups()];
    int count = 0;
    long[] scratch = new long[lists.capacity()];
    for (int group = 0; group < searched.length; group++) {
      int kept = firstKept(group);
      if (kept == GraphChanges.NONE || !copyList(group, kept, lists, scratch)) {
        searched[count++] = group;
      }
    }
    return Arrays.copyOf(searched, count);
  }

  /** Returns the row of the earlier graph of the first member that is kept. */
  private int firstKept(int group) {
    for (int m = groups.offsets()[group]; m < groups.offsets()[group + 1]; m++) {
      int old = changes.oldOf()[groups.members()[m]];
      if (old != GraphChanges.NONE) {
        return old;
      }
    }
    return GraphChanges.NONE;
  }

  /** Writes the groups that a row of the earlier graph lists, unless a row it lists is gone. */
  private boolean copyList(int group, int old, NearestLists lists, long[] scratch) {
    long[] keys = new long[graph.degree(old)];
    int size = 0;
    for (int at = graph.offsets()[old]; at < graph.offsets()[old + 1]; at++) {
      int neighbor = changes.newOf()[graph.neighbors()[at]];
      if (neighbor == GraphChanges.NONE) {
        return false;
      }
      int other = groups.groupOf()[neighbor];
      if (other != group) {
        keys[size++] = NeighborKey.of(graph.distances()[at], other);
      }
    }
    long[] distinct = Arrays.stream(keys, 0, size).sorted().distinct().toArray();
    lists.merge(group, distinct, 0, distinct.length, scratch);
    return true;
  }

  private int[] groupsWithAddedRows() {
    return IntStream.range(0, groups.groups())
        .filter(
            group ->
                IntStream.range(groups.offsets()[group], groups.offsets()[group + 1])
                    .map(m -> groups.members()[m])
                    .anyMatch(row -> changes.oldOf()[row] == GraphChanges.NONE))
        .toArray();
  }

  private static int[] without(int[] ascending, int count) {
    return IntStream.range(0, count)
        .filter(group -> Arrays.binarySearch(ascending, group) < 0)
        .toArray();
  }

  /** Adds the nearest groups of a corpus to the lists of queries; returns whether it is proven. */
  private boolean search(CentredRows search, int[] queries, int[] corpus, NearestLists lists) {
    if (queries.length == 0 || corpus.length == 0) {
      return true;
    }
    // A group may find itself, which its list then leaves out.
    int length = Math.min(lists.capacity() + 1, corpus.length);
    JoinCost cost =
        new JoinCost(KnnJoinParameters.ofGraph(parameters), queries.length, corpus.length);
    ExactJoin exact = new ExactJoin(rows, representatives, search.all(), corpus, workers);
    NearestLists found =
        cost.isExact()
            ? exact.nearest(
                queries, lists.rows(), length, Math.max(16, length + length / 2), progress)
            : approximate(search, queries, corpus, cost.fanout(), length, exact);
    long[] keys = new long[found.capacity()];
    long[] scratch = new long[lists.capacity()];
    for (int query : queries) {
      int size = 0;
      for (int rank = 0; rank < found.size(query); rank++) {
        if (NeighborKey.index(found.key(query, rank)) != query) {
          keys[size++] = found.key(query, rank);
        }
      }
      lists.merge(query, keys, 0, size, scratch);
    }
    return cost.isExact();
  }

  private NearestLists approximate(
      CentredRows search, int[] queries, int[] corpus, int fanout, int length, ExactJoin exact) {
    RowHash hash = (stage, group) -> block.ids().hash(stage, representatives[group]);
    SearchPlanner.Decision decision =
        new SearchPlanner(parameters, hash, seed, workers).decide(search, length);
    int candidates = Math.max(length, decision.plan().candidates());
    ApproximateJoin join =
        new ApproximateJoin(
            decision.rows(),
            new CorpusCells(decision.rows(), queries, corpus, hash, workers),
            new NearestLists(groups.groups(), Math.min(candidates, corpus.length)),
            seed,
            workers,
            progress);
    join.pass(0, fanout);
    progress.phase("re-score");
    int[] order = IntStream.range(0, groups.groups()).toArray();
    NearestLists found =
        new Rescoring(rows, representatives, decision.rows(), order, workers)
            .rescore(join.found(), length);
    exact.complete(
        Arrays.stream(queries).filter(query -> found.size(query) < length).toArray(), found);
    return found;
  }

  /** What lists another is near it, whichever of the two found the other. */
  private static void listBack(int[] searched, NearestLists lists) {
    long[] one = new long[1];
    long[] scratch = new long[lists.capacity()];
    NearestLists found = lists.snapshot();
    for (int group : searched) {
      for (int rank = 0; rank < found.size(group); rank++) {
        long key = found.key(group, rank);
        one[0] = NeighborKey.of(NeighborKey.distance(key), group);
        lists.merge(NeighborKey.index(key), one, 0, 1, scratch);
      }
    }
  }

  private int[] recallQueries() {
    int[] all = IntStream.range(0, block.rows()).toArray();
    return ((RowHash) block.ids()::hash)
        .least(SeededStream.derive(seed, "recall"), all, parameters.recallQueries());
  }

  private NeighborGraph expand(NearestLists lists, boolean isExact, NeighborGraph.Recall recall) {
    int k = parameters.k();
    int[] neighbors = new int[Math.multiplyExact(block.rows(), k)];
    float[] distances = new float[neighbors.length];
    new NeighborExpansion(groups, k).expand(lists, neighbors, distances, workers);
    NeighborGraphBuilder.requireFinite(block.ids(), k, neighbors, distances);
    return new NeighborGraph(
        k,
        neighbors,
        distances,
        cells(neighbors),
        isExact,
        recall,
        groups.duplicateRows(),
        groups.groups(),
        0,
        0,
        0);
  }

  /** A row keeps its cell; an added one is put in that of its nearest neighbour that has one. */
  private int[] cells(int[] neighbors) {
    int k = parameters.k();
    int[] cells = new int[block.rows()];
    for (int i = 0; i < cells.length; i++) {
      int row = i;
      cells[i] =
          IntStream.concat(
                  IntStream.of(row),
                  IntStream.range(row * k, (row + 1) * k).map(at -> neighbors[at]))
              .map(near -> changes.oldOf()[near])
              .filter(old -> old != GraphChanges.NONE)
              .map(old -> graph.cells()[old])
              .findFirst()
              .orElse(0);
    }
    return cells;
  }
}
