package io.geodesy.jobs.knn;

/**
 * How a table is cut for the search.
 *
 * @param blocks 1 for the whole table in the driver, else as many leaders
 * @param leaderRows rows a leader: rows over blocks
 * @param overlap blocks that every row joins
 * @param search how a block is searched
 * @param mostRows rows of the largest block that fits
 * @param memoryBytes peak of the search of one block of expected size, or of the table
 * @param limitBytes what one block may take
 * @param vectorBytes of ids and vectors that travel in one pass
 * @param listBytes of lists that travel in one pass
 */
record BlockPlan(
    int blocks,
    long leaderRows,
    int overlap,
    SearchPlan search,
    long mostRows,
    long memoryBytes,
    long limitBytes,
    long vectorBytes,
    long listBytes) {

  boolean isOneBlock() {
    return blocks == 1;
  }

  /** Returns the rows of a block of mean size. */
  long blockRows() {
    return leaderRows * overlap;
  }

  /** Returns the same with what is known once leaders are chosen. */
  BlockPlan with(int chosen, long largestBytes) {
    return new BlockPlan(
        chosen,
        leaderRows,
        overlap,
        search,
        mostRows,
        largestBytes,
        limitBytes,
        vectorBytes,
        listBytes);
  }

  /** Returns the bytes that travel in one pass. */
  long shuffleBytes() {
    return vectorBytes + listBytes;
  }
}
