package io.geodesy.jobs.compare;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;

/** Parameters of {@code compare}. */
public record CompareParameters(
    @Parameter(
            doc = "Nearest items compared in the two spaces.",
            value = "15",
            min = 1,
            max = 500,
            why = "as in knn-graph")
        int k,
    @Parameter(
            doc = "Common items of least hash that are compared; all if there are fewer.",
            value = "4000",
            min = 50,
            max = 100_000,
            unit = "items",
            why = "work grows with the square; errors fall with the root")
        int items) {
  /** Checks the bounds. */
  public CompareParameters {
    Bounds.check(CompareParameters.class, "k", k);
    Bounds.check(CompareParameters.class, "items", items);
  }
}
