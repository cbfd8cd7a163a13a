package io.geodesy.jobs.knn;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;

/** Parameters of {@code knn-graph}. */
record KnnGraphParameters(
    @Parameter(
            doc = "Neighbours of every row.",
            value = "15",
            min = 1,
            max = 500,
            why = "enough for bandwidths, communities and dimension up to about 15")
        int k,
    @Parameter(
            doc = "How far two rows are apart: their difference, or the chord of their directions.",
            value = "euclidean")
        Metric metric) {
  KnnGraphParameters {
    Bounds.check(KnnGraphParameters.class, "k", k);
  }
}
