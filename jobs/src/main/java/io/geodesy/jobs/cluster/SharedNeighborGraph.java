package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * The neighbour graph weighted by shared neighbours: two rows of which one lists the other are
 * joined by the Jaccard similarity of their lists, each row counted into its own; a link that only
 * one side lists counts half.
 *
 * <p>Distances do not enter, so that dense and sparse regions weigh alike and any metric will do; a
 * link to a stranger weighs little, because strangers share few neighbours. Cost: {@code O(n k^2)}
 * time, {@code 24 n k} bytes. Determinism class D0.
 *
 * <p>Paper: Levine et al., Data-driven phenotypic dissection of AML (PhenoGraph), Cell 2015.
 * Differs from the paper: a row counts into its own list, so that no link has weight zero.
 */
final class SharedNeighborGraph {
  private static final int ROWS_PER_TASK = 1024;

  private SharedNeighborGraph() {}

  /** Returns the symmetric weights. */
  static SparseRows of(NeighborLists lists, Workers workers) {
    double[] weights = new double[lists.neighbors().length];
    int[][] marks = new int[workers.threads()][];
    workers.forRanges(
        lists.rows(),
        ROWS_PER_TASK,
        (worker, from, to) -> {
          if (marks[worker] == null) {
            marks[worker] = new int[lists.rows()];
            Arrays.fill(marks[worker], -1);
          }
          for (int i = from; i < to; i++) {
            weigh(lists, i, marks[worker], weights);
          }
        });
    return SparseRows.symmetrize(
        lists.offsets(), lists.neighbors(), weights, Symmetrization.MEAN, 0, 0);
  }

  private static void weigh(NeighborLists lists, int row, int[] mark, double[] weights) {
    int from = lists.offsets()[row];
    int to = lists.offsets()[row + 1];
    mark[row] = row;
    for (int e = from; e < to; e++) {
      mark[lists.neighbors()[e]] = row;
    }
    for (int e = from; e < to; e++) {
      int other = lists.neighbors()[e];
      int shared = 1;
      for (int f = lists.offsets()[other]; f < lists.offsets()[other + 1]; f++) {
        shared += mark[lists.neighbors()[f]] == row ? 1 : 0;
      }
      int union = to - from + 1 + lists.degree(other) + 1 - shared;
      weights[e] = (double) shared / union;
    }
  }
}
