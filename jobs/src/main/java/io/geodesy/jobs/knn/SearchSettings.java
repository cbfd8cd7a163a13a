package io.geodesy.jobs.knn;

import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Those parameters that decide how a block is searched, in a form that travels to tasks: optional
 * numbers do not.
 *
 * @param k neighbours of a row
 * @param metric of rows
 * @param mode all pairs or not
 * @param preset in whose place the others stand
 * @param fanout balls a row joins, or 0 where the search decides
 * @param rounds neighbour rounds
 * @param candidates k', or 0 where the search decides
 */
record SearchSettings(
    int k, Metric metric, SearchMode mode, Preset preset, int fanout, int rounds, int candidates)
    implements Serializable {

  /** Takes them from resolved parameters. */
  static SearchSettings of(KnnGraphParameters resolved) {
    return new SearchSettings(
        resolved.k(),
        resolved.metric(),
        resolved.mode(),
        resolved.preset(),
        resolved.fanout().orElse(0),
        resolved.rounds().getAsInt(),
        resolved.candidates().orElse(0));
  }

  /** Returns parameters by which a block is searched; what concerns the table is left at auto. */
  KnnGraphParameters parameters() {
    return KnnGraphParameters.ofSearch(
        k,
        metric,
        mode,
        preset,
        OptionalDouble.empty(),
        given(fanout),
        OptionalInt.of(rounds),
        given(candidates),
        KnnGraphParameters.LEAST_QUERIES);
  }

  private static OptionalInt given(int value) {
    return value > 0 ? OptionalInt.of(value) : OptionalInt.empty();
  }
}
