package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.UnionFind;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Searches crowds again: rows so near each other, beside their distance from the mean of the table,
 * that the float32 kernel cannot tell which of them are nearest. Around the mean of their crowd,
 * and on its scale, they are ordinary rows.
 *
 * <p>A row is crowded when its k-th distance squared is below 2^-18 of its squared norm, 64 times
 * the rounding of a product; a crowd is what near pairs of its rows' lists connect. A crowd within
 * a crowd is found the same way.
 *
 * <p>Cost: a look at every row; {@code c^2 d} operations for a crowd of c rows up to {@link
 * BlockSearch#EXACT_ROWS}, an approximate search beyond. Determinism class D0.
 */
final class CrowdSearch {
  private static final double NEAR = 0x1p-18;

  /** A crowd that spreads as far as the rows it is among gains nothing from its own mean. */
  private static final double TIGHTER = 0x1p-4;

  /** Crowds within crowds: each is a thousand times smaller, and a float ends after 2^-149. */
  private static final int DEEPEST = 16;

  private final MetricRows rows;
  private final KnnGraphParameters parameters;
  private final RowHash hash;
  private final long seed;
  private final Workers workers;
  private final Progress progress;
  private final HeldMemory memory;

  /**
   * Prepares it.
   *
   * @param hash of the rows as given
   * @param memory counts what a crowd takes
   */
  CrowdSearch(
      MetricRows rows,
      KnnGraphParameters parameters,
      RowHash hash,
      long seed,
      Workers workers,
      Progress progress,
      HeldMemory memory) {
    this.rows = rows;
    this.parameters = parameters;
    this.hash = hash;
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
    this.memory = memory;
  }

  /**
   * Improves the lists of crowded rows.
   *
   * @param chosen rows whose lists these are
   * @param search the chosen rows around their mean
   * @param lists of exact distances, improved in place
   */
  void improve(int[] chosen, CentredRows search, NearestLists lists) {
    improve(chosen, search, lists, 0);
  }

  private void improve(int[] chosen, CentredRows search, NearestLists lists, int depth) {
    if (!rows.metric().isEuclidean() || depth == DEEPEST) {
      return;
    }
    for (int[] crowd : crowds(chosen, search, lists)) {
      int[] members = new int[crowd.length];
      Arrays.setAll(members, i -> chosen[crowd[i]]);
      CentredRows around = CentredRows.of(rows, members, workers);
      if (spread(around, IntStream.range(0, crowd.length))
          < TIGHTER * spread(search, Arrays.stream(crowd))) {
        improve(crowd, members, around, lists, depth);
      }
    }
  }

  private void improve(
      int[] crowd, int[] members, CentredRows around, NearestLists lists, int depth) {
    int length = Math.min(lists.capacity(), crowd.length - 1);
    memory.pass(
        (long) Float.BYTES * (2L * around.dim() + 1) * around.rows()
            + 2L * Long.BYTES * crowd.length * BlockSearch.exactCandidates(length));
    NearestLists nearest =
        crowd.length <= BlockSearch.EXACT_ROWS
            ? new ExactSearch(rows, members, around.all(), workers)
                .nearest(length, BlockSearch.exactCandidates(length), progress)
            : approximate(members, around, length, depth);
    long[] keys = new long[length];
    long[] scratch = new long[lists.capacity()];
    for (int i = 0; i < crowd.length; i++) {
      int size = nearest.size(i);
      for (int rank = 0; rank < size; rank++) {
        long key = nearest.key(i, rank);
        keys[rank] = NeighborKey.of(NeighborKey.distance(key), crowd[NeighborKey.index(key)]);
      }
      lists.merge(crowd[i], keys, 0, size, scratch);
    }
  }

  private NearestLists approximate(int[] members, CentredRows around, int length, int depth) {
    RowHash own = (stage, row) -> hash.of(stage, members[row]);
    long stage = SeededStream.derive(seed, "crowd");
    SearchPlanner.Decision decision =
        new SearchPlanner(parameters, own, stage, workers).decide(around, length);
    ApproximateSearch search =
        new ApproximateSearch(decision.rows(), own, stage, decision.plan(), workers, progress);
    search.pass(0);
    progress.phase("re-score");
    NearestLists nearest =
        new Rescoring(rows, members, search.searched(), search.inCellOrder(), workers)
            .rescore(search.found(), length);
    improve(members, around, nearest, depth + 1);
    return nearest;
  }

  /** Returns the crowds as ascending positions among the chosen rows. */
  private List<int[]> crowds(int[] chosen, CentredRows search, NearestLists lists) {
    UnionFind sets = new UnionFind(chosen.length);
    int[] crowded = new int[chosen.length];
    int count = 0;
    for (int i = 0; i < chosen.length; i++) {
      int last = lists.size(i) - 1;
      if (last >= 0 && isNear(chosen, search, i, lists.key(i, last))) {
        crowded[count++] = i;
        for (int rank = 0; rank <= last; rank++) {
          sets.union(i, NeighborKey.index(lists.key(i, rank)));
        }
      }
    }
    boolean[] isCrowd = new boolean[chosen.length];
    for (int c = 0; c < count; c++) {
      isCrowd[sets.find(crowded[c])] = true;
    }
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; count > 0 && i < chosen.length; i++) {
      int set = sets.find(i);
      if (isCrowd[set]) {
        members.computeIfAbsent(set, unused -> new ArrayList<>()).add(i);
      }
    }
    return members.values().stream()
        .map(crowd -> crowd.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Returns the mean squared norm of some rows, in the units of the rows as given. */
  private static double spread(CentredRows search, IntStream some) {
    double mean = some.mapToDouble(i -> search.norms()[i]).average().orElseThrow();
    return mean / (search.scale() * search.scale());
  }

  private boolean isNear(int[] chosen, CentredRows search, int i, long key) {
    double squared = rows.compared(chosen[i], NeighborKey.distance(key), search.scale());
    return squared < NEAR * search.norms()[i];
  }
}
