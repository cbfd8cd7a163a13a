package io.geodesy.jobs.knn;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Divides a corpus and the queries to it into overlapping cells: leaders are rows of the corpus
 * drawn by the hash of their id, and every row of either table is put into the cells of its nearest
 * leaders. A cell with too many rows of the corpus is divided again by leaders of its own.
 *
 * <p>A cell that its leaders leave nearly whole, such as a mass of rows closer to each other than
 * float32 tells apart, stays whole: its pairs are all compared.
 *
 * <p>Cost: that of {@link LeaderAssignment} of q + c rows to {@code c fanout / target} leaders;
 * {@code 4 (q + c) fanout} bytes. Determinism class D0.
 */
final class CorpusCells {
  /** Cells a row of a cell that is divided again is put in: the first division overlaps already. */
  private static final int INNER_FANOUT = 2;

  private static final double USELESS = 0.9;

  /** Queries that are compared with a cell in one piece of work. */
  private static final int MOST_QUERIES = 4096;

  private final SearchRows search;
  private final int[] queries;
  private final int[] corpus;
  private final RowHash hash;
  private final Workers workers;
  private final int cap;
  private final int target;

  /**
   * Prepares it.
   *
   * @param search all positions
   * @param queries positions that ask
   * @param corpus positions that answer
   * @param hash by which leaders are drawn
   */
  CorpusCells(SearchRows search, int[] queries, int[] corpus, RowHash hash, Workers workers) {
    this.search = search;
    this.queries = queries;
    this.corpus = corpus;
    this.hash = hash;
    this.workers = workers;
    this.cap = BallCarving.leafCap(search.dim());
    this.target = Math.min(BallCarving.TARGET, cap * 3 / 5);
  }

  /**
   * Rows that are compared with each other.
   *
   * @param queries positions, at least one
   * @param corpus positions, at least one
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Cell(int[] queries, int[] corpus) {}

  /**
   * Divides all rows.
   *
   * @param fanout cells a row is put in
   * @param stage from which leaders are drawn
   */
  List<Cell> divide(int fanout, long stage) {
    List<Cell> leaves = new ArrayList<>();
    divide(new Cell(queries, corpus), fanout, SeededStream.derive(stage, "leaders"), leaves);
    return leaves;
  }

  private void divide(Cell cell, int fanout, long stage, List<Cell> leaves) {
    if (cell.corpus().length <= cap) {
      keep(cell, leaves);
      return;
    }
    int wanted = Math.max(2, (int) Math.ceil((double) cell.corpus().length * fanout / target));
    int[] leaders = hash.least(stage, cell.corpus(), wanted);
    int spread = Math.min(fanout, leaders.length - 1);
    LeaderAssignment assignment = new LeaderAssignment(search, workers);
    int[][] parts =
        gather(
            cell.corpus(),
            assignment.nearest(cell.corpus(), leaders, spread),
            spread,
            leaders.length);
    int[][] askers =
        gather(
            cell.queries(),
            assignment.nearest(cell.queries(), leaders, spread),
            spread,
            leaders.length);
    for (int l = 0; l < leaders.length; l++) {
      Cell child = new Cell(askers[l], parts[l]);
      if (child.queries().length == 0 || child.corpus().length == 0) {
        continue;
      }
      if (child.corpus().length > USELESS * cell.corpus().length) {
        keep(child, leaves);
      } else {
        divide(child, INNER_FANOUT, SeededStream.hash(stage, l), leaves);
      }
    }
  }

  private static void keep(Cell cell, List<Cell> leaves) {
    for (int from = 0; from < cell.queries().length; from += MOST_QUERIES) {
      int to = Math.min(cell.queries().length, from + MOST_QUERIES);
      leaves.add(new Cell(Arrays.copyOfRange(cell.queries(), from, to), cell.corpus()));
    }
  }

  private static int[][] gather(int[] rows, int[] assigned, int spread, int leaders) {
    int[] sizes = new int[leaders];
    for (int leader : assigned) {
      sizes[leader]++;
    }
    int[][] balls = new int[leaders][];
    Arrays.setAll(balls, l -> new int[sizes[l]]);
    Arrays.fill(sizes, 0);
    for (int i = 0; i < assigned.length; i++) {
      int leader = assigned[i];
      balls[leader][sizes[leader]++] = rows[i / spread];
    }
    return balls;
  }
}
