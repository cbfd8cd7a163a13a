package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.Distances;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Candidates for the largest inner products. A row is two points on the sphere of radius M, the
 * largest norm, in one more dimension: {@code (y, sqrt(M^2 - |y|^2))} as one that is found, {@code
 * (x M/|x|, 0)} as one that asks; their distance falls as the inner product grows. Leaves are
 * carved among the points that are found, every row asks in the leaves of its nearest centroids,
 * and neighbour rounds follow.
 *
 * <p>The rows of largest norm are among the neighbours of many, wherever these lie: they are a leaf
 * in which all rows ask.
 *
 * <p>Cost: {@code 2 m d} operations for every leaf's centroid, and {@code 2 m f s d} for f leaves
 * of s rows a row. Determinism class D0: the lists hold the k' greatest of all products taken.
 *
 * <p>Reference: Bachrach et al.: Speeding up the Xbox recommender system using a Euclidean
 * transformation for inner-product spaces, RecSys 2014. Differs from the paper: overlapping leaves
 * in place of a tree, a leaf of the longest rows, and neighbour rounds.
 */
final class ProductSearch implements CandidateSearch {
  /** Leaves a row is found in; overlap among them costs more than asking in more of them. */
  private static final int COPIES = 2;

  /** Rows in which all rows ask. */
  private static final int LONGEST = 512;

  private static final int QUERIES = 128;

  private final SearchRows search;
  private final RowHash hash;
  private final long seed;
  private final SearchPlan plan;
  private final Workers workers;
  private final Progress progress;
  private final NearestLists found;
  private int[] cells;

  ProductSearch(
      SearchRows search,
      RowHash hash,
      long seed,
      SearchPlan plan,
      Workers workers,
      Progress progress) {
    this.search = search;
    this.hash = hash;
    this.seed = seed;
    this.plan = plan;
    this.workers = workers;
    this.progress = progress;
    this.found = new NearestLists(search.rows(), plan.candidates());
  }

  @Override
  public void pass(int pass) {
    progress.phase("carve");
    long stage = SeededStream.hash(seed, pass);
    SearchRows points = points();
    Leaves leaves = new BallCarving(points, hash, stage, workers).carve(COPIES, COPIES);
    int[] asked =
        new CentroidRouting(search, points, leaves, workers)
            .route(Math.min(plan.fanout(), leaves.count()));
    if (cells == null) {
      cells = leaves.cells();
    }
    progress.phase("leaves");
    ask(leaves, asked);
    if (pass == 0) {
      askLongest();
    }
    progress.phase("neighbour rounds");
    new NeighborRounds(search, inCellOrder(), workers).improve(found, plan.rounds());
  }

  @Override
  public SearchRows searched() {
    return search;
  }

  @Override
  public NearestLists found() {
    return found;
  }

  @Override
  public int[] cells() {
    return cells;
  }

  /** The points that are found. */
  private SearchRows points() {
    int dim = search.dim();
    int m = search.rows();
    float[] values = new float[Math.multiplyExact(m, dim + 1)];
    workers.forRanges(
        m,
        QUERIES,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            System.arraycopy(search.values(), i * dim, values, i * (dim + 1), dim);
            double squared = Distances.squaredNorm(search.values(), i * dim, dim);
            double height = Math.sqrt(Math.max(0, search.norms()[i] - squared));
            values[i * (dim + 1) + dim] = (float) height;
          }
        });
    return new SearchRows(values, search.norms(), dim + 1, search.scale());
  }

  private void ask(Leaves leaves, int[] asked) {
    int spread = asked.length / search.rows();
    int[] offsets = new int[leaves.count() + 1];
    for (int leaf : asked) {
      offsets[leaf + 1]++;
    }
    for (int l = 0; l < leaves.count(); l++) {
      offsets[l + 1] += offsets[l];
    }
    int[] next = Arrays.copyOf(offsets, leaves.count());
    int[] rows = new int[asked.length];
    for (int i = 0; i < asked.length; i++) {
      rows[next[asked[i]]++] = i / spread;
    }
    AtomicInteger done = new AtomicInteger();
    Join[] joins = joins(leaves.largest());
    workers.forRanges(
        leaves.count(),
        1,
        (worker, leaf, end) -> {
          Join join = joins[worker];
          join.corpus.pack(
              search.values(),
              search.norms(),
              leaves.rows(),
              leaves.offsets()[leaf],
              leaves.offsets()[leaf + 1]);
          for (int from = offsets[leaf]; from < offsets[leaf + 1]; from += QUERIES) {
            join.ask(rows, from, Math.min(from + QUERIES, offsets[leaf + 1]));
          }
          int count = done.incrementAndGet();
          if (worker == 0) {
            progress.advance(count, leaves.count());
          }
        });
  }

  private void askLongest() {
    int m = search.rows();
    long[] keys = new long[m];
    for (int i = 0; i < m; i++) {
      double squared = Distances.squaredNorm(search.values(), i * search.dim(), search.dim());
      keys[i] = NeighborKey.of((float) (search.norms()[i] - squared), i);
    }
    Arrays.sort(keys);
    int[] longest =
        Arrays.stream(keys, 0, Math.min(m, LONGEST)).mapToInt(NeighborKey::index).toArray();
    int[] all = new int[m];
    Arrays.setAll(all, i -> i);
    Join[] joins = joins(longest.length);
    for (Join join : joins) {
      join.corpus.pack(search.values(), search.norms(), longest, 0, longest.length);
    }
    workers.forRanges(m, QUERIES, (worker, from, to) -> joins[worker].ask(all, from, to));
  }

  private Join[] joins(int largest) {
    Join[] joins = new Join[workers.threads()];
    Arrays.setAll(joins, w -> new Join(largest));
    return joins;
  }

  /** Scratch memory of a thread. */
  private final class Join {
    private final PanelBlock corpus;
    private final PanelBlock queries;
    private final RunningLists lists;
    private final BlockJoin join;
    private final long[] others;
    private final long[] scratch;

    private Join(int largest) {
      PanelKernel kernel = search.kernel();
      this.corpus = new PanelBlock(kernel, largest, search.dim());
      this.queries = new PanelBlock(kernel, QUERIES, search.dim());
      // A row meets itself, which takes a place.
      this.lists = new RunningLists(kernel, QUERIES, found.capacity() + 1);
      this.join = new BlockJoin(kernel, Math.max(largest, QUERIES));
      this.others = new long[found.capacity() + 1];
      this.scratch = new long[found.capacity()];
    }

    private void ask(int[] rows, int from, int to) {
      queries.pack(search.values(), search.norms(), rows, from, to);
      lists.begin(queries, found);
      join.joinTo(queries, lists, corpus);
      for (int i = 0; i < queries.count(); i++) {
        lists.sort(i);
        int size = 0;
        for (int rank = 0; rank < lists.size(i); rank++) {
          if (NeighborKey.index(lists.key(i, rank)) != queries.row(i)) {
            others[size++] = lists.key(i, rank);
          }
        }
        found.merge(queries.row(i), others, 0, size, scratch);
      }
    }
  }
}
