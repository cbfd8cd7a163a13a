package io.geodesy.jobs.knn;

import io.geodesy.table.Statistic;

/**
 * The recall that a routing allows, from queries and their true neighbours: a neighbour that shares
 * s blocks with a query is found with probability {@code 1 - (1 - r)^s}, r being the recall within
 * a block.
 *
 * <p>With r = 1 this is the co-location bound, which no search of the blocks exceeds.
 */
final class ColocationRecall {

  private ColocationRecall() {}

  /**
   * Measures.
   *
   * @param truth lists whose entries tell their blocks
   * @param queryBlocks {@code queries x most} blocks of the queries, nearest first
   * @param routing which of the routings told
   * @param overlap blocks of a row, of those told
   * @param inBlock r
   */
  static NeighborGraph.Recall of(
      QueryLists truth, int[] queryBlocks, int routing, int overlap, double inBlock) {
    int most = queryBlocks.length / truth.queries();
    RecallTally tally = new RecallTally();
    for (int query = 0; query < truth.queries(); query++) {
      double found = 0;
      for (int rank = 0; rank < truth.size(query); rank++) {
        int[] theirs = truth.near(query, rank).blocks()[routing];
        int shared = 0;
        for (int a = 0; a < overlap; a++) {
          for (int b = 0; b < overlap; b++) {
            shared += queryBlocks[query * most + a] == theirs[b] ? 1 : 0;
          }
        }
        found += 1 - Math.pow(1 - inBlock, shared);
      }
      tally.add(truth.size(query) == 0 ? 1 : found / truth.size(query));
    }
    return tally.recall();
  }

  /** Returns the half width of the 95 % interval of a prediction. */
  static double error(NeighborGraph.Recall predicted, InBlockRecall inBlock) {
    return Statistic.NORMAL_95 * predicted.standardError() + inBlock.error();
  }
}
