package io.geodesy.jobs.duplicates;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Parameters of {@link DuplicatesAnalysis}.
 *
 * @param threshold cosine similarity
 * @param distance in place of threshold
 * @param grid further values
 * @param search where pairs are looked for
 * @param keep which row of a component stays
 * @param keepColumn of some keep rules
 * @param splitColumn whose values must not share near-duplicates
 * @param clustersRun whose clusters get a rate each
 */
public record DuplicatesParameters(
    @Parameter(
            doc =
                "Cosine similarity from which on two rows are near-duplicates, for a graph by"
                    + " cosine, or by euclidean of rows of length 1, where both are the same.",
            value = "0.95",
            min = -1,
            max = 1)
        double threshold,
    @Parameter(
            doc =
                "Distance, in the unit of the graph's metric, up to which two rows are"
                    + " near-duplicates; takes the place of threshold, and is needed for other"
                    + " graphs.",
            value = "auto",
            min = 0)
        OptionalDouble distance,
    @Parameter(
            doc =
                "Further thresholds for which near-duplicates are counted, in the unit of the one"
                    + " that is used; empty takes some around it, up to twice as far.",
            value = "")
        List<Double> grid,
    @Parameter(
            doc =
                "Where pairs are looked for: exact compares all different vectors, graph takes the"
                    + " neighbour lists and compares with all others the rows whose list ends"
                    + " within the threshold, auto is exact while that takes about fifteen seconds.",
            value = "auto")
        PairSearch search,
    @Parameter(
            doc =
                "Which row of a component is kept: first (least id), medoid (nearest to the mean),"
                    + " random, or by keep-column: greatest, least (a number), longest, shortest"
                    + " (a text).",
            value = "first")
        KeepRule keep,
    @Parameter(doc = "Column of the input that keep goes by.", value = "auto")
        Optional<String> keepColumn,
    @Parameter(
            doc =
                "Column of the input with the part (train, test, ...) of every row; near-duplicates"
                    + " across parts are leaks.",
            value = "auto")
        Optional<String> splitColumn,
    @Parameter(
            doc = "Run key of published clusters of the same rows; each gets its own rate.",
            value = "auto")
        Optional<String> clustersRun) {
  /** Checks the bounds, and that a rule by column has one. */
  public DuplicatesParameters {
    grid = List.copyOf(grid);
    Class<DuplicatesParameters> type = DuplicatesParameters.class;
    Bounds.check(type, "threshold", threshold);
    distance.ifPresent(value -> Bounds.check(type, "distance", value));
    if (keep.needsColumn() && keepColumn.isEmpty()) {
      throw new ConfigException(
          "keep is %s but keep-column is not given: name the column it goes by with --keep-column."
              .formatted(keep.name().toLowerCase(Locale.ROOT)));
    }
    if (!keep.needsColumn() && keepColumn.isPresent()) {
      throw new ConfigException(
          "keep-column is %s but keep is %s, which goes by no column: give keep greatest, least, longest or shortest, or leave keep-column out."
              .formatted(keepColumn.get(), keep.name().toLowerCase(Locale.ROOT)));
    }
    for (double value : grid) {
      if (distance.isPresent() ? value < 0 : value < -1 || value > 1) {
        throw new ConfigException(
            "grid holds %s, but a %s is needed there, as the threshold is one."
                .formatted(value, distance.isPresent() ? "distance" : "similarity in [-1, 1]"));
      }
    }
  }
}
