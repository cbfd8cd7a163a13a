package io.geodesy.jobs.separability;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;

/** Parameters of {@code separability}. */
public record SeparabilityParameters(
    @Parameter(
            doc =
                "What is found: tree (death times and linkage), score (death times, their score and"
                    + " what labels say) or monitor (score of every group and where it stops"
                    + " moving).",
            value = "score")
        SeparabilityMode mode,
    @Parameter(
            doc =
                "How far the spanning tree is proven: auto (every edge where the graph is exact or"
                    + " the table small), certified (every edge, or the run fails) or sample (exact"
                    + " trees of samples).",
            value = "auto")
        TreeProof exact,
    @Parameter(
            doc = "Rows of each sample.",
            value = "5000",
            min = 10,
            max = 50_000,
            unit = "rows",
            why =
                "12.5 million pairs a sample; scores of samples of different size are not comparable")
        int sample,
    @Parameter(doc = "Samples; from 2 on they give an interval.", value = "1", min = 1, max = 200)
        int repeats,
    @Parameter(
            doc =
                "The statistic of the normalised death times that is called score; all are"
                    + " published.",
            value = "mean",
            why =
                "the published method speaks of a statistic of the times; which is an open choice")
        DeathScore score,
    @Parameter(
            doc = "Whether components meet at the full length of an edge or at half of it.",
            value = "full",
            why = "normalised times and scores are the same under both")
        EdgeLength length,
    @Parameter(
            doc = "Change of the smoothed score below which monitor counts it as still.",
            value = "0.005",
            min = 0,
            max = 1)
        double plateau,
    @Parameter(
            doc = "Groups in turn that must be still before monitor says stop.",
            value = "3",
            min = 1,
            max = 100)
        int patience) {
  /** Checks the bounds. */
  public SeparabilityParameters {
    Bounds.check(SeparabilityParameters.class, "sample", sample);
    Bounds.check(SeparabilityParameters.class, "repeats", repeats);
    Bounds.check(SeparabilityParameters.class, "plateau", plateau);
    Bounds.check(SeparabilityParameters.class, "patience", patience);
  }
}
