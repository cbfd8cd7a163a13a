package io.geodesy.jobs.knn;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.Optional;
import java.util.OptionalDouble;
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
            doc =
                "How much work the graph is worth: sets recall-target, fanout and rounds where these are auto; exact compares all pairs.",
            value = "standard",
            why =
                "standard reaches 0.99 on images, texts and tokens in one pass; fast asks for 0.95, high for 0.995")
        Preset preset,
    @Parameter(
            doc =
                "Least recall of an approximate graph; further passes (in one block on all columns) are made until it is met.",
            value = "auto",
            min = 0.5,
            max = 1,
            why = "auto is the preset's: 0.95, 0.98 or 0.995; the target is the floor")
        OptionalDouble recallTarget,
    @Parameter(
            doc = "Overlapping balls that every row joins in the first division.",
            value = "auto",
            min = 1,
            max = 64,
            why =
                "auto is 7, and 2 more with every doubling beyond 100 000 distinct rows: recall 0.993 at k = 15 on 60 000 texts; 0.986 on a mixture of 400 000 rows with 11, 0.967 with 7")
        OptionalInt fanout,
    @Parameter(
            doc = "Rounds at most in which neighbours of neighbours are compared.",
            value = "auto",
            min = 0,
            max = 20,
            why =
                "auto is 2: the second, around rows with new neighbours only, costs less than another ball a row")
        OptionalInt rounds,
    @Parameter(
            doc = "Candidates a row keeps until exact distances decide.",
            value = "auto",
            min = 1,
            max = 2000,
            why =
                "auto is max(16, 4/3 k), and max(30, 2 k + 2) where leading axes are searched, which blur the order of near rows")
        OptionalInt candidates,
    @Parameter(
            doc = "Rows whose true neighbours are found to measure recall.",
            value = "1000",
            min = KnnGraphParameters.LEAST_QUERIES,
            max = 100_000,
            why = "a standard error of 0.001 at a recall of 0.99")
        int recallQueries,
    @Parameter(
            doc =
                "Rows a leader when the table is searched in overlapping blocks on Spark; a block holds about overlap times as many.",
            value = "auto",
            min = 16,
            max = 100_000_000,
            why =
                "auto is all rows, in one block, while that fits memory, then the most that does: fewer, larger blocks find more")
        OptionalInt blockRows,
    @Parameter(
            doc = "Blocks that every row joins: those of its nearest leaders.",
            value = "auto",
            min = 1,
            max = 16,
            why =
                "auto is 3, or the least of 2 to 5 that is predicted to find enough in one pass: more find more, and cost as much more work and traffic")
        OptionalInt overlap,
    @Parameter(
            doc =
                "Memory that searching may take in one process, as in 256m or 4g; tasks that run at a time share it.",
            value = "auto",
            why = "auto is 0.6 of the heap of the driver or an executor")
        Optional<String> memory,
    @Parameter(
            doc =
                "Key of a published run of the same output whose graph is extended to the rows of the"
                    + " input: rows that are gone leave it, rows that are new or lost a neighbour are"
                    + " searched, all other lists only take new rows that are nearer. The input is the"
                    + " whole table as it is now. A row with a kept id and another vector is noticed by"
                    + " its distances to kept neighbours, bit for bit, and searched as a new one; only"
                    + " a change that keeps all of them, as of copies that move together, is not. auto"
                    + " builds a new graph.",
            value = "auto")
        Optional<String> extend,
    @Parameter(
            doc =
                "Column whose value two rows must share to be neighbours, such as a label or tenant; groups of no more than k rows have shorter lists.",
            value = "auto",
            why = "auto is none: all rows are searched together")
        Optional<String> within) {
  static final int LEAST_QUERIES = 500;

  KnnGraphParameters {
    Bounds.check(KnnGraphParameters.class, "k", k);
    recallTarget.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "recallTarget", value));
    fanout.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "fanout", value));
    rounds.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "rounds", value));
    candidates.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "candidates", value));
    Bounds.check(KnnGraphParameters.class, "recallQueries", recallQueries);
    blockRows.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "blockRows", value));
    overlap.ifPresent(value -> Bounds.check(KnnGraphParameters.class, "overlap", value));
    memory.ifPresent(text -> MemorySize.parse("memory", text));
    if (preset == Preset.EXACT && mode == SearchMode.APPROXIMATE) {
      throw new ConfigException("preset is exact but mode is approximate: leave one of them out.");
    }
    if (within.isPresent() && extend.isPresent()) {
      throw new ConfigException(
          "within is %s and extend is %s: a graph within groups cannot be extended. Build it anew: leave extend out."
              .formatted(within.get(), extend.get()));
    }
    if (candidates.isPresent() && candidates.getAsInt() < k) {
      throw new ConfigException(
          "candidates is %d but k is %d: a row must keep at least k candidates."
              .formatted(candidates.getAsInt(), k));
    }
  }

  /** Returns parameters by which rows are searched; what concerns a whole table is left at auto. */
  static KnnGraphParameters ofSearch(
      int k,
      Metric metric,
      SearchMode mode,
      Preset preset,
      OptionalDouble recallTarget,
      OptionalInt fanout,
      OptionalInt rounds,
      OptionalInt candidates,
      int recallQueries) {
    return new KnnGraphParameters(
        k,
        metric,
        mode,
        preset,
        recallTarget,
        fanout,
        rounds,
        candidates,
        recallQueries,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns the recall below which another pass is made. */
  double leastRecall() {
    return recallTarget.orElse(preset.recallTarget());
  }

  /** Returns the balls that a row joins among so many distinct ones. */
  int balls(double distinct) {
    return fanout.orElseGet(() -> preset.fanout() + SearchPlanner.moreBalls(distinct));
  }

  /** Returns whether all pairs are to be compared, however many rows there are. */
  boolean isExact() {
    return mode == SearchMode.EXACT || preset == Preset.EXACT;
  }

  /**
   * Returns the same with the preset's values for what was left open, but for the fanout, which
   * depends on the rows.
   */
  KnnGraphParameters resolved() {
    return new KnnGraphParameters(
        k,
        metric,
        isExact() ? SearchMode.EXACT : mode,
        preset,
        OptionalDouble.of(leastRecall()),
        fanout,
        OptionalInt.of(rounds.orElse(preset.rounds())),
        candidates,
        recallQueries,
        blockRows,
        overlap,
        memory,
        extend,
        within);
  }

  /** Returns the same for lists of another length. */
  KnnGraphParameters withK(int shorter) {
    return new KnnGraphParameters(
        shorter,
        metric,
        mode,
        preset,
        recallTarget,
        fanout,
        rounds,
        candidates,
        recallQueries,
        blockRows,
        overlap,
        memory,
        extend,
        within);
  }
}
