package io.geodesy.analysis;

import java.util.List;

/**
 * A table in the report.
 *
 * @param header column names
 * @param rows cells as shown
 * @param caption one sentence, with what was left out
 */
public record Grid(List<String> header, List<List<String>> rows, String caption) {
  /** Copies the cells. */
  public Grid {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
