package io.geodesy.jobs.drift;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.Optional;

/** Parameters of {@code drift}. */
public record DriftParameters(
    @Parameter(
            doc =
                "Key of a published run of the same output whose input is the reference: its"
                    + " sketches are read, not its rows. Instead of --reference.",
            value = "auto")
        Optional<String> referenceRun,
    @Parameter(
            doc =
                "Only publishes the sketches of the input, for later runs to name as"
                    + " reference-run; compares nothing.",
            value = "false")
        boolean sketchOnly,
    @Parameter(
            doc = "Chance of a verdict of drift where there is none, all tests together.",
            value = "0.01",
            min = 1e-6,
            max = 0.5,
            why = "one false alarm in a hundred nights")
        double falseAlarmRate,
    @Parameter(
            doc = "Shuffles of each permutation test.",
            value = "999",
            min = 19,
            max = 1_000_000,
            why = "p values down to 0.001, which six tests at a rate of 0.01 need")
        int permutations,
    @Parameter(
            doc = "Random directions of the sliced Wasserstein distance.",
            value = "100",
            min = 1,
            max = 100_000)
        int projections,
    @Parameter(
            doc = "Clusters of the reference whose shares are compared; not used with groups.",
            value = "10",
            min = 2,
            max = 1000)
        int clusters,
    @Parameter(
            doc = "Share of the reference's own rows that would count as in a new region.",
            value = "0.01",
            min = 1e-5,
            max = 0.5)
        double newRegionLevel,
    @Parameter(
            doc =
                "Tables with more columns are compared on as many leading axes by the Frechet distance.",
            value = "512",
            min = 1,
            max = 8192,
            unit = "columns",
            why = "work grows with the cube: eight times for each doubling")
        int frechetDimension,
    @Parameter(
            doc =
                "Rows of least hash that a sketch keeps. Fixed by the reference's sketches where there are some.",
            value = "4000",
            min = 50,
            max = 1_000_000,
            unit = "rows",
            why = "12.5 MB at 784 columns; fewer rows see only larger shifts")
        int sampleRows,
    @Parameter(
            doc = "Random frequencies of a sketch, two features each. Fixed as sample-rows is.",
            value = "256",
            min = 16,
            max = 32_768,
            why =
                "errors of the kernel fall with the root of their number; each costs a row 4 operations a column")
        int frequencies) {
  /** Tests whose p values are adjusted for one another. */
  private static final int TESTS = 6;

  /** Checks the bounds. */
  public DriftParameters {
    Bounds.check(DriftParameters.class, "falseAlarmRate", falseAlarmRate);
    Bounds.check(DriftParameters.class, "permutations", permutations);
    Bounds.check(DriftParameters.class, "projections", projections);
    Bounds.check(DriftParameters.class, "clusters", clusters);
    Bounds.check(DriftParameters.class, "newRegionLevel", newRegionLevel);
    Bounds.check(DriftParameters.class, "frechetDimension", frechetDimension);
    Bounds.check(DriftParameters.class, "sampleRows", sampleRows);
    Bounds.check(DriftParameters.class, "frequencies", frequencies);
    if (TESTS / (permutations + 1.0) > falseAlarmRate) {
      throw new ConfigException(
          "permutations is %d but false-alarm-rate is %s: with %d tests no permutation test could say drift. Give at least %.0f permutations."
              .formatted(
                  permutations, falseAlarmRate, TESTS, Math.ceil(TESTS / falseAlarmRate) - 1));
    }
    if (sketchOnly && referenceRun.isPresent()) {
      throw new ConfigException(
          "sketch-only is true and reference-run is %s: nothing would be compared with it. Leave one of them out."
              .formatted(referenceRun.get()));
    }
  }
}
