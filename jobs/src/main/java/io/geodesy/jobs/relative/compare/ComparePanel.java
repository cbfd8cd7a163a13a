package io.geodesy.jobs.relative.compare;

import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.List;
import org.apache.spark.sql.Row;

/** The report's part on two spaces seen from shared anchors. */
final class ComparePanel {
  private ComparePanel() {}

  static List<Panel> of(RelativeCompareParameters parameters, Tables published) {
    List<Row> lines = published.dataset(CompareTables.COMPARISON.name()).collectAsList();
    Panel.Builder panel = Panel.titled("Two spaces from shared anchors");
    Row main =
        lines.stream()
            .filter(row -> row.<String>getAs("representation").equals(CompareTables.RELATIVE))
            .filter(row -> row.<String>getAs("space_from").equals("vectors"))
            .findFirst()
            .orElseThrow();
    if (main.isNullAt(main.fieldIndex("jaccard"))) {
      panel.finding(
          Finding.caution(
              "The items look all alike from the anchors: there is nothing to rank or compare."));
    } else {
      panel.finding(
          Finding.shape(
              "Seen from %d shared anchors, the two tables agree on %s of an item's %d nearest items%s."
                  .formatted(
                      main.<Integer>getAs("anchors"),
                      Numbers.percent(number(main, "recall")),
                      parameters.k(),
                      absolute(lines))));
    }
    stitching(published, panel);
    panel.say(
        "The vectors of two models cannot be compared number by number, but the similarities of an item to the same anchors can: turning, mirroring or scaling a space does not change them. High agreement means that both models put the same items near each other.");
    panel.say(
        "Figures depend on the number of items ranked and on k: compare only what has both alike. %s"
            .formatted(
                parameters.excludeSelf()
                    ? "An item is left out of its own ranking here."
                    : "An item is counted among its own neighbours, as in the published evaluation, which raises agreement by up to 1/k."));
    panel.grid(grid(lines));
    return List.of(panel.build());
  }

  private static String absolute(List<Row> lines) {
    return lines.stream()
        .filter(row -> row.<String>getAs("representation").equals(CompareTables.ABSOLUTE))
        .filter(row -> row.<String>getAs("space_from").equals("vectors"))
        .findFirst()
        .map(row -> "; compared as they are, on " + Numbers.percent(number(row, "recall")))
        .orElse("");
  }

  private static void stitching(Tables published, Panel.Builder panel) {
    List<Row> rows = published.dataset(CompareTables.STITCHING.name()).collectAsList();
    double own = Double.NaN;
    double across = Double.NaN;
    for (Row row : rows) {
      if (row.<String>getAs("trained_on").equals("vectors")) {
        if (row.<String>getAs("applied_to").equals("vectors")) {
          own = row.getAs("accuracy");
        } else {
          across = row.getAs("accuracy");
        }
      }
    }
    if (!rows.isEmpty()) {
      panel.finding(
          Finding.shape(
              "A classifier trained on the similarities of the first table is right on %s of unseen items there and, unchanged, on %s of them in the other table."
                  .formatted(Numbers.percent(own), Numbers.percent(across))));
      panel.grid(
          new Grid(
              List.of("trained on", "applied to", "right", "items"),
              rows.stream()
                  .map(
                      row ->
                          List.of(
                              row.<String>getAs("trained_on"),
                              row.<String>getAs("applied_to"),
                              Numbers.percent(number(row, "accuracy")),
                              Numbers.count(row.<Long>getAs("n"))))
                  .toList(),
              "Logistic regression on similarities to anchors, tested on items held out."));
    }
  }

  private static Grid grid(List<Row> lines) {
    return new Grid(
        List.of(
            "from", "to", "vectors", "anchors", "rounded to", "jaccard", "recall", "mrr", "cosine"),
        lines.stream()
            .map(
                row ->
                    List.of(
                        row.<String>getAs("space_from"),
                        row.<String>getAs("space_to"),
                        row.<String>getAs("representation"),
                        Numbers.decimal(number(row, "anchors")),
                        Numbers.decimal(number(row, "quantize")),
                        Numbers.decimal(number(row, "jaccard")),
                        Numbers.decimal(number(row, "recall")),
                        Numbers.decimal(number(row, "mrr")),
                        Numbers.decimal(number(row, "cosine"))))
            .toList(),
        "%s items, k = %d."
            .formatted(
                Numbers.count(lines.get(0).<Long>getAs("items")),
                lines.get(0).<Integer>getAs("k")));
  }

  private static double number(Row row, String column) {
    Number value = row.getAs(column);
    return value == null ? Double.NaN : value.doubleValue();
  }
}
