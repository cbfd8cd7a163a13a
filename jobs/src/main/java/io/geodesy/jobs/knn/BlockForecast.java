package io.geodesy.jobs.knn;

/**
 * What a search in overlapping blocks is expected to give and to take, once its leaders are known.
 *
 * @param plan as far as shape, parameters and machine decide it
 * @param blocks leaders that were chosen
 * @param overlap blocks that every row joins
 * @param recall expected after one pass
 * @param recallError half width of its 95 % interval
 * @param largestRows expected rows of the largest block
 * @param memoryBytes expected peak of the task that searches it
 */
record BlockForecast(
    BlockPlan plan,
    int blocks,
    int overlap,
    double recall,
    double recallError,
    long largestRows,
    long memoryBytes) {

  /** Returns the bytes of vectors and lists that one pass moves. */
  long shuffleBytes() {
    return plan.shuffleBytes() / plan.overlap() * overlap;
  }
}
