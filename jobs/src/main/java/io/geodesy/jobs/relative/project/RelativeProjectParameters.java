package io.geodesy.jobs.relative.project;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.jobs.relative.AnchorPolicy;
import java.io.Serializable;

/** Parameters of {@code relative-project}. */
public record RelativeProjectParameters(
    @Parameter(
            doc = "Anchors: the columns of the new vectors.",
            value = "300",
            min = 2,
            max = 10_000,
            why = "the paper's usual choice")
        int anchors,
    @Parameter(
            doc =
                "How anchors are chosen: uniform (least hash of the id), stratified (the same within every label), farthest-point (by angle in the first table) or column (those that anchor-column marks).",
            value = "uniform",
            why = "every table picks the same items without communication")
        AnchorPolicy anchorPolicy,
    @Parameter(
            doc = "Column of the input that is true for the anchors of policy column.",
            value = "anchor")
        String anchorColumn,
    @Parameter(
            doc = "Step to multiples of which similarities are rounded; 0 rounds nothing.",
            value = "0",
            min = 0,
            max = 1)
        double quantize,
    @Parameter(
            doc = "Whether the new vectors are divided by their norms.",
            value = "false",
            why = "the published code does not")
        boolean normalizeOutput)
    implements Serializable {
  /** Checks the bounds. */
  public RelativeProjectParameters {
    Bounds.check(RelativeProjectParameters.class, "anchors", anchors);
    Bounds.check(RelativeProjectParameters.class, "quantize", quantize);
  }
}
