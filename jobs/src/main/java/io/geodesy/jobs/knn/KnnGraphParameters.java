package io.geodesy.jobs.knn;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.Optional;
import java.util.OptionalInt;

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
            doc =
                "How far two rows are apart: length of their difference, chord of their directions (cosine), largest inner product first, sum of absolute differences (manhattan), or differing elements of byte values (hamming).",
            value = "euclidean")
        Metric metric,
    @Parameter(
            doc = "All pairs, or leaves and neighbour rounds with measured recall.",
            value = "auto",
            why =
                "auto compares all pairs of up to 8192 distinct rows, where exact answers are cheap")
        SearchMode mode,
    @Parameter(
            doc = "Least recall of an approximate graph; further passes are made until it is met.",
            value = "0.98",
            min = 0.5,
            max = 1,
            why =
                "the defaults below reach 0.99 on images, texts and tokens; the target is the floor")
        double recallTarget,
    @Parameter(
            doc = "Overlapping balls that every row joins in the first division.",
            value = "auto",
            min = 1,
            max = 64,
            why = "auto is 7: recall 0.995 at k = 15 on text of 384 columns, 0.987 at 5")
        OptionalInt fanout,
    @Parameter(
            doc = "Rounds at most in which neighbours of neighbours are compared.",
            value = "auto",
            min = 0,
            max = 20,
            why = "auto is 1: a second one finds less than two more balls a row at the same cost")
        OptionalInt rounds,
    @Parameter(
            doc = "Candidates a row keeps until exact distances decide.",
            value = "auto",
            min = 1,
            max = 2000,
            why =
                "auto is max(16, 1.5 k), and max(40, 2.7 k) where leading axes are searched: recall on images 0.993 with 40, 0.969 with 23")
        OptionalInt candidates,
    @Parameter(
            doc = "Rows whose true neighbours are found to measure recall.",
            value = "1000",
            min = 500,
            max = 100_000,
            why = "a standard error of 0.001 at a recall of 0.99")
        int recallQueries,
    @Parameter(
            doc =
                "Column whose value two rows must share to be neighbours, such as a label or tenant; groups of no more than k rows have shorter lists.",
            value = "auto",
            why = "auto is none: all rows are searched together")
        Optional<String> within) {
  KnnGraphParameters {
    Bounds.check(KnnGraphParameters.class, "k", k);
    Bounds.check(KnnGraphParameters.class, "recallTarget", recallTarget);
    fanout.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "fanout", value));
    rounds.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "rounds", value));
    candidates.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "candidates", value));
    Bounds.check(KnnGraphParameters.class, "recallQueries", recallQueries);
    if (candidates.isPresent() && candidates.getAsInt() < k) {
      throw new ConfigException(
          "candidates is %d but k is %d: a row must keep at least k candidates."
              .formatted(candidates.getAsInt(), k));
    }
  }

  /** Returns the same for lists of another length. */
  KnnGraphParameters withK(int shorter) {
    return new KnnGraphParameters(
        shorter, metric, mode, recallTarget, fanout, rounds, candidates, recallQueries, within);
  }
}
