package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Mark;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;

/** The spectrum with its gap and residuals, and what it says in words. */
final class SpectrumPanel {
  /** Components whose spectrum is drawn; there may be thousands. */
  private static final int MOST_COMPONENTS = 5;

  private SpectrumPanel() {}

  static Panel of(DiffusionMapParameters parameters, Tables published) {
    List<Row> rows =
        published
            .dataset("eigenvalues")
            .where("component < " + MOST_COMPONENTS)
            .orderBy("component", "rank")
            .limit(MOST_COMPONENTS * 513)
            .collectAsList();
    Attributes attributes = published.attributes("eigenvalues");
    Panel.Builder panel = Panel.titled("Spectrum");
    int pieces = (int) attributes.number("components-count").orElse(1);
    addPieces(panel, pieces);
    addGap(panel, pieces, rows);
    panel.say(
        "An eigenvalue is the share of a difference between rows that survives one step of a random walk over neighbours: 1 for pieces with no way between them, nearly 1 for groups with few ways, less for variation inside a group.");
    addResiduals(panel, parameters, attributes, rows);
    panel.chart("Eigenvalues", spectrum(rows, pieces));
    panel.chart("How exactly they were computed", residuals(parameters, rows));
    return panel.build();
  }

  private static void addPieces(Panel.Builder panel, int pieces) {
    if (pieces == 1) {
      panel.finding(
          Finding.shape(
              "The neighbour graph is one connected piece: every row can be reached from every other through neighbours."));
    } else {
      panel.finding(
          Finding.shape(
              "The neighbour graph falls into %,d pieces with no link between them."
                  .formatted(pieces)));
      panel.finding(
          Finding.caution(
              "Diffusion coordinates of different pieces cannot be compared: each piece was solved by itself. More neighbours (k of knn-graph) may join them."));
    }
  }

  private static void addGap(Panel.Builder panel, int pieces, List<Row> rows) {
    SpectralGap gap = SpectralGap.of(rows.stream().mapToDouble(r -> r.getDouble(2)).toArray());
    if (rows.size() < 3 || pieces > MOST_COMPONENTS) {
      return;
    }
    if (gap.isClear() && gap.groups() > 1) {
      panel.finding(
          Finding.shape(
              "The spectrum speaks of %d groups: after %d eigenvalues there is a gap of %.2g, and the next widest is %.2g."
                  .formatted(gap.groups(), gap.groups(), gap.width(), gap.next())));
    } else if (gap.isClear()) {
      panel.finding(
          Finding.shape(
              "The spectrum shows no groups: a random walk soon forgets where in the table it began."));
    } else {
      panel.finding(
          Finding.shape(
              "The spectrum has no gap that stands out, so it names no number of groups: groups shade into each other, or the rows vary continuously."));
    }
  }

  private static void addResiduals(
      Panel.Builder panel,
      DiffusionMapParameters parameters,
      Attributes attributes,
      List<Row> rows) {
    double worst = attributes.number("residual-max").orElse(0);
    boolean isConverged = !Boolean.FALSE.equals(attributes.asMap().get("converged"));
    panel.say(
        "Each of the %d eigenvalues shown is wrong by no more than its residual, which is at most %.1e."
            .formatted(rows.size(), worst));
    if (!isConverged) {
      panel.finding(
          Finding.caution(
              "The eigen-solver stopped at its budget of %,d products before every pair was exact: the worst residual is %.1e. Distrust coordinates whose eigenvalues lie closer together than that, or raise max-products."
                  .formatted(parameters.maxProducts(), worst)));
    }
  }

  private static Chart spectrum(List<Row> rows, int pieces) {
    List<LineSeries> lines = new ArrayList<>();
    int components = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).getInt(0) + 1;
    for (int c = 0; c < components; c++) {
      int component = c;
      List<Row> own = rows.stream().filter(r -> r.getInt(0) == component).toList();
      lines.add(
          LineSeries.of(
              pieces == 1 ? "eigenvalue" : "piece " + c,
              own.stream().mapToDouble(r -> r.getInt(1)).toArray(),
              own.stream().mapToDouble(r -> r.getDouble(2)).toArray()));
    }
    SpectralGap gap = SpectralGap.of(rows.stream().mapToDouble(r -> r.getDouble(2)).toArray());
    List<Mark> marks =
        components == 1 && gap.isClear() && rows.size() > 2
            ? List.of(Mark.atX("gap after " + gap.groups(), gap.groups() - 0.5))
            : List.of();
    OptionalDouble last = rows.stream().mapToDouble(r -> r.getDouble(2)).min();
    return new Chart.Lines(
        "Eigenvalues of the random walk by rank, from 1 down to %.3g.".formatted(last.orElse(1)),
        Axis.linear("rank"),
        Axis.linear("eigenvalue"),
        lines,
        true,
        marks);
  }

  private static Chart residuals(DiffusionMapParameters parameters, List<Row> rows) {
    List<Row> own = rows.stream().filter(r -> r.getInt(0) == 0).toList();
    return new Chart.Lines(
        "Residual of every eigenpair of the largest piece, with the tolerance asked for.",
        Axis.linear("rank"),
        Axis.log("residual"),
        List.of(
            LineSeries.of(
                "residual",
                own.stream().mapToDouble(r -> r.getInt(1)).toArray(),
                own.stream().mapToDouble(r -> r.getDouble(3)).toArray())),
        true,
        List.of(Mark.atY("tolerance", parameters.tolerance())));
  }
}
