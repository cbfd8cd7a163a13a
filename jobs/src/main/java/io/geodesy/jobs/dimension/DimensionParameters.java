package io.geodesy.jobs.dimension;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Parameters of {@code intrinsic-dimension}. */
public record DimensionParameters(
    @Parameter(
            doc = "Neighbours of a row that the maximum-likelihood estimate uses.",
            value = "auto",
            min = 3,
            max = 10_000,
            why = "auto takes all of the graph: the interval narrows with the root of k")
        OptionalInt k,
    @Parameter(
            doc = "Smallest rank n1 of the Gride curve; the ranks are n1, 2 n1, 4 n1, ...",
            value = "1",
            min = 1,
            max = 5_000,
            why = "1 begins at the finest scale the graph has")
        int k1Gride,
    @Parameter(
            doc = "Share of the smallest ratios r2/r1 that the linear TwoNN fit uses.",
            value = "0.9",
            min = 0.01,
            max = 1,
            why = "the paper's choice: the largest ratios are the least like the model")
        double muFraction,
    @Parameter(
            doc =
                "Share of a row's largest distance within which the binomial estimate counts"
                    + " neighbours.",
            value = "0.8",
            min = 0.05,
            max = 0.99,
            why =
                "its error is least where a fifth of the neighbours lie within: 0.45 in 2, 0.85 in"
                    + " 10 directions; 0.8 is within a fifth of that error from 2 to 20")
        double binomialRatio,
    @Parameter(
            doc =
                "What to do with copies: collapse (count once), shift (raise their distance) or keep.",
            value = "collapse",
            why =
                "10 % of near copies on a 10-sphere turn TwoNN's 9.7 into 0.3; collapsing restores it")
        DuplicatePolicy duplicatePolicy,
    @Parameter(
            doc =
                "Share of all neighbour distances, relative to their row's largest, that count as"
                    + " those of near copies; auto looks for a gap; 0 takes exact copies alone.",
            value = "auto",
            min = 0,
            max = 0.5,
            why = "auto collapses nothing unless the gap cannot be chance (one in a million)")
        OptionalDouble duplicateQuantile,
    @Parameter(
            doc = "Confidence of the intervals.",
            value = "0.95",
            min = 0.5,
            max = 0.9999,
            why = "convention")
        double confidence,
    @Parameter(
            doc = "Buckets of rows, by a hash of the id, of the jackknife.",
            value = "32",
            min = 8,
            max = 256,
            why = "32 give an error known to 13 %; a bucket of 50 rows needs 1600 rows")
        int jackknifeBuckets,
    @Parameter(
            doc = "Groups with fewer rows are skipped, with a record.",
            value = "50",
            min = 10,
            max = 1_000_000,
            why = "below, the interval is wider than the answer is useful")
        int minGroupRows,
    @Parameter(
            doc =
                "Rows, sampled by a hash of the id, whose neighbours' vectors are looked at: local"
                    + " PCA, ESS, TLE and ABID; 0 leaves these out.",
            value = "2000",
            min = 0,
            max = 100_000,
            unit = "rows",
            why = "2000 rows know the value to 1 %; at most 64 million vector values are held")
        int sampleVectors,
    @Parameter(
            doc =
                "Rows, sampled by a hash of the id, on which the values of groups stand; rows'"
                    + " own values are computed for all.",
            value = "1000000",
            min = 1000,
            max = 20_000_000,
            unit = "rows",
            why =
                "about 150 + 20 k bytes of driver memory a row, and never more than 32 million"
                    + " distances; at 10^6 rows the sampling error is 0.1 %")
        int maxRows) {
  /** Checks the bounds. */
  public DimensionParameters {
    k.ifPresent(value -> Bounds.check(DimensionParameters.class, "k", value));
    Bounds.check(DimensionParameters.class, "k1Gride", k1Gride);
    Bounds.check(DimensionParameters.class, "muFraction", muFraction);
    Bounds.check(DimensionParameters.class, "binomialRatio", binomialRatio);
    duplicateQuantile.ifPresent(
        value -> Bounds.check(DimensionParameters.class, "duplicateQuantile", value));
    Bounds.check(DimensionParameters.class, "confidence", confidence);
    Bounds.check(DimensionParameters.class, "jackknifeBuckets", jackknifeBuckets);
    Bounds.check(DimensionParameters.class, "minGroupRows", minGroupRows);
    Bounds.check(DimensionParameters.class, "sampleVectors", sampleVectors);
    Bounds.check(DimensionParameters.class, "maxRows", maxRows);
  }
}
