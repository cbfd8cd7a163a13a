package io.geodesy.report;

import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import java.util.List;

/**
 * Everything the page shows, as data.
 *
 * @param title for instance the name of the input file
 * @param runKey of the run that published the tables
 * @param facts tiles at the head: rows, dimension, metric, k, recall, date
 * @param sections in the order of the suite
 * @param provenance tables at the end: parameters of each analysis, input files, versions,
 *     fingerprint, seed; a grid's caption is its heading
 */
public record Report(
    String title, String runKey, List<Fact> facts, List<Section> sections, List<Grid> provenance) {
  /** Copies the lists. */
  public Report {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
    provenance = List.copyOf(provenance);
  }

  /** Returns the sentences of one kind, in the order of the sections, each once. */
  public List<String> sentences(Finding.Weight weight) {
    return sections.stream()
        .flatMap(section -> section.panels().stream())
        .flatMap(panel -> panel.findings().stream())
        .filter(finding -> finding.weight() == weight)
        .map(Finding::sentence)
        .distinct()
        .toList();
  }
}
