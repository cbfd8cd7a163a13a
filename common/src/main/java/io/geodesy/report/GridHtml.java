package io.geodesy.report;

import io.geodesy.analysis.Grid;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Lays out tables: columns of numbers to the right, a wide table scrolls in its own box. */
final class GridHtml {
  private static final Pattern NUMBER =
      Pattern.compile("|–|[-−+]?[0-9][0-9.,]*([eE][-+]?[0-9]+)?( ?%)?");
  private static final int LONG_CELL = 36;

  private GridHtml() {}

  /** Writes a table whose caption, if it has one, stands above it. */
  static void write(HtmlWriter html, Grid grid, String label) {
    if (!grid.caption().isEmpty()) {
      html.leaf("p", grid.caption(), "class", "caption");
    }
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", label);
    html.open("table").leaf("caption", label, "class", "hidden");
    List<String> classes =
        IntStream.range(0, grid.header().size()).mapToObj(column -> style(grid, column)).toList();
    html.open("thead").open("tr");
    for (int column = 0; column < grid.header().size(); column++) {
      html.leaf("th", grid.header().get(column), "scope", "col", "class", classes.get(column));
    }
    html.close().close().open("tbody");
    for (List<String> row : grid.rows()) {
      html.open("tr");
      for (int column = 0; column < row.size(); column++) {
        html.leaf("td", row.get(column), "class", classes.get(column));
      }
      html.close();
    }
    html.close().close().close();
  }

  private static String style(Grid grid, int column) {
    boolean isNumeric = true;
    int longest = 0;
    for (List<String> row : grid.rows()) {
      String cell = column < row.size() ? row.get(column) : "";
      isNumeric &= NUMBER.matcher(cell).matches();
      longest = Math.max(longest, cell.length());
    }
    return isNumeric ? "n" : longest > LONG_CELL ? "wide" : "";
  }
}
