package io.geodesy.report;

import io.geodesy.analysis.Figure;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Panel;
import java.util.List;

/**
 * Lays a {@link Report} out as one self-contained HTML page that opens no connection.
 *
 * <p>Deterministic: a pure function of the report. Cost: time and memory linear in its size.
 */
public final class ReportPage {
  private static final String NO_CAUTION =
      "No analysis of this run found a reason to distrust its result. That is not a proof that there is none.";

  private ReportPage() {}

  /** Returns the page. */
  public static String render(Report report) {
    HtmlWriter html = new HtmlWriter();
    html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.leaf("title", report.title()).close();
    html.open("body").leaf("h1", report.title());
    for (Fact fact : report.facts()) {
      html.leaf("p", fact.name() + ": " + fact.value());
    }
    summary(html, "What this table looks like", report.sentences(Finding.Weight.SHAPE), "");
    summary(html, "What to distrust", report.sentences(Finding.Weight.CAUTION), NO_CAUTION);
    for (Section section : report.sections()) {
      section.panels().forEach(panel -> panel(html, panel));
    }
    report.provenance().forEach(grid -> grid(html, grid));
    return html.close().close().toString();
  }

  private static void summary(HtmlWriter html, String title, List<String> lines, String none) {
    html.leaf("h2", title).open("ul");
    (lines.isEmpty() ? List.of(none) : lines).forEach(line -> html.leaf("li", line));
    html.close();
  }

  private static void panel(HtmlWriter html, Panel panel) {
    html.leaf("h2", panel.title());
    panel.sentences().forEach(sentence -> html.leaf("p", sentence));
    for (Figure figure : panel.figures()) {
      html.leaf("h3", figure.title()).leaf("p", figure.chart().altText());
    }
    panel.grids().forEach(grid -> grid(html, grid));
  }

  private static void grid(HtmlWriter html, Grid grid) {
    html.open("table").leaf("caption", grid.caption()).open("tr");
    grid.header().forEach(cell -> html.leaf("th", cell));
    html.close();
    for (List<String> row : grid.rows()) {
      html.open("tr");
      row.forEach(cell -> html.leaf("td", cell));
      html.close();
    }
    html.close();
  }
}
