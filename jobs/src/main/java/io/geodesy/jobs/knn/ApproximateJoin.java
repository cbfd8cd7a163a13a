package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Candidates for each query from the cells of a corpus: queries and rows of the corpus that share a
 * cell are compared. A further pass draws other cells and adds to the same lists.
 *
 * <p>Cost of a pass: that of {@link CorpusCells}, and {@code sum of 2 |queries| |corpus| d}
 * operations over cells. Determinism class D0: the lists hold the k' least of all pairs compared.
 */
final class ApproximateJoin {
  private static final int QUERIES = 256;

  private final SearchRows search;
  private final CorpusCells cells;
  private final long seed;
  private final Workers workers;
  private final Progress progress;
  private final NearestLists found;

  /**
   * Prepares it.
   *
   * @param search all positions
   * @param cells of queries and corpus
   * @param found the lists that are filled
   */
  ApproximateJoin(
      SearchRows search,
      CorpusCells cells,
      NearestLists found,
      long seed,
      Workers workers,
      Progress progress) {
    this.search = search;
    this.cells = cells;
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
    this.found = found;
  }

  /**
   * Divides the corpus and compares; pass 0 first, then 1, ...
   *
   * @param fanout cells a row is put in
   */
  void pass(int pass, int fanout) {
    progress.phase("carve");
    List<CorpusCells.Cell> leaves = cells.divide(fanout, SeededStream.hash(seed, pass));
    progress.phase("leaves");
    join(leaves);
  }

  /** Returns the rows among which candidates are found. */
  SearchRows searched() {
    return search;
  }

  /** Returns the lists of candidates, which a later pass changes. */
  NearestLists found() {
    return found;
  }

  private void join(List<CorpusCells.Cell> leaves) {
    PanelKernel kernel = search.kernel();
    int cap = BallCarving.leafCap(search.dim());
    PanelBlock[] queries = new PanelBlock[workers.threads()];
    PanelBlock[] corpus = new PanelBlock[workers.threads()];
    RunningLists[] lists = new RunningLists[workers.threads()];
    BlockJoin[] joins = new BlockJoin[workers.threads()];
    Arrays.setAll(queries, w -> new PanelBlock(kernel, QUERIES, search.dim()));
    Arrays.setAll(corpus, w -> new PanelBlock(kernel, cap, search.dim()));
    Arrays.setAll(lists, w -> new RunningLists(kernel, QUERIES, found.capacity()));
    Arrays.setAll(joins, w -> new BlockJoin(kernel, cap));
    AtomicInteger done = new AtomicInteger();
    workers.forRanges(
        leaves.size(),
        1,
        (worker, l, end) -> {
          int[] rows = leaves.get(l).corpus();
          for (int at = 0; at < rows.length; at += cap) {
            int to = Math.min(rows.length, at + cap);
            corpus[worker].pack(search.values(), search.norms(), rows, at, to);
            join(
                leaves.get(l).queries(),
                queries[worker],
                corpus[worker],
                lists[worker],
                joins[worker]);
          }
          int finished = done.incrementAndGet();
          if (worker == 0) {
            progress.advance(finished, leaves.size());
          }
        });
  }

  private void join(
      int[] rows, PanelBlock queries, PanelBlock corpus, RunningLists lists, BlockJoin join) {
    for (int from = 0; from < rows.length; from += QUERIES) {
      int to = Math.min(rows.length, from + QUERIES);
      queries.pack(search.values(), search.norms(), rows, from, to);
      lists.begin(queries, found);
      join.joinTo(queries, lists, corpus);
      lists.mergeInto(found, queries);
    }
  }
}
