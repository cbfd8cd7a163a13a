package io.geodesy.jobs.knn;

import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The nearest leaders of rows, by (distance, leader): among all, or, where there are many, among
 * those of the {@value #NEAREST_GROUPS} or more nearest groups. There are {@value #GROUP} leaders
 * or so to a group, each with the nearest of some of them. Measured on a mixture of 200 000 rows
 * with 3 325 leaders: the graph's recall is 0.9817 where all are compared, 0.9818 where 16 groups
 * are.
 *
 * <p>Cost: {@code 2 s L d} operations for s rows and L leaders; in groups {@code 2 s (L / 64 + 16 *
 * 64) d}. Determinism class D0.
 */
final class LeaderAssignment {
  private static final int NEAREST_GROUPS = 16;
  private static final int GROUP = 64;

  /** Leaders that every row is compared with. */
  private static final int MOST_FLAT = 2048;

  private static final int QUERIES = 128;
  private static final int LEADERS = 512;

  /** Rows that are sorted by the groups they ask: so many that each group is asked by a block. */
  private static final int BATCH = 8192;

  private final SearchRows search;
  private final Workers workers;

  LeaderAssignment(SearchRows search, Workers workers) {
    this.search = search;
    this.workers = workers;
  }

  /** Returns with how many of so many leaders a row is compared, centres of groups included. */
  static double compared(double leaders) {
    return leaders > MOST_FLAT ? leaders / GROUP + GROUP * NEAREST_GROUPS : leaders;
  }

  /**
   * Returns {@code rows x fanout} positions in {@code leaders}, nearest first.
   *
   * @param rows to assign, each once
   * @param leaders at least {@code fanout} of them
   * @param fanout leaders a row
   */
  int[] nearest(int[] rows, int[] leaders, int fanout) {
    return leaders.length > MOST_FLAT
        ? grouped(rows, leaders, fanout)
        : flat(rows, leaders, fanout);
  }

  private int[] flat(int[] rows, int[] leaders, int fanout) {
    List<PanelBlock> corpus =
        new Corpus(leaders).pack(IntStream.range(0, leaders.length).toArray());
    int[] assigned = new int[Math.multiplyExact(rows.length, fanout)];
    Scratch[] scratch = scratch(fanout);
    workers.forRanges(
        rows.length,
        QUERIES,
        (worker, from, to) -> {
          Scratch own = scratch[worker];
          own.queries.pack(search.values(), search.norms(), rows, from, to);
          own.lists.begin(own.queries);
          own.join(corpus);
          for (int i = from; i < to; i++) {
            own.lists.sort(i - from);
            for (int f = 0; f < fanout; f++) {
              assigned[i * fanout + f] = NeighborKey.index(own.lists.key(i - from, f));
            }
          }
        });
    return assigned;
  }

  private int[] grouped(int[] rows, int[] leaders, int fanout) {
    int[] centres = new int[(leaders.length + GROUP - 1) / GROUP];
    Arrays.setAll(centres, g -> leaders[(int) ((long) g * leaders.length / centres.length)]);
    int[] positions = IntStream.range(0, leaders.length).toArray();
    int[][] members = Lloyd.members(positions, flat(leaders, centres, 1), centres.length);
    Corpus corpus = new Corpus(leaders);
    List<List<PanelBlock>> groups = Arrays.stream(members).map(corpus::pack).toList();
    int asked = Math.min(Math.max(NEAREST_GROUPS, 2 * fanout), centres.length);
    int[] near = flat(rows, centres, asked);
    // A group holds its centre, or that stands where an earlier centre does: no list stays short.
    NearestLists found = new NearestLists(search.rows(), fanout);
    Scratch[] scratch = scratch(fanout);
    workers.forRanges(
        rows.length,
        BATCH,
        (worker, from, to) -> {
          int[] offsets = new int[centres.length + 1];
          int[] asking = asking(rows, near, asked, from, to, offsets);
          for (int g = 0; g < centres.length; g++) {
            scratch[worker].ask(asking, offsets[g], offsets[g + 1], groups.get(g), found);
          }
        });
    int[] assigned = new int[Math.multiplyExact(rows.length, fanout)];
    for (int i = 0; i < rows.length; i++) {
      for (int f = 0; f < fanout; f++) {
        assigned[i * fanout + f] = NeighborKey.index(found.key(rows[i], f));
      }
    }
    return assigned;
  }

  /**
   * Returns the rows of a batch once for each group they ask, by group.
   *
   * @param offsets set to where each group's begin
   */
  private static int[] asking(int[] rows, int[] near, int asked, int from, int to, int[] offsets) {
    for (int at = from * asked; at < to * asked; at++) {
      offsets[near[at] + 1]++;
    }
    for (int g = 1; g < offsets.length; g++) {
      offsets[g] += offsets[g - 1];
    }
    int[] next = offsets.clone();
    int[] asking = new int[(to - from) * asked];
    for (int at = from * asked; at < to * asked; at++) {
      asking[next[near[at]]++] = rows[at / asked];
    }
    return asking;
  }

  /** Leaders to be packed; their positions become their row numbers. */
  private final class Corpus {
    private final float[] values;
    private final float[] norms;

    private Corpus(int[] leaders) {
      int dim = search.dim();
      this.values = new float[Math.multiplyExact(leaders.length, dim)];
      this.norms = new float[leaders.length];
      for (int l = 0; l < leaders.length; l++) {
        System.arraycopy(search.values(), leaders[l] * dim, values, l * dim, dim);
        norms[l] = search.norms()[leaders[l]];
      }
    }

    private List<PanelBlock> pack(int[] positions) {
      List<PanelBlock> blocks = new ArrayList<>();
      for (int from = 0; from < positions.length; from += LEADERS) {
        int to = Math.min(positions.length, from + LEADERS);
        PanelBlock block = new PanelBlock(search.kernel(), to - from, search.dim());
        block.pack(values, norms, positions, from, to);
        blocks.add(block);
      }
      return blocks;
    }
  }

  private Scratch[] scratch(int fanout) {
    Scratch[] scratch = new Scratch[workers.threads()];
    Arrays.setAll(scratch, w -> new Scratch(fanout));
    return scratch;
  }

  /** What one thread works with. */
  private final class Scratch {
    private final PanelBlock queries = new PanelBlock(search.kernel(), QUERIES, search.dim());
    private final BlockJoin join = new BlockJoin(search.kernel(), LEADERS);
    private final RunningLists lists;

    private Scratch(int fanout) {
      this.lists = new RunningLists(search.kernel(), QUERIES, fanout);
    }

    private void join(List<PanelBlock> corpus) {
      corpus.forEach(block -> join.joinTo(queries, lists, block));
    }

    private void ask(int[] asking, int from, int to, List<PanelBlock> group, NearestLists found) {
      for (int at = from; at < to; at += QUERIES) {
        queries.pack(search.values(), search.norms(), asking, at, Math.min(to, at + QUERIES));
        lists.begin(queries, found);
        join(group);
        lists.mergeInto(found, queries);
      }
    }
  }
}
