package io.geodesy.jobs.duplicates;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;

/** What is said of near-duplicates in the {@code statistics} table. */
final class DuplicateStatistics {
  /** What the note of statistic complete begins with; the reason follows. */
  static final String COMPLETE = "1 if no pair can be missing: ";

  private DuplicateStatistics() {}

  static List<Statistic> of(
      ClosePairs pairs,
      DuplicateComponents components,
      Completeness completeness,
      SplitLeaks leaks,
      long chained,
      int rows) {
    List<Statistic> all = new ArrayList<>();
    add(all, "rows-with-near-duplicates", components.rows(), rows, "copies among them");
    add(all, "duplicate-components", components.count(), rows, "of two rows or more");
    add(all, "removable-rows", components.removable(), rows, "all but one of each component");
    add(
        all,
        "duplicate-rate",
        (double) components.removable() / rows,
        rows,
        "removable rows over all rows");
    add(
        all,
        "exact-copies",
        (double) (rows - pairs.copies().distinct()),
        rows,
        "rows that repeat an earlier vector bit for bit");
    add(
        all,
        "largest-component",
        components.count() == 0 ? 0 : components.members()[0].length,
        rows,
        "rows");
    add(
        all,
        "chained-rows",
        (double) chained,
        rows,
        "rows farther from the one kept of their component than the threshold, linked by others");
    add(all, "complete", completeness.isProven() ? 1 : 0, rows, COMPLETE + completeness.reason());
    add(all, "compared-rows", pairs.compared(), rows, "different vectors compared with all");
    if (leaks != null) {
      for (SplitLeaks.Pair pair : leaks.counts()) {
        all.add(
            Statistic.of(
                    DuplicatesAnalysis.NAME,
                    "leak-rate",
                    (double) pair.near() / pair.rows(),
                    pair.rows())
                .forGroup(leaks.parts().get(pair.part()))
                .withNote(
                    "share of its rows with a near-duplicate in "
                        + leaks.parts().get(pair.other())));
      }
    }
    return all;
  }

  private static void add(List<Statistic> all, String metric, double value, long n, String note) {
    all.add(Statistic.of(DuplicatesAnalysis.NAME, metric, value, n).withNote(note));
  }
}
