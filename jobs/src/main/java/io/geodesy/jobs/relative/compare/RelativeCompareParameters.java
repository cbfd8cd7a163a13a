package io.geodesy.jobs.relative.compare;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import io.geodesy.jobs.relative.AnchorPolicy;
import java.util.List;

/** Parameters of {@code relative-compare}. */
public record RelativeCompareParameters(
    @Parameter(
            doc = "Anchors from which both spaces are seen.",
            value = "300",
            min = 2,
            max = 10_000,
            why = "the paper's usual choice")
        int anchors,
    @Parameter(
            doc =
                "How anchors are chosen among common items: uniform (least hash of the id), stratified (the same within every label), farthest-point (by angle in the first table) or column (those that anchor-column marks).",
            value = "uniform",
            why = "both tables pick the same items without communication")
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
            doc = "Nearest items that jaccard and recall compare.",
            value = "10",
            min = 1,
            max = 1000,
            why = "the paper's choice")
        int k,
    @Parameter(
            doc = "Common items compared, by the least hash of the id; time grows with the square.",
            value = "20000",
            min = 2,
            max = 100_000,
            unit = "items",
            why = "the paper's choice")
        int searchItems,
    @Parameter(
            doc = "Whether an item is left out of the ranking of its own query.",
            value = "false",
            why = "the published evaluation counts it; leaving it out makes mrr undefined")
        boolean excludeSelf,
    @Parameter(
            doc = "Whether mrr counts an item ranked beyond k as 0 (k) or by its rank (none).",
            value = "k",
            why = "the published evaluation stops at k")
        RankCutoff mrrCutoff,
    @Parameter(
            doc = "Further numbers of anchors to compare with, each the first of those chosen.",
            value = "",
            min = 2,
            max = 10_000)
        List<Integer> anchorSweep,
    @Parameter(doc = "Further rounding steps to compare with.", value = "", min = 0, max = 1)
        List<Double> quantizeSweep) {
  /** Checks the bounds. */
  public RelativeCompareParameters {
    anchorSweep = List.copyOf(anchorSweep);
    quantizeSweep = List.copyOf(quantizeSweep);
    Bounds.check(RelativeCompareParameters.class, "anchors", anchors);
    Bounds.check(RelativeCompareParameters.class, "quantize", quantize);
    Bounds.check(RelativeCompareParameters.class, "k", k);
    Bounds.check(RelativeCompareParameters.class, "searchItems", searchItems);
    Bounds.check(RelativeCompareParameters.class, "anchorSweep", anchorSweep);
    Bounds.check(RelativeCompareParameters.class, "quantizeSweep", quantizeSweep);
    for (int other : anchorSweep) {
      if (other > anchors) {
        throw new ConfigException(
            "anchor-sweep holds %d but anchors is %d: a sweep takes the first of the anchors chosen."
                .formatted(other, anchors));
      }
    }
  }
}
