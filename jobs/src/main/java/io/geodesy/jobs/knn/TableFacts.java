package io.geodesy.jobs.knn;

/**
 * What a plan is made from.
 *
 * @param rows n
 * @param dim columns
 * @param distinctShare share of rows that repeat no earlier one; 1 where nobody looked
 * @param idBytes mean bytes of an id as it travels
 * @param elementBytes in which most elements travel: 1 where vectors are of whole numbers that a
 *     byte holds, else 4
 * @param axes leading axes that would be searched, 0 for all columns or where nobody looked
 */
record TableFacts(
    long rows, int dim, double distinctShare, int idBytes, int elementBytes, int axes) {
  /** A table of which only the shape is known: every row distinct, ids BIGINT. */
  static TableFacts ofShape(long rows, int dim) {
    return new TableFacts(rows, dim, 1, Long.BYTES, Float.BYTES, 0);
  }

  /**
   * Returns what a search of some of the rows holds.
   *
   * @param parameters resolved
   * @param some rows
   */
  BlockMemory memory(KnnGraphParameters parameters, long some) {
    return new BlockMemory(
        some,
        distinctShare * some,
        dim,
        elementBytes,
        parameters.k(),
        parameters.metric(),
        search(parameters, distinctShare * some),
        parameters.mode());
  }

  /** Returns how a block of so many distinct rows would be searched. */
  SearchPlan search(KnnGraphParameters parameters, double distinct) {
    int k = parameters.k();
    return new SearchPlan(
        axes,
        0,
        parameters.balls(distinct),
        parameters.rounds().orElse(SearchPlanner.ROUNDS),
        Math.max(k, parameters.candidates().orElse(SearchPlanner.candidates(k, axes > 0))));
  }
}
