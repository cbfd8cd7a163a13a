package io.geodesy.jobs.duplicates;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Numbers;
import java.util.OptionalDouble;

/**
 * Whether every pair within the threshold was found, and why.
 *
 * @param isProven whether none can be missing
 * @param reason in words
 */
record Completeness(boolean isProven, String reason) {
  /**
   * Judges a search.
   *
   * @param isExact whether all pairs were compared
   * @param graph attributes of the neighbour table
   * @param compared different vectors that were compared with all others
   */
  static Completeness of(boolean isExact, Attributes graph, int compared) {
    if (isExact) {
      return new Completeness(true, "all pairs of different vectors were compared");
    }
    if (graph.text("within").isPresent()) {
      return new Completeness(
          false,
          "the graph lists neighbours within the groups of column %s alone: pairs across groups are not looked for; --set duplicates.search=exact finds them"
              .formatted(graph.text("within").get()));
    }
    String widened =
        "%s rows whose list ends within the widest threshold were compared with all others"
            .formatted(Numbers.count(compared));
    if (graph.text("mode").filter("exact"::equals).isPresent()) {
      return new Completeness(true, "the graph is exact, and " + widened);
    }
    OptionalDouble recall = graph.number("recall");
    return new Completeness(
        false,
        "the graph is approximate%s: pairs that it lacks are missed; %s; --set duplicates.search=exact misses none"
            .formatted(
                recall.isPresent() ? " (recall " + Numbers.decimal(recall.getAsDouble()) + ")" : "",
                widened));
  }
}
