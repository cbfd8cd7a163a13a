package io.geodesy.jobs.compare;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.Optional;

/** Parameters of {@code compare}. */
public record CompareParameters(
    @Parameter(
            doc =
                "Key of a run of the same output, made with sketch-only, whose input is the other"
                    + " table: its sketch is read, not its rows. Instead of --other.",
            value = "auto")
        Optional<String> referenceRun,
    @Parameter(
            doc =
                "Only publishes a sketch of the input, its items of least hash, for later runs to"
                    + " name as reference-run; compares nothing.",
            value = "false")
        boolean sketchOnly,
    @Parameter(
            doc = "Nearest items compared in the two spaces.",
            value = "15",
            min = 1,
            max = 500,
            why = "as in knn-graph")
        int k,
    @Parameter(
            doc =
                "Common items of least hash that are compared, all if there are fewer; and those"
                    + " that a sketch holds, which bound what is compared with it.",
            value = "4000",
            min = 50,
            max = 100_000,
            unit = "items",
            why = "work grows with the square; errors fall with the root")
        int items) {
  /** Checks the bounds. */
  public CompareParameters {
    if (sketchOnly && referenceRun.isPresent()) {
      throw new ConfigException(
          "reference-run is given, but so is sketch-only, which compares nothing: leave one of them out.");
    }
    Bounds.check(CompareParameters.class, "k", k);
    Bounds.check(CompareParameters.class, "items", items);
  }
}
