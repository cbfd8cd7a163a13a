package io.geodesy.report;

import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Panel;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays a {@link Report} out as one self-contained HTML page that opens no connection: summary in
 * words, facts, one part a panel, parameters and provenance at the end. Without JavaScript every
 * text and table is there, and a description in place of each chart.
 *
 * <p>Deterministic (D0): a pure function of the report. Cost: time and memory linear in its size;
 * the page is about 0.7 MB, mostly the chart library, plus about 15 bytes for a point of a map.
 */
public final class ReportPage {
  private static final String NO_SHAPE =
      "The analyses of this run have nothing to say in a sentence.";
  private static final String NO_CAUTION =
      "The checks of these analyses raised no warning. They look for known traps only; the data may still hold others.";

  private static final int LONG_FACT = 12;

  private final HtmlWriter html = new HtmlWriter();
  private final ChartJson json = new ChartJson();
  private final FigureHtml figures = new FigureHtml(html, json);
  private final Report report;

  private ReportPage(Report report) {
    this.report = report;
  }

  /** Returns the page, to be stored as UTF-8. */
  public static String render(Report report) {
    return new ReportPage(report).page();
  }

  private String page() {
    html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").raw("\n");
    head();
    html.raw("\n")
        .open("body")
        .leaf("a", "Skip to the summary", "class", "skip", "href", "#summary");
    html.open("div", "class", "page");
    header();
    facts();
    html.open("main");
    summary();
    html.open("div", "class", "layout");
    contents();
    html.open("div");
    panels();
    provenance();
    html.close().close().close();
    footer();
    html.close();
    html.raw("\n<script type=\"application/json\" id=\"chart-data\">").raw(json.finish());
    html.raw("</script>\n<script>").raw(Asset.CHARTS.content());
    html.raw("</script>\n<script>").raw(Asset.SCRIPT.content()).raw("</script>\n");
    return html.close().close().raw("\n").toString();
  }

  private void head() {
    String scripts = Asset.CHARTS.hash() + " " + Asset.SCRIPT.hash();
    html.open("head").empty("meta", "charset", "utf-8");
    html.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; script-src "
            + scripts);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty("meta", "name", "referrer", "content", "no-referrer");
    html.empty("link", "rel", "icon", "href", "data:,");
    html.leaf("title", "The shape of " + report.title());
    html.raw("\n<style>").raw(Asset.STYLE.content()).raw("</style>").close();
  }

  private void header() {
    html.open("header").open("div");
    html.leaf("p", "Geodesy · run " + report.runKey(), "class", "kicker");
    html.leaf("h1", "The shape of " + report.title()).close();
    html.open("button", "type", "button", "id", "theme", "hidden", "").text("Theme").close();
    html.close();
    html.open("noscript").open("p");
    html.text(
        "Without JavaScript the charts are not drawn; every text, table and description is here.");
    html.close().close();
  }

  private void facts() {
    html.open("dl", "class", "facts");
    for (Fact fact : report.facts()) {
      html.open("div", "class", fact.value().length() > LONG_FACT ? "long" : "");
      html.leaf("dt", fact.name()).leaf("dd", fact.value()).close();
    }
    html.close();
  }

  private void summary() {
    html.open("div", "class", "summary", "id", "summary", "tabindex", "-1");
    sentences("What this table looks like", Finding.Weight.SHAPE, "shape", NO_SHAPE);
    sentences("What to distrust", Finding.Weight.CAUTION, "caution", NO_CAUTION);
    html.close();
  }

  private void sentences(String title, Finding.Weight weight, String style, String none) {
    List<String> sentences = report.sentences(weight);
    html.open("section", "class", style).leaf("h2", title);
    if (sentences.isEmpty()) {
      html.leaf("p", none);
    } else {
      html.open("ul");
      sentences.forEach(sentence -> html.leaf("li", sentence));
      html.close();
    }
    html.close();
  }

  private void contents() {
    html.open("nav", "aria-label", "Contents").open("ol");
    int number = 0;
    for (Section section : report.sections()) {
      for (Panel panel : section.panels()) {
        link("panel-" + ++number, panel.title());
      }
    }
    link("provenance", "Parameters and provenance");
    html.close().close();
  }

  private void link(String id, String text) {
    html.open("li").leaf("a", text, "href", "#" + id).close();
  }

  private void panels() {
    int number = 0;
    for (Section section : report.sections()) {
      for (Panel panel : section.panels()) {
        panel(section.analysis(), panel, "panel-" + ++number);
      }
    }
  }

  private void panel(String analysis, Panel panel, String id) {
    html.raw("\n").open("section", "class", "panel", "id", id, "aria-labelledby", id + "-title");
    html.leaf("p", analysis, "class", "kicker").leaf("h2", panel.title(), "id", id + "-title");
    panel.sentences().forEach(sentence -> html.leaf("p", sentence));
    figures.write(panel.figures(), panel.title());
    int number = 0;
    for (Grid grid : panel.grids()) {
      String count = panel.grids().size() > 1 ? ", table " + ++number : "";
      html.open("div", "class", "grid");
      GridHtml.write(html, grid, panel.title() + count);
      html.close();
    }
    html.close();
  }

  private void provenance() {
    html.raw("\n").open("details", "class", "provenance", "id", "provenance");
    html.leaf("summary", "Parameters and provenance");
    List<Grid> grids = new ArrayList<>(report.provenance());
    grids.add(methods());
    for (Grid grid : grids) {
      html.open("div", "class", "grid").leaf("h3", grid.caption());
      GridHtml.write(html, new Grid(grid.header(), grid.rows(), ""), grid.caption());
      html.close();
    }
    html.close();
  }

  private Grid methods() {
    List<List<String>> rows =
        report.sections().stream()
            .map(s -> List.of(s.analysis(), s.summary(), String.join("; ", s.references())))
            .toList();
    return new Grid(List.of("analysis", "what it does", "references"), rows, "Methods");
  }

  private void footer() {
    html.open("footer").open("p");
    html.text("Made by Geodesy. This file is complete in itself and opens no connection.").close();
    html.open("details").leaf("summary", "Notices of the chart library");
    html.leaf("pre", Asset.NOTICES.content(), "class", "notices").close().close();
  }
}
