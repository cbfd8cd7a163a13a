package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The nearest rows of a corpus for each query by comparing all pairs, proven as in {@link
 * ExactSearch}: candidates under lowered norms, exact distances for them, and a scan for every
 * query whose last exact distance does not lie below what was cut off.
 *
 * <p>A position that is query and of the corpus may be among its own neighbours.
 *
 * <p>Cost: {@code 2 q c d} operations, packed corpus {@code 4 c d} bytes. Determinism class D0.
 */
final class ExactJoin {
  /** A block of the corpus and one of queries stay in the second-level cache between tiles. */
  private static final int BLOCK_ROWS = 512;

  private static final int QUERIES = 256;

  /** Pieces of work a thread, so that none waits long for the last. */
  private static final int PIECES = 4;

  private final MetricRows rows;
  private final int[] chosen;
  private final SearchRows search;
  private final PanelBlock[] corpus;
  private final int corpusRows;
  private final Workers workers;

  /**
   * Packs a corpus.
   *
   * @param rows all rows
   * @param chosen those that are searched
   * @param search the chosen rows
   * @param corpus positions among the chosen rows
   */
  ExactJoin(MetricRows rows, int[] chosen, SearchRows search, int[] corpus, Workers workers) {
    this.rows = rows;
    this.chosen = chosen;
    this.search = search;
    this.workers = workers;
    this.corpusRows = corpus.length;
    this.corpus = new PanelBlock[(corpus.length + BLOCK_ROWS - 1) / BLOCK_ROWS];
    float[] norms = search.lowerNorms();
    workers.forRanges(
        this.corpus.length,
        1,
        (worker, b, end) -> {
          int from = b * BLOCK_ROWS;
          int to = Math.min(corpus.length, from + BLOCK_ROWS);
          this.corpus[b] = new PanelBlock(search.kernel(), to - from, search.dim());
          this.corpus[b].pack(search.values(), norms, corpus, from, to);
        });
  }

  /**
   * Returns the nearest rows of the corpus by exact distance.
   *
   * @param queries positions whose lists are filled
   * @param lists how many there are, more than the greatest of the queries
   * @param length of the lists; shorter only where the corpus has not as many rows
   * @param candidates k', at least the length
   */
  NearestLists nearest(int[] queries, int lists, int length, int candidates, Progress progress) {
    progress.phase("leaves");
    NearestLists found = new NearestLists(lists, Math.min(candidates, corpusRows));
    joinAll(queries, found, progress);
    progress.phase("re-score");
    int[] order = new int[lists];
    Arrays.setAll(order, i -> i);
    NearestLists exact =
        new Rescoring(rows, chosen, search, order, workers)
            .rescore(found, Math.min(length, corpusRows));
    complete(unproven(queries, found, exact), exact);
    return exact;
  }

  /**
   * Makes lists exact, in place.
   *
   * @param queries positions
   * @param lists of exact distances, not yet of the nearest
   */
  void complete(int[] queries, NearestLists lists) {
    new ExactQueries(rows, chosen, search, workers).complete(queries, corpus, lists);
  }

  private void joinAll(int[] queries, NearestLists found, Progress progress) {
    PanelKernel kernel = search.kernel();
    float[] norms = search.lowerNorms();
    int threads = workers.threads();
    PanelBlock[] blocks = new PanelBlock[threads];
    RunningLists[] lists = new RunningLists[threads];
    BlockJoin[] joins = new BlockJoin[threads];
    Arrays.setAll(blocks, w -> new PanelBlock(kernel, QUERIES, search.dim()));
    Arrays.setAll(lists, w -> new RunningLists(kernel, QUERIES, found.capacity()));
    Arrays.setAll(joins, w -> new BlockJoin(kernel, BLOCK_ROWS));
    int batches = (queries.length + QUERIES - 1) / QUERIES;
    int parts = Math.min(corpus.length, Math.max(1, PIECES * threads / Math.max(1, batches)));
    AtomicInteger done = new AtomicInteger();
    int pieces = Math.multiplyExact(batches, parts);
    workers.forRanges(
        pieces,
        1,
        (worker, piece, end) -> {
          int from = piece / parts * QUERIES;
          int part = piece % parts;
          PanelBlock block = blocks[worker];
          int to = Math.min(queries.length, from + QUERIES);
          block.pack(search.values(), norms, queries, from, to);
          lists[worker].begin(block, found);
          int last = (int) ((long) corpus.length * (part + 1) / parts);
          for (int b = (int) ((long) corpus.length * part / parts); b < last; b++) {
            joins[worker].joinTo(block, lists[worker], corpus[b]);
          }
          lists[worker].mergeInto(found, block);
          int finished = done.incrementAndGet();
          if (worker == 0) {
            progress.advance(finished, pieces);
          }
        });
  }

  private int[] unproven(int[] queries, NearestLists found, NearestLists exact) {
    int[] unproven = new int[queries.length];
    int count = 0;
    for (int i : queries) {
      boolean isComplete = found.size(i) >= corpusRows;
      if (!isComplete && !(search.bound(rows, chosen[i], exact.limit(i)) < found.limit(i))) {
        unproven[count++] = i;
      }
    }
    return Arrays.copyOf(unproven, count);
  }
}
