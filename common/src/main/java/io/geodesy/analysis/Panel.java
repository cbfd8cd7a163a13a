package io.geodesy.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of the report, as data: what it found in words, sentences that explain the picture,
 * charts and tables. All texts are plain; the page escapes them.
 *
 * @param title a few words
 * @param findings go to the summary at the top
 * @param sentences what the reader sees here, what it means, when to distrust it
 * @param figures charts with their headings, in order
 * @param grids in order
 */
public record Panel(
    String title,
    List<Finding> findings,
    List<String> sentences,
    List<Figure> figures,
    List<Grid> grids) {
  /** Copies the lists. */
  public Panel {
    findings = List.copyOf(findings);
    sentences = List.copyOf(sentences);
    figures = List.copyOf(figures);
    grids = List.copyOf(grids);
  }

  /** Returns the charts, in order. */
  public List<Chart> charts() {
    return figures.stream().map(Figure::chart).toList();
  }

  /** Begins a panel. */
  public static Builder titled(String title) {
    return new Builder(title);
  }

  /** Collects the parts of a panel. */
  public static final class Builder {
    private final String title;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<Grid> grids = new ArrayList<>();

    private Builder(String title) {
      this.title = title;
    }

    /** Adds a sentence to the summary. */
    public Builder finding(Finding finding) {
      findings.add(finding);
      return this;
    }

    /** Adds a sentence above the charts. */
    public Builder say(String sentence) {
      sentences.add(sentence);
      return this;
    }

    /** Adds a chart that the panel's title explains. */
    public Builder chart(Chart chart) {
      return chart("", chart);
    }

    /** Adds a chart with its own heading. */
    public Builder chart(String heading, Chart chart) {
      figures.add(new Figure(heading, chart));
      return this;
    }

    /** Adds a table. */
    public Builder grid(Grid grid) {
      grids.add(grid);
      return this;
    }

    /** Returns the panel. */
    public Panel build() {
      return new Panel(title, findings, sentences, figures, grids);
    }
  }
}
