package io.geodesy.jobs.knn;

import java.util.List;

/**
 * Recall over queries. The standard error is that of a mean of independent queries: neighbours of
 * one query are missed together, so that counting neighbours instead would understate it.
 *
 * @param value mean recall
 * @param standardError of it; 0 for one query, whose spread is unknown
 * @param perfectShare share of queries with nothing missing
 * @param distanceRatio mean of the distance ratios that are finite, NaN where none is
 * @param queries how many
 */
record MeanRecall(
    double value, double standardError, double perfectShare, double distanceRatio, int queries) {

  /** Averages measures in their order, of which there is at least one. */
  static MeanRecall of(List<RecallMeasure> measures) {
    int q = measures.size();
    double sum = 0;
    double squares = 0;
    int perfect = 0;
    double ratios = 0;
    int finite = 0;
    for (RecallMeasure measure : measures) {
      sum += measure.recall();
      squares += measure.recall() * measure.recall();
      perfect += measure.isPerfect() ? 1 : 0;
      if (Double.isFinite(measure.distanceRatio())) {
        ratios += measure.distanceRatio();
        finite++;
      }
    }
    double mean = sum / q;
    double variance = Math.max(0, squares / q - mean * mean) * q / Math.max(1, q - 1);
    return new MeanRecall(mean, Math.sqrt(variance / q), (double) perfect / q, ratios / finite, q);
  }
}
