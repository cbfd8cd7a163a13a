package io.geodesy.jobs.knn;

/**
 * What a search of the whole table in one block is expected to give and to take. Nothing is
 * shuffled.
 *
 * @param recall expected after one pass, in [0, 1]
 * @param recallError half width of its 95 % interval; 0 where every list is proven
 * @param memoryBytes expected peak of its arrays
 */
record OneBlockForecast(double recall, double recallError, long memoryBytes) {
  /**
   * Predicts.
   *
   * @param parameters as given
   * @param facts of the table; of a sample of its rows, or of all
   */
  static OneBlockForecast of(KnnGraphParameters parameters, TableFacts facts) {
    KnnGraphParameters resolved = parameters.resolved();
    double distinct = facts.distinctShare() * facts.rows();
    InBlockRecall recall = InBlockRecall.of(resolved, distinct);
    BlockMemory memory = facts.memory(resolved, facts.rows());
    double error =
        recall.isExact() ? 0 : recall.error() + recall.checkError(resolved.recallQueries());
    return new OneBlockForecast(recall.value(), error, memory.ofTable());
  }

  boolean isExact() {
    return recallError == 0;
  }
}
