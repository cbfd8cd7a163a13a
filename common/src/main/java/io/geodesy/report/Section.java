package io.geodesy.report;

import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Panel;
import java.util.List;

/**
 * What one analysis contributes to the page.
 *
 * @param analysis its name
 * @param summary what it does, in one sentence
 * @param references the papers
 * @param panels in order
 */
public record Section(
    String analysis, String summary, List<String> references, List<Panel> panels) {
  /** Copies the lists. */
  public Section {
    references = List.copyOf(references);
    panels = List.copyOf(panels);
  }

  /** The section of an analysis. */
  public static Section of(Descriptor<?> descriptor, List<Panel> panels) {
    return new Section(descriptor.name(), descriptor.summary(), descriptor.references(), panels);
  }
}
